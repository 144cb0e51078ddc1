"""Resolve deploy/*.in into the pinned lists that get installed. `make lock`."""

import json
import subprocess
import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_ENV = _HERE.parent / "var" / "env"


def main() -> None:
    """Write app.txt, dev.txt, rasa.txt, rasa-dev.txt and haystack.txt."""
    app = resolve(_ENV / "app", ["app.in"])
    dev = resolve(_ENV / "app", ["app.in", "dev.in"])
    write("app.txt", "app.in", app)
    extra = {name: version for name, version in dev.items() if name not in app}
    write("dev.txt", "dev.in on top of app.txt", extra, before="-r app.txt\n")
    rasa = resolve(_ENV / "rasa", ["rasa.in"])
    write("rasa.txt", "rasa.in", rasa)
    rasa_dev = resolve(_ENV / "rasa", ["rasa.in", "rasa-dev.in"])
    extra = {name: version for name, version in rasa_dev.items() if name not in rasa}
    write("rasa-dev.txt", "rasa-dev.in on top of rasa.txt", extra, before="-r rasa.txt\n")
    # The same Python as app, so that its pip can tell; the environment may not be there yet.
    write("haystack.txt", "haystack.in", resolve(_ENV / "app", ["haystack.in"]))


def resolve(environment: Path, lists: list[str]) -> dict[str, str]:
    """Return name and version of everything pip would install for `lists`."""
    wanted = [part for name in lists for part in ("-r", str(_HERE / name))]
    pip = [str(environment / "bin" / "pip"), "install", "--quiet", "--dry-run",
           "--ignore-installed", "--report", "-", *wanted]  # fmt: skip
    report = json.loads(subprocess.run(pip, check=True, stdout=subprocess.PIPE).stdout)
    found = [item["metadata"] for item in report["install"]]
    # The local part of a version ("+cpu") says where a build came from, not which it is.
    return {item["name"].lower().replace("_", "-"): item["version"].split("+")[0] for item in found}


def write(name: str, source: str, packages: dict[str, str], before: str = "") -> None:
    """Write one list, sorted."""
    lines = [f"{package}=={version}\n" for package, version in sorted(packages.items())]
    head = f"# Resolved from {source}; written by `make lock`.\n{before}"
    (_HERE / name).write_text(head + "".join(lines), encoding="utf-8")
    sys.stdout.write(f"{name}: {len(lines)} packages\n")


if __name__ == "__main__":
    main()

"""Make the Python environments: app (3.11) and rasa (3.10); for measuring only, haystack (3.11).

Rasa 3.6 needs Python below 3.11 and pins old numpy, pydantic and TensorFlow, which shut
out today's faiss and sentence-transformers: hence two. Runs before anything is
installed: standard library only, any Python from 3.8 on.

    python3 deploy/environments.py app dev rasa
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "env"
# environment -> Python version, lists of packages, free disk it needs in GB
LISTS = {
    "app": ("3.11", "app", ["app.txt"], 2.5),
    "dev": ("3.11", "app", ["app.txt", "dev.txt"], 2.8),
    "rasa": ("3.10", "rasa", ["rasa.txt"], 3.5),
    "rasa-dev": ("3.10", "rasa", ["rasa.txt", "rasa-dev.txt"], 3.5),
    "haystack": ("3.11", "haystack", ["haystack.txt"], 0.6),
}


def main(names):
    """Make each environment that is not there yet as its lists want it."""
    for name in names:
        version, folder, lists, disk = LISTS[name]
        make(HOME / folder, version, [ROOT / "deploy" / file for file in lists], disk)


def make(folder, version, lists, disk):
    """Install `lists` into the environment `folder`, unless just that was done before."""
    stamp = folder / "installed.txt"
    wanted = [fingerprint(file) for file in lists]
    done = stamp.read_text().split() if stamp.exists() else []
    if all(mark in done for mark in wanted):
        return
    interpreter = find_python(version)
    need_space(folder, disk)
    if not (folder / "bin" / "pip").exists():
        say("making %s with Python %s" % (folder.relative_to(ROOT), version))
        run([interpreter, "-m", "venv", "--clear", str(folder)])
    for file, mark in zip(lists, wanted):
        if mark not in done:
            install(folder, file)
            done.append(mark)
            stamp.write_text("\n".join(done) + "\n")


def install(folder, file):
    """Install one list of packages, showing which is being fetched."""
    packages = sum("==" in line for line in file.read_text().splitlines())
    say("installing %d packages of %s (minutes, once)" % (packages, file.relative_to(ROOT)))
    pip = [str(folder / "bin" / "pip"), "install", "--disable-pip-version-check", "-r", str(file)]
    started, seen, tail = time.monotonic(), 0, []
    process = subprocess.Popen(
        pip, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True
    )
    for line in process.stdout:
        tail = [*tail, line.rstrip()][-15:]
        if line.startswith("Collecting "):
            seen += 1
            show("  %3d/%d %s" % (seen, packages, line.split()[1]))
        elif line.startswith(("Installing collected", "  Running setup.py")):
            show("  unpacking")
    if process.wait():
        fail("pip could not install %s:\n%s" % (file.name, "\n".join(tail)))
    show("  done in %d s\n" % (time.monotonic() - started))


def find_python(version):
    """Return a Python of this version that runs: from PATH, pyenv or uv."""
    for candidate in candidates(version):
        if candidate and runs(candidate, version):
            return candidate
    name = "PYTHON%s" % version.replace(".", "")
    fail(
        "Python %s not found: install it (apt, pyenv install %s, or uv python install %s), "
        "or say where it is: make %s=/path/to/python" % (version, version, version, name)
    )


def candidates(version):
    """Yield where Python `version` may be, the likeliest first."""
    yield os.environ.get("PYTHON%s" % version.replace(".", ""))
    yield shutil.which("python%s" % version)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for found in sorted(pyenv.glob(version + ".*/bin/python"), reverse=True):
        yield str(found)
    if shutil.which("uv"):
        found = subprocess.run(
            ["uv", "python", "find", version],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        yield found.stdout.strip()
    yield sys.executable
    yield shutil.which("python3")


def runs(candidate, version):
    """Tell whether `candidate` is a Python of this version; a shim on PATH may fail."""
    code = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
    try:
        out = subprocess.run(
            [candidate, "-c", code],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=30,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return out.returncode == 0 and out.stdout.strip() == version


def need_space(folder, gigabytes):
    """Stop with the cure when the disk has not the room."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder.parent).free / 1e9
    if free < gigabytes:
        fail(
            "no disk space: %.1f GB free, %.1f GB needed in %s: free some, or clone the "
            "project onto a larger disk" % (free, gigabytes, folder.parent)
        )


def fingerprint(file):
    """Return a mark of a list's content; the list is installed again when it changes."""
    return "%s:%s" % (file.name, hashlib.sha256(file.read_bytes()).hexdigest()[:16])


def run(command):
    """Run a command, or stop with what it said last."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        fail("%s failed: %s" % (" ".join(command), done.stdout.strip()[-500:]))


def say(text):
    """Print a step."""
    print("setup: " + text, flush=True)


def show(text):
    """Print progress: over the same line on a terminal, at each tenth line elsewhere."""
    if sys.stdout.isatty():
        print("\r\033[K" + text, end="", flush=True)
    elif text.endswith("\n"):
        print(text, end="", flush=True)


def fail(text):
    """Stop with one message."""
    sys.exit("setup: " + text)


if __name__ == "__main__":
    main(sys.argv[1:] or ["app", "rasa"])

"""Read the facts that cards rest on, from the document the users keep beside the project."""

import re
from pathlib import Path

FACTS = Path("../shared/facts/FACTS.md")
_ID = re.compile(r"\*\*(F\d+\.\d+[a-z]?)\*\*|^\| (F\d+\.\d+[a-z]?) \|", re.M)
# "Tables" and lists that cards name as a whole.
_SECTIONS = {"T1.7": "### 1.7", "T3.1": "### 3.1", "T2.3": "### 2.3", "G11": "## 11."}
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")


def read_facts(text: str) -> dict[str, str]:
    """Return the text of each fact by its id: F1.10, R4 (red line), T1.7 (table), G11."""
    found = list(_ID.finditer(text))
    facts = {}
    for match, following in zip(found, [*found[1:], None], strict=True):
        end = following.start() if following else len(text)
        facts[match[1] or match[2]] = text[match.start() : end].split("\n#")[0]
    for id_, heading in _SECTIONS.items():
        start = text.index(heading)
        end = text.find("\n#", start + 1)
        facts[id_] = text[start:end]
    lines = re.findall(r"^(\d+)\. (.*)$", text[text.index("### 0.1") : text.index("## 1.")], re.M)
    return facts | {f"R{number}": line for number, line in lines}


def labels(fact: str) -> set[str]:
    """Return the evidence labels that stand in a fact."""
    return set(re.findall(r"\[(verified-2|verified|plan|computed|memory|conflict|not found)", fact))


def numbers(text: str) -> set[str]:
    """Return the numbers of a text, written one way: "04/5/2023" and "4/5/2023" are one."""
    return {
        "/".join(part.lstrip("0") or "0" for part in number.split("/"))
        for number in _NUMBER.findall(text.replace("–", " ").replace("-", " "))
    }


def numbers_with_parts(text: str) -> set[str]:
    """Return the numbers of a text and what may be said of them: 04/5/2023 is in May, in 2023."""
    found = numbers(text)
    for number in list(found):
        parts = number.split("/")
        found |= {"/".join(parts[start:]) for start in range(len(parts))} | set(parts)
    return found

"""Telegram's text rules: the HTML style, entities, and lengths in UTF-16 code units."""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.problems import Refused, bad_request

MAX_TEXT = 4096
MAX_CAPTION = 1024

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
NAMED_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TOKEN = re.compile(r"<|&(?:#[xX]?[0-9a-fA-F]+|lt|gt|amp|quot)(?:;|(?![a-zA-Z0-9]))")
END_TAG = re.compile(r"</([^\s>]*)\s*>")
START_TAG = re.compile(
    r"<([^\s>/]*)((?:\s+[^<>\s=\"']+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[A-Za-z0-9.-]+))?)*)\s*>"
)
ATTRIBUTE = re.compile(r"([^<>\s=\"']+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[A-Za-z0-9.-]+))?")
INVISIBLE = re.compile(
    r"[\s\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*"
)
OPAQUE = {"code", "pre"}
QUOTATIONS = {"blockquote", "expandable_blockquote"}

Entity = dict[str, Any]


def utf16_length(text: str) -> int:
    """The length as Telegram counts: a character beyond the base plane is two."""
    return len(text) + sum(character > "\uffff" for character in text)


@dataclass(slots=True)
class _Open:
    tag: str
    start: int
    attributes: dict[str, str]
    at: int


@dataclass(slots=True)
class _HtmlParser:
    """Turns Telegram HTML into plain text with entities, refusing what Telegram refuses."""

    source: str
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def parse(self) -> tuple[str, list[Entity]]:
        position = 0
        while found := TOKEN.search(self.source, position):
            self._emit(self.source[position : found.start()])
            if found[0] == "<":
                position = self._tag(found.start())
            else:
                self._emit(_character(found[0]))
                position = found.end()
        self._emit(self.source[position:])
        if self.stack:
            raise self._unparsable(
                f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"'
            )
        return "".join(self.pieces), _tidy(self.entities)

    def _emit(self, text: str) -> None:
        self.pieces.append(text)
        self.length += utf16_length(text)

    def _tag(self, position: int) -> int:
        if self.source.startswith("</", position):
            return self._end(position)
        return self._start(position)

    def _start(self, position: int) -> int:
        found = START_TAG.match(self.source, position)
        name = re.match(r"<([^\s>]*)", self.source[position:])[1].lower()
        if name not in TAGS:
            raise self._unparsable(f'Unsupported start tag "{name}"', position)
        if not found:
            raise self._unparsable("Unclosed start tag", position)
        attributes = {
            key.lower(): _unescape(value.strip("\"'")) for key, value in ATTRIBUTE.findall(found[2])
        }
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._unparsable('Tag "span" must have class "tg-spoiler"', position)
        self.stack.append(_Open(name, self.length, attributes, position))
        return found.end()

    def _end(self, position: int) -> int:
        found = END_TAG.match(self.source, position)
        if not found:
            raise self._unparsable("Unclosed end tag", position)
        if not self.stack:
            raise self._unparsable("Unexpected end tag", position)
        opened = self.stack.pop()
        if found[1] and found[1].lower() != opened.tag:
            raise self._unparsable(
                "Unmatched end tag",
                position,
                f', expected "</{opened.tag}>", found "</{found[1]}>"',
            )
        self._close(opened)
        return found.end()

    def _close(self, opened: _Open) -> None:
        entity: Entity = {
            "type": TAGS[opened.tag],
            "offset": opened.start,
            "length": self.length - opened.start,
        }
        if opened.tag == "a":
            entity["url"] = opened.attributes.get("href", "")
            if not is_url(entity["url"]):
                return
        if opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        self.entities.append(entity)

    def _unparsable(self, problem: str, position: int | None = None, more: str = "") -> Refused:
        where = ""
        if position is not None:
            where = f" at byte offset {len(self.source[:position].encode(errors='replace'))}"
        return bad_request(f"can't parse entities: {problem}{where}{more}")


def _character(entity: str) -> str:
    name = entity[1:].rstrip(";")
    if not name.startswith("#"):
        return NAMED_ENTITIES[name]
    digits = name[1:]
    code = int(digits[1:], 16) if digits[0] in "xX" else _decimal(digits)
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else entity


def _decimal(digits: str) -> int:
    return int(digits) if digits.isdecimal() else 0


def _unescape(value: str) -> str:
    return TOKEN.sub(lambda found: found[0] if found[0] == "<" else _character(found[0]), value)


def _tidy(entities: list[Entity]) -> list[Entity]:
    """In order, without what Telegram drops silently: empty ones, and those wrongly nested."""
    kept = [
        entity
        for entity in entities
        if entity["length"] and not any(_wrongly_in(entity, other) for other in entities)
    ]
    return sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))


def _wrongly_in(entity: Entity, other: Entity) -> bool:
    """Nothing is bold inside code, and no quotation stands inside a quotation."""
    in_code = other["type"] in OPAQUE and entity["type"] not in OPAQUE
    in_quotation = {entity["type"], other["type"]} <= QUOTATIONS and entity is not other
    if not in_code and not in_quotation:
        return False
    end = entity["offset"] + entity["length"]
    return other["offset"] <= entity["offset"] and end <= other["offset"] + other["length"]


def is_url(url: str) -> bool:
    """Whether Telegram takes it as a link: http(s), tg or ton, with a host that has a dot."""
    if re.fullmatch(r"(tg|ton)://\S+", url):
        return True
    return bool(re.fullmatch(r"(https?://)?[^\s/?#.:@]+(\.[^\s/?#.:@]+)+(:\d+)?([/?#]\S*)?", url))


def parsed(text: str, parse_mode: str | None, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Plain text and its entities, trimmed as Telegram trims.

    Raises:
        Refused: for broken HTML, or for a style that this server does not know.
    """
    if not parse_mode:
        return _trimmed(text, entities)
    if parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    return _trimmed(*_HtmlParser(text).parse())


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    text = text.replace("\r", "").rstrip()
    lead = len(text) - len(text.lstrip(" \n"))
    if entities:
        lead = min(lead, *(entity["offset"] for entity in entities))
    end = utf16_length(text)
    cut = [
        {**entity, "length": min(entity["length"], end - entity["offset"])} for entity in entities
    ]
    moved = [{**entity, "offset": entity["offset"] - lead} for entity in cut]
    return text[lead:], [entity for entity in moved if entity["length"] > 0]


def is_empty(text: str) -> bool:
    """Whether nobody would see anything: white space and zero-width characters only."""
    return bool(INVISIBLE.fullmatch(text))


def found_entities(text: str) -> list[Entity]:
    """What Telegram marks by itself in what people write: commands and mentions."""
    found: list[Entity] = []
    for kind, pattern in (
        ("bot_command", r"(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(@[A-Za-z0-9_]{3,32})?(?![\w/])"),
        ("mention", r"(?<![\w/@])@[A-Za-z0-9_]{3,32}(?!\w)"),
        ("url", r"https?://[^\s<>\"]+"),
    ):
        found += [
            {
                "type": kind,
                "offset": utf16_length(text[: hit.start()]),
                "length": utf16_length(hit[0]),
            }
            for hit in re.finditer(pattern, text)
        ]
    return sorted(found, key=lambda entity: entity["offset"])


def piece(text: str, entity: Entity) -> str:
    """The part of the text that an entity covers."""
    units = text.encode("utf-16-le", "surrogatepass")
    start = entity["offset"] * 2
    return units[start : start + entity["length"] * 2].decode("utf-16-le", "surrogatepass")

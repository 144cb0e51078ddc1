"""The parameters of a request, however they were sent: query string, form, JSON, multipart."""

import json
import re
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl

from tests.botapi.problems import bad_request

# These are words even when they look like a number or like JSON.
WORDS = {
    *("text", "caption", "parse_mode", "action", "url", "secret_token", "next_offset"),
    *("callback_query_id", "inline_query_id", "inline_message_id", "name", "description"),
    *("short_description", "language_code", "ip_address"),
}
SURROGATE = re.compile("[\ud800-\udfff]")
TRUE = (True, 1, "true", "True", "1", "yes")


def _plain(name: str, value: str) -> Any:
    if name in WORDS:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _multipart(content_type: str, body: bytes) -> dict[str, Any]:
    boundary = _header(content_type).get_param("boundary")
    if not boundary:
        raise bad_request("multipart without a boundary")
    found: dict[str, Any] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + str(boundary).encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        where = _header(_disposition(head.decode(errors="replace")))
        name, file = str(where.get_param("name")), where.get_param("filename")
        if file is None:
            found[name] = _plain(name, content.decode(errors="surrogateescape"))
        else:
            found[name] = Upload(str(file), content)
    return found


def _disposition(head: str) -> str:
    lines = (line.partition(":") for line in head.splitlines())
    found = (value for name, _, value in lines if name.lower() == "content-disposition")
    return next(found, "").strip()


def _header(value: str) -> Message:
    """A header of the form `value; name="…"`, to read its parameters."""
    message = Message()
    message["Content-Type"] = value.replace("form-data;", "multipart/form-data;", 1)
    return message


class Upload:
    """A file that came with the request."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self.content = content

    def __repr__(self) -> str:
        return f"Upload({self.name!r}, {len(self.content)} bytes)"


def read(query: str, content_type: str, body: bytes) -> dict[str, Any]:
    """All parameters by name; what came as JSON inside a form is decoded.

    Raises:
        Refused: when the body is not what its type says.
    """
    found = {name: _plain(name, value) for name, value in _pairs(query)}
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json" and body:
        found |= _json_object(body)
    elif kind == "application/x-www-form-urlencoded":
        form = body.decode(errors="surrogateescape")
        found |= {name: _plain(name, value) for name, value in _pairs(form)}
    elif kind == "multipart/form-data":
        found |= _multipart(content_type, body)
    for value in found.values():
        _check_encoding(value)
    return {name: value for name, value in found.items() if value is not None}


def _check_encoding(value: Any) -> None:
    """Half a surrogate pair, or bytes that are no UTF-8, are no text."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=repr)
    if SURROGATE.search(text):
        raise bad_request("strings must be encoded in UTF-8")


def _pairs(text: str) -> list[tuple[str, str]]:
    return parse_qsl(text, keep_blank_values=True, errors="surrogateescape")


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        decoded = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(decoded, dict):
        raise bad_request("can't parse JSON object")
    return decoded


class Parameters:
    """Typed reading of a request's parameters."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name, default)
        if isinstance(value, str):
            return value
        if isinstance(value, bool | list | dict):
            raise bad_request(f'field "{name}" must be of type String')
        return str(value)

    def integer(self, name: str, default: int | None = None) -> int | None:
        value = self.values.get(name, default)
        if value in (None, ""):
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        return self.values.get(name, False) in TRUE

    def items(self, name: str) -> list[Any] | None:
        value = self.values.get(name)
        if value is None:
            return None
        value = _decoded(value)
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name}: expected an Array")
        return value

    def structure(self, name: str) -> dict[str, Any] | None:
        value = self.values.get(name)
        if value in (None, ""):
            return None
        value = _decoded(value)
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {name}: expected an Object")
        return value

    def file(self, name: str) -> "Upload | str | None":
        """An upload, also by attach://, or the id or address of a file that Telegram has."""
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            value = self.values.get(value.removeprefix("attach://"))
        return value if isinstance(value, Upload) or value is None else str(value)


def _decoded(value: Any) -> Any:
    """In a JSON body a structure may still be a string of JSON, as in a form."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value

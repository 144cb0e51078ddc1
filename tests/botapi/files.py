"""Files: what the bot uploads is kept, and may be sent again by its id."""

import mimetypes
import struct
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.parameters import Parameters, Upload
from tests.botapi.problems import Refused, bad_request

MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_DOCUMENT_BYTES = 50 * 1024 * 1024
MAX_PHOTO_SIDES = 10_000
MAX_PHOTO_RATIO = 20

PNG_START = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was uploaded; `described` is what the Bot API says of it."""

    kind: str
    name: str
    content: bytes
    described: dict[str, Any]


@dataclass(slots=True)
class Files:
    """Every file that was sent so far, by its id."""

    by_id: dict[str, StoredFile] = field(default_factory=dict)

    def taken(self, params: Parameters, kind: str, new_id: str) -> StoredFile:
        """The photo or document of a request: one that comes with it, or one from before.

        Raises:
            Refused: there is none, it is too big, or no picture.
        """
        given = params.file(kind)
        if not given:
            raise bad_request(f"there is no {kind} in the request")
        if isinstance(given, str):
            return self._again(given, kind)
        stored = _photo(given, new_id) if kind == "photo" else _document(given, new_id)
        self.by_id[stored.described["file_id"]] = stored
        return stored

    def _again(self, file_id: str, kind: str) -> StoredFile:
        """A file that Telegram has already; it stays what it was sent as."""
        stored = self.by_id.get(file_id)
        if stored is None:  # no address either: this server has no internet to fetch it from
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored


def png(width: int, height: int, size: int = 64) -> bytes:
    """What this server takes for a PNG of so many bytes: its head says the sides."""
    head = PNG_START + struct.pack(">I4sII", 13, b"IHDR", width, height)
    return head.ljust(size, b"\x00")


def _photo(upload: Upload, new_id: str) -> StoredFile:
    """A photo loses its name; the server reads PNG only, of all that Telegram takes."""
    size = _checked_size(upload)
    if size > MAX_PHOTO_BYTES:
        raise bad_request(
            f"file of size {size} bytes is too big for a photo; "
            f"the maximum size is {MAX_PHOTO_BYTES} bytes"
        )
    width, height = _sides(upload.content)
    if width + height > MAX_PHOTO_SIDES or max(width, height) > MAX_PHOTO_RATIO * min(
        width, height
    ):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    described = _ids(new_id) | {"file_size": size, "width": width, "height": height}
    return StoredFile("photo", upload.name, upload.content, described)


def _document(upload: Upload, new_id: str) -> StoredFile:
    size = _checked_size(upload)
    name = upload.name.replace("\\", "/").rpartition("/")[2]
    described = _ids(new_id) | {"file_size": size}
    if name:
        described["file_name"] = name
    if mime_type := mimetypes.guess_type(name)[0]:
        described["mime_type"] = mime_type
    return StoredFile("document", name, upload.content, described)


def _checked_size(upload: Upload) -> int:
    size = len(upload.content)
    if not size:
        raise bad_request("file must be non-empty")
    if size > MAX_DOCUMENT_BYTES:
        raise Refused(413, "Request Entity Too Large")
    return size


def _sides(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG, as its first chunk says them."""
    if not content.startswith(PNG_START) or content[12:16] != b"IHDR" or len(content) < 24:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = struct.unpack(">II", content[16:24])
    if not width or not height:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _ids(new_id: str) -> dict[str, Any]:
    return {"file_id": f"file-{new_id}", "file_unique_id": new_id}

"""A stand-in for Rasa that has an answer at once, for measuring everything but Rasa."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.e2e.stack import free_port

REPLY = [
    {
        "text": "Em tốt nghiệp lớp 9 rồi học tiếp trung cấp thì được miễn học phí. " * 8
        + "\n\n📄 Nghị định 238/2025/NĐ-CP, Điều 15, có hiệu lực từ 3/9/2025",
        "buttons": [
            {"title": f"Câu hỏi tiếp theo số {n}", "payload": f"Câu hỏi tiếp theo số {n}"}
            for n in (1, 2, 3)
        ],
    },
    {"custom": {"kind": "answer", "confidence": 0.9, "answer_id": None}},
]


class InstantRasa(asyncio.Protocol):
    """Stands in for Rasa: whatever it is asked, it has the same answer at once."""

    _BODY = json.dumps(REPLY).encode()
    _ANSWER = (
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b"
        % (len(_BODY), _BODY)
    )

    def __init__(self) -> None:
        self._read = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, end, body = self._read.partition(b"\r\n\r\n")
        lengths = [
            int(line.partition(b":")[2])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        ]
        if end and len(body) >= sum(lengths):
            self._read = b""
            self._transport.write(self._ANSWER)


@contextmanager
def instant_rasa() -> Iterator[str]:
    """Serve the stand-in in a thread of its own; give its address."""
    port, loop, ready = free_port(), asyncio.new_event_loop(), threading.Event()

    async def listen() -> None:
        await loop.create_server(InstantRasa, "127.0.0.1", port)
        ready.set()

    def serve() -> None:
        loop.run_until_complete(listen())
        loop.run_forever()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

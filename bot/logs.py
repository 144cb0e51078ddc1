"""One line an event, key=value; set up once, by the composition root."""

import logging
from typing import TextIO

import structlog
from structlog.typing import Processor

_QUIET = (
    *("aiosqlite", "alembic", "asyncio", "httpcore", "httpx", "sqlalchemy"),
    *("telegram", "uvicorn.access"),
)
"""At DEBUG aiosqlite prints what is stored and telegram what is sent; at INFO httpx prints
addresses, with names and Telegram's token in them."""


def configure(level: str, stream: TextIO) -> None:
    """Send what every logger of the process says, from `level` on, to one stream."""
    stamps: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=stamps,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.LogfmtRenderer(
                key_order=["timestamp", "level", "logger", "event"]
            ),
        ],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)

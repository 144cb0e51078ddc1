"""The HTTP server around the web application, from a free port to the last reply."""

import errno
import socket

import uvicorn
from fastapi import FastAPI

from bot.errors import PortUnavailable

GRACE_SECONDS = 3
"""For what is under way when the process is told to stop."""


def listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else is started.

    Raises:
        PortUnavailable: Somebody has it, or it cannot be had on this address.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's algorithm off only where the protocol is named: 40 ms a reply.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()
    except OSError as error:
        listening.close()
        taken = error.errno == errno.EADDRINUSE
        raise PortUnavailable(host, port, "taken" if taken else str(error.strerror)) from error
    return listening


async def serve(app: FastAPI, listening: socket.socket) -> None:
    """Answer requests until SIGINT or SIGTERM."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    await uvicorn.Server(config).serve(sockets=[listening])

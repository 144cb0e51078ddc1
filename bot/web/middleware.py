"""What holds for every request and response: a limit on the one, safe headers on the other."""

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT = 64 * 1024

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class BodyLimit:
    """Refuse a body that is too large, as soon as that is known.

    Starlette has such a limit, but answers in plain text.
    """

    def __init__(self, app: ASGIApp, exceptions: Mapping[str, int] | None = None) -> None:
        """Put it around an app; `exceptions` are paths with a limit of their own, in bytes."""
        self._app = app
        self._exceptions = exceptions or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what is read; the error is raised where the app reads."""
        read = 0
        limit = self._exceptions.get(scope.get("path", ""), BODY_LIMIT)

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit or _announced(scope) > limit:
                raise HTTPException(413)
            return message

        await self._app(scope, limited if scope["type"] == "http" else receive, send)


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isdecimal() else 0


class SafeHeaders:
    """Let a browser load nothing from another host; let nobody keep what the API answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers to the response."""

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(SECURITY_HEADERS)
                # The page is small and asked for again, so that an update reaches everybody.
                headers.setdefault("Cache-Control", _caching(scope["path"]))
            await send(message)

        await self._app(scope, receive, send_safely)


def _caching(path: str) -> str:
    return "no-store" if path.startswith("/api/") else "no-cache"

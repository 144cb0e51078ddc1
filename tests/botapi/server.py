"""The HTTP side: the Bot API's addresses, answers and lost connections, in a thread of its own."""

import asyncio
import contextlib
import re
import socket
import threading
import time
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.botapi import editing, parameters, profile, queries, sending, webhook
from tests.botapi.faults import DROP_BEFORE
from tests.botapi.intake import get_updates
from tests.botapi.parameters import Parameters
from tests.botapi.problems import Refused
from tests.botapi.state import Call, Telegram
from tests.botapi.updates import Poll

METHODS: dict[str, Any] = {
    **sending.METHODS,
    **editing.METHODS,
    **queries.METHODS,
    **profile.METHODS,
    **webhook.METHODS,
}


class _Lost(Response):
    """Instead of an answer, the connection is closed."""

    def __init__(self, server: uvicorn.Server) -> None:
        super().__init__()
        self._server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        for connection in list(self._server.server_state.connections):
            if connection.client == scope["client"]:
                connection.transport.abort()
        # The loop has to notice it before the request ends, or uvicorn answers with a 500.
        await asyncio.sleep(0)
        await asyncio.sleep(0)


class ApiServer:
    """Serves one bot on a free port of this machine."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        # Named TCP, or asyncio leaves Nagle's delay of 40 ms on each answer.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="botapi", daemon=True)
        route = Route("/bot{token}/{method}", self._answer, methods=["GET", "POST"])
        config = uvicorn.Config(
            Starlette(routes=[route]), log_config=None, access_log=False, lifespan="off", ws="none"
        )
        self._uvicorn = uvicorn.Server(config)
        self.url = ""

    def start(self) -> None:
        self._socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        # uvicorn's own main loop looks for signals and for its end ten times a second; this
        # server is started and stopped once a test and does neither.
        self._loop, self._stopped = asyncio.get_running_loop(), asyncio.Event()
        self._uvicorn.config.load()
        self._uvicorn.lifespan = self._uvicorn.config.lifespan_class(self._uvicorn.config)
        await self._uvicorn.startup(sockets=[self._socket])
        posting = asyncio.create_task(webhook.Deliverer(self._telegram).run())
        # It begins with its first step and listens from then on.
        await asyncio.sleep(0)
        self._ready.set()
        await self._stopped.wait()
        posting.cancel()
        for listener in self._uvicorn.servers:
            listener.close()
        for connection in list(self._uvicorn.server_state.connections):
            connection.transport.abort()
        if requests := self._uvicorn.server_state.tasks:
            await asyncio.wait(requests, timeout=1)

    async def _answer(self, request: Request) -> Response:
        at, method = time.monotonic(), request.path_params["method"]
        params, done, result, problem = Parameters({}), False, None, None
        try:
            self._check_token(request.path_params["token"])
            params = await self._read(request)
            lost = self._check_faults(method, params)
            if lost != DROP_BEFORE:
                result = await self._carry_out(method, params, request)
                done = True
        except ClientDisconnect:  # gone before all was said
            return _Lost(self._uvicorn)
        except Refused as refused:
            lost, problem = None, refused
        status = 0 if lost else problem.status if problem else 200
        description = problem.description if problem else None
        self._telegram.record(Call(method, params.values, status, description, at, done, result))
        if lost:
            return _Lost(self._uvicorn)
        return _refusal(problem) if problem else JSONResponse({"ok": True, "result": result})

    def _check_token(self, token: str) -> None:
        if not re.fullmatch(r"\d+:[\w-]+", token, re.ASCII):
            raise Refused(404, "Not Found")
        if token != self._telegram.token:
            raise Refused(401, "Unauthorized")

    async def _read(self, request: Request) -> Parameters:
        body = await request.body()
        return Parameters(
            parameters.read(request.url.query, request.headers.get("content-type", ""), body)
        )

    def _check_faults(self, method: str, params: Parameters) -> str | None:
        with self._telegram.changed:
            return self._telegram.faults.check(method.lower(), params.values.get("chat_id"))

    async def _carry_out(self, method: str, params: Parameters, request: Request) -> Any:
        if method.lower() == "getupdates":
            return await self._poll(params, request)
        handler = METHODS.get(method.lower())
        if handler is None:
            raise Refused(404, "Not Found")
        with self._telegram.changed:
            result = handler(self._telegram, params)
            self._telegram.changed.notify_all()
        return result

    async def _poll(self, params: Parameters, request: Request) -> Any:
        """Waits for updates for as long as the one who asked is there."""
        poll = Poll()
        watching = asyncio.create_task(_watch(request, poll))
        try:
            return await get_updates(self._telegram, params, poll)
        finally:
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching


async def _watch(request: Request, poll: Poll) -> None:
    """Ends the poll when the client's connection closes."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    poll.gone = True
    poll.wake()


def _refusal(refused: Refused) -> JSONResponse:
    body: dict[str, Any] = {
        "ok": False,
        "error_code": refused.status,
        "description": refused.description,
    }
    if refused.parameters:
        body["parameters"] = refused.parameters
    return JSONResponse(body, status_code=refused.status)

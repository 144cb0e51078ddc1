"""Alive is not ready: for an answer, four things must work at once."""

import asyncio
from collections.abc import Awaitable

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from bot.actions_client import ActionsClient
from bot.database import Database
from bot.errors import BotError
from bot.rasa_client import PROBE_SECONDS, RasaClient
from bot.web.metrics import Metrics


class Readiness:
    """Asks everything that an answer takes, all at the same time."""

    def __init__(self, database: Database, rasa: RasaClient, actions: ActionsClient) -> None:
        self._database = database
        self._rasa = rasa
        self._actions = actions

    async def checks(self) -> dict[str, bool]:
        """Return what is ready and what is not."""
        database, rasa, passages = await asyncio.gather(
            _works(self._database.ping()),
            _works(self._rasa.check_ready()),
            self._actions.passages(),
        )
        return {
            "database": database,
            "rasa": rasa,
            "actions": passages is not None,
            "index": bool(passages),
        }

    async def is_ready(self) -> bool:
        """Say whether an answer can be had."""
        return all((await self.checks()).values())


async def _works(probe: Awaitable[None]) -> bool:
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            await probe
    except (BotError, TimeoutError):
        return False
    return True


class OperatorApi:
    """What those who run it, and their machines, look at."""

    def __init__(self, readiness: Readiness, metrics: Metrics) -> None:
        self._readiness = readiness
        self._metrics = metrics

    def routes(self) -> APIRouter:
        """Return the table of routes."""
        router = APIRouter(tags=["operator"])
        router.add_api_route("/healthz", self.get_health)
        router.add_api_route(
            "/readyz", self.get_readiness, responses={503: {"description": "Says what is missing"}}
        )
        router.add_api_route("/metrics", self.get_metrics, response_class=Response)
        return router

    async def get_health(self) -> dict[str, str]:
        """Say that the process is alive."""
        return {"status": "alive"}

    async def get_readiness(self) -> JSONResponse:
        """Say whether an answer can be had, and if not, what is missing."""
        checks = await self._readiness.checks()
        ready = all(checks.values())
        return JSONResponse(
            {
                "status": "ready" if ready else "not ready",
                "checks": {name: "ready" if ok else "missing" for name, ok in checks.items()},
            },
            status_code=200 if ready else 503,
        )

    async def get_metrics(self) -> Response:
        """Give the counters to Prometheus."""
        return Response(self._metrics.exposition(), media_type=self._metrics.content_type)

"""The web application on the parts of the front door, and a client that calls it in process."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from bot.actions_client import ActionsClient
from bot.web.app import create_app
from bot.web.health import Readiness
from tests.bot.fakes import actions_with


@pytest.fixture
async def actions() -> AsyncIterator[ActionsClient]:
    transport = httpx.MockTransport(actions_with(120))
    async with ActionsClient("http://actions.test", transport=transport) as client:
        yield client


@pytest.fixture
def app(service, database, rasa_client, actions) -> FastAPI:
    return create_app(service, Readiness(database, rasa_client, actions))


@pytest.fixture
async def client(app) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as client:
        yield client

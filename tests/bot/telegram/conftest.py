"""What the Telegram channel says: a real service and database, and a fake Rasa."""

import pytest

from bot.telegram.chats import ChatStore
from bot.telegram.talk import TelegramTalk
from tests.bot.telegram.visitors import ME, Visitor, answer


@pytest.fixture
def chats(database) -> ChatStore:
    return ChatStore(database)


@pytest.fixture
def talk(service, store, chats) -> TelegramTalk:
    return TelegramTalk(service, store, chats, ME)


@pytest.fixture
def visitor(talk) -> Visitor:
    return Visitor(talk)


@pytest.fixture
def answering(rasa):
    """Let Rasa answer as an answer of the corpus looks."""
    rasa.reply = answer
    return rasa

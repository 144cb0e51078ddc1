"""The offline Bot API server as tests use it: people act here, the bot talks over HTTP.

    with BotApi() as api:
        bot = telegram.Bot(api.token, base_url=f"{api.url}/bot")
        an = api.user("An")
        api.say(an, "Ngành y học mấy năm?")

All methods may be called from any thread. `wait_for` blocks: in a test that runs the bot in
its own event loop use `await api.until(...)` instead.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tests.botapi import profile
from tests.botapi.acts import Acts
from tests.botapi.files import StoredFile
from tests.botapi.server import ApiServer
from tests.botapi.state import Call, Callback, InlineQuery, Telegram
from tests.botapi.world import BOT_ID, Chat, Message, User

PATIENCE_SECONDS = 60
"""How long is waited for what is to come: only what never comes takes as long."""

TOKEN = f"{BOT_ID}:AAHoffline-token_for-tests-0123456789"


class BotApi(Acts):
    """One bot's Telegram: the people and chats around it, and the server it talks to."""

    def __init__(
        self,
        token: str = TOKEN,
        username: str = "la_ban_bot",
        enforce_pacing: bool = False,
        privacy: bool = True,
    ) -> None:
        self.token = token
        self.username = username
        super().__init__(Telegram(token, username, enforce_pacing, privacy))
        self._server = ApiServer(self._telegram)

    def __enter__(self) -> "BotApi":
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        return self._server.url

    # What can be seen

    @property
    def calls(self) -> list[Call]:
        """Every request so far, in the order of their answers."""
        with self._telegram.changed:
            return list(self._telegram.calls)

    def calls_of(self, *methods: str) -> list[Call]:
        return [call for call in self.calls if call.method in methods]

    def messages(self, chat: Chat | User) -> list[Message]:
        """What the chat shows now, oldest first: both sides, after edits and deletions."""
        with self._telegram.changed:
            return self._world.shown(chat.id)

    def file(self, message: Message) -> StoredFile:
        """The photo or document of a message of the bot, byte for byte as it was uploaded."""
        [described] = [
            file[-1] if kind == "photo" else file
            for kind, file in message.content.items()
            if kind in ("photo", "document")
        ]
        with self._telegram.changed:
            return self._telegram.files.by_id[described["file_id"]]

    def answers(self, callback: Callback) -> list[dict[str, Any]]:
        with self._telegram.changed:
            return list(callback.answered)

    def menu(self, chat: Chat | User, language: str = "vi") -> list[dict[str, str]]:
        """The commands that this chat's menu offers."""
        with self._telegram.changed:
            return profile.menu(self._telegram, self._world.chats[chat.id], language)

    def inline_results(self, asked: InlineQuery) -> list[dict[str, Any]] | None:
        """The results of the last answer, None before there is one."""
        with self._telegram.changed:
            return asked.answer["results"] if asked.answer else None

    @property
    def unconfirmed(self) -> int:
        """How many updates Telegram still keeps for the bot."""
        with self._telegram.changed:
            return len(self._telegram.updates)

    @property
    def is_polled(self) -> bool:
        """Whether a getUpdates is waiting for updates."""
        with self._telegram.changed:
            return self._telegram.updates.is_polled

    def wait_for(self, predicate: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> Any:
        """Blocks until the predicate is true and gives its value; TimeoutError otherwise."""
        return self._telegram.wait_for(predicate, seconds)

    async def until(self, predicate: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> Any:
        """As wait_for, without holding up the event loop."""
        deadline = time.monotonic() + seconds
        while not (value := predicate()):
            if time.monotonic() > deadline:
                raise TimeoutError(f"not within {seconds} s")
            await asyncio.sleep(0.005)
        return value

    def serve_address(self, public: str, local: str) -> None:
        """What the webhook posts to an address outside arrives here, as behind a proxy."""
        self._telegram.routes[public] = local

    # What goes wrong

    def fail(
        self,
        status: int | str = 502,
        times: int = 1,
        methods: Iterable[str] | None = None,
        retry_after: int = 1,
    ) -> None:
        """The next requests fail: a status, or "drop_before", "drop_after", "drop"."""
        with self._telegram.changed:
            self._telegram.faults.plan(status, times, methods, retry_after)

    def fail_randomly(
        self,
        rate: float,
        seed: int,
        kinds: Sequence[str] = ("429", "502", "drop"),
        methods: Iterable[str] | None = None,
        retry_after: int = 1,
    ) -> None:
        with self._telegram.changed:
            self._telegram.faults.at_random(rate, seed, kinds, methods, retry_after)

    def retry_after(self, seconds: float) -> None:
        """For so many seconds everything but getUpdates is answered with 429."""
        with self._telegram.changed:
            self._telegram.faults.close(seconds)

    def stop_failing(self) -> None:
        with self._telegram.changed:
            self._telegram.faults.end()

    @property
    def enforce_pacing(self) -> bool:
        return self._telegram.pacing.enforced

    @enforce_pacing.setter
    def enforce_pacing(self, enforced: bool) -> None:
        self._telegram.pacing.enforced = enforced

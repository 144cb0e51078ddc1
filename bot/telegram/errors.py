"""What can become of a call of the Bot API, as one tree.

    TelegramError
    ├─ Unreachable(problem)   not taken: may be tried again as it is
    ├─ Unknown(problem)       may have been taken: nobody can say
    ├─ Unauthorized           the token is wrong, or was taken back
    ├─ Conflict               another process reads the updates of this bot
    ├─ RetryAfter(seconds)    too many calls
    ├─ Forbidden              blocked by the visitor, or thrown out of the group
    ├─ Migrated(to)           the group has another id now
    ├─ NotModified            an edit that would change nothing
    ├─ BrokenMarkup           the markup of a text cannot be read
    ├─ BadRequest(problem)    refused for good
    ├─ NotMade(problem)       not sent: the file that belongs to it cannot be made
    └─ Erased                 not sent: what it shows was erased

None carries a token or a visitor's text; `problem` is Telegram's own description.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from bot.errors import BotError


class TelegramError(BotError):
    """A call did not come through."""

    may_pass: ClassVar[bool] = False
    """The same call may come through later."""


class Unreachable(TelegramError):
    """The call did not arrive, or the server failed before it took it."""

    may_pass = True

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(f"Telegram cannot be reached: {problem}")


class Unknown(TelegramError):
    """The call was sent, and no answer came: it may have been done or not."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(f"no answer to a call: {problem}")


class Unauthorized(TelegramError):
    """Telegram knows no bot with this token."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram refuses the token: set BOT_TELEGRAM_TOKEN to the one BotFather gave"
        )


class Conflict(TelegramError):
    """Updates of a bot go to one reader only, and there is another."""

    may_pass = True

    def __init__(self) -> None:
        super().__init__("another process reads the updates of this bot: stop it, or its webhook")


class RetryAfter(TelegramError):
    """Too many calls."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"too many calls: wait {seconds:g} s")


class Forbidden(TelegramError):
    """The chat is closed to the bot."""

    def __init__(self) -> None:
        super().__init__("the chat is closed to the bot")


class Migrated(TelegramError):
    """A group became a supergroup, with another id."""

    def __init__(self, to: int) -> None:
        self.to = to
        super().__init__("the group has another id now")


class NotModified(TelegramError):
    """An edit leaves the message as it is."""

    def __init__(self) -> None:
        super().__init__("the message is so already")


class BrokenMarkup(TelegramError):
    """Telegram cannot read the markup of a text."""

    def __init__(self) -> None:
        super().__init__("the markup of the text cannot be read")


class BadRequest(TelegramError):
    """Telegram refuses the call, and will again."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__("the call was refused")


class NotMade(TelegramError):
    """A call cannot be made whole: a file that belongs to it is missing."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(f"the file of a call cannot be made: {problem}")


class Erased(TelegramError):
    """What a call shows is not there any more."""

    def __init__(self) -> None:
        super().__init__("what the call shows was erased")


_DEFAULT_RETRY_SECONDS = 5.0


def refusal(status: int, body: Mapping[str, Any]) -> TelegramError:
    """Say what an answer other than 2xx means.

    Args:
        status: The HTTP status.
        body: The JSON object of the answer; empty where it had none.
    """
    parameters = body.get("parameters") or {}
    if status == 429:
        return RetryAfter(float(parameters.get("retry_after") or _DEFAULT_RETRY_SECONDS))
    if status == 504:  # the gateway had passed it on
        return Unknown("status 504")
    if status >= 500:
        return Unreachable(f"status {status}")
    if status == 400:
        return _bad_request(str(body.get("description", "")), parameters)
    plain = {401: Unauthorized, 403: Forbidden, 409: Conflict}
    return plain[status]() if status in plain else BadRequest(f"status {status}")


def _bad_request(description: str, parameters: Mapping[str, Any]) -> TelegramError:
    if to := parameters.get("migrate_to_chat_id"):
        return Migrated(int(to))
    if "message is not modified" in description:
        return NotModified()
    if "can't parse entities" in description:
        return BrokenMarkup()
    return BadRequest(description)

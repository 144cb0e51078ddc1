"""getUpdates: the one method that waits."""

import time

from tests.botapi.parameters import Parameters
from tests.botapi.problems import bad_request, conflict
from tests.botapi.state import Telegram
from tests.botapi.updates import MAX_BATCH, Poll, Update

MAX_WAIT_SECONDS = 50
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


async def get_updates(telegram: Telegram, params: Parameters, poll: Poll) -> list[Update]:
    """The waiting updates, after waiting for the first one for up to `timeout` seconds.

    Raises:
        Refused: for a wrong limit, beside a webhook, or when another getUpdates took over.
    """
    limit = params.integer("limit", MAX_BATCH)
    if not 1 <= limit <= MAX_BATCH:
        raise bad_request("limit must be between 1 and 100")
    deadline = time.monotonic() + min(params.integer("timeout", 0), MAX_WAIT_SECONDS)
    with telegram.changed:
        if telegram.webhook["url"]:
            raise conflict(WEBHOOK_ACTIVE)
        telegram.updates.allow(params.items("allowed_updates"))
        telegram.updates.confirm(params.integer("offset", 0))
        telegram.updates.begin(poll)
        telegram.changed.notify_all()
    try:
        return await _waited(telegram, poll, limit, deadline)
    finally:
        with telegram.changed:
            telegram.updates.finish(poll)


async def _waited(telegram: Telegram, poll: Poll, limit: int, deadline: float) -> list[Update]:
    while True:
        with telegram.changed:
            found = telegram.updates.peek(limit)
        if poll.refusal:
            raise poll.refusal
        left = deadline - time.monotonic()
        if found or left <= 0 or poll.gone:
            return found
        await poll.wait(left)

"""The other way for updates: the server posts them to the bot's own address."""

import asyncio
import re
import time
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.botapi.parameters import Parameters
from tests.botapi.problems import bad_request
from tests.botapi.state import Telegram
from tests.botapi.updates import Update

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
PORTS = {None, 80, 88, 443, 8443}
MAX_CONNECTIONS = 100
# Telegram waits longer between its tries; tests have no such time.
FIRST_RETRY_SECONDS = 0.05
LONGEST_RETRY_SECONDS = 1.0
ANSWER_SECONDS = 10


def set_webhook(telegram: Telegram, params: Parameters) -> bool:
    """Telegram wants https and one of four ports; plain loopback is let through for tests."""
    url = params.text("url")
    if url:
        _check_url(url)
    secret = params.text("secret_token")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret, re.ASCII):
        raise bad_request("secret token contains unallowed characters")
    connections = params.integer("max_connections", 40)
    if not 1 <= connections <= MAX_CONNECTIONS:
        raise bad_request("max_connections must be between 1 and 100")
    telegram.updates.allow(params.items("allowed_updates"))
    if params.flag("drop_pending_updates"):
        telegram.updates.clear()
    telegram.webhook = {"url": url, "secret": secret, "max_connections": connections}
    if url:
        telegram.updates.end_poll("terminated by setWebhook request")
        telegram.updates.announce()
    return True


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise bad_request("bad webhook: invalid URL specified") from None
    if parts.hostname == "127.0.0.1" and parts.scheme == "http":
        return
    if parts.scheme != "https" or not parts.hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def delete_webhook(telegram: Telegram, params: Parameters) -> bool:
    telegram.webhook = {"url": ""}
    if params.flag("drop_pending_updates"):
        telegram.updates.clear()
    return True


def get_webhook_info(telegram: Telegram, _: Parameters) -> dict[str, Any]:
    hidden = {"secret"}
    return {
        "has_custom_certificate": False,
        "pending_update_count": len(telegram.updates),
        "allowed_updates": telegram.updates.allowed,
        **{name: value for name, value in telegram.webhook.items() if name not in hidden},
    }


METHODS: dict[str, Any] = {
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
}


def _lane(update: Update) -> int:
    """Updates of one chat (or of one user, outside of chats) are posted one after another."""
    content = next(value for name, value in update.items() if name != "update_id")
    place = content.get("chat") or content.get("message", {}).get("chat") or content["from"]
    return place["id"]


class Deliverer:
    """Posts waiting updates for as long as it runs, again and again until one is taken."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._busy: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        self._woken = asyncio.Event()
        loop = asyncio.get_running_loop()
        with self._telegram.changed:
            self._telegram.updates.on_new = lambda: loop.call_soon_threadsafe(self._woken.set)
        try:
            # It speaks to this machine only: no proxy, no certificates to load.
            self._client = httpx.AsyncClient(trust_env=False, verify=False, timeout=ANSWER_SECONDS)
            async with self._client:
                while True:
                    await self._woken.wait()
                    self._woken.clear()
                    self._begin()
        finally:
            with self._telegram.changed:
                self._telegram.updates.on_new = None

    def _begin(self) -> None:
        with self._telegram.changed:
            hook = self._telegram.webhook
            if not hook["url"]:
                return
            for update in self._telegram.updates.peek(len(self._telegram.updates)):
                if len(self._busy) >= hook["max_connections"]:
                    return
                lane = _lane(update)
                if lane not in self._busy:
                    self._busy[lane] = asyncio.create_task(self._deliver(lane, update))

    async def _deliver(self, lane: int, update: Update) -> None:
        seconds = FIRST_RETRY_SECONDS
        while (hook := self._telegram.webhook)["url"]:
            problem = await self._post(hook, update)
            if problem is None:
                break
            with self._telegram.changed:
                hook |= {"last_error_date": int(time.time()), "last_error_message": problem}
            await asyncio.sleep(seconds)
            seconds = min(2 * seconds, LONGEST_RETRY_SECONDS)
        with self._telegram.changed:
            if hook["url"]:
                self._telegram.updates.remove(update["update_id"])
            self._telegram.changed.notify_all()
        del self._busy[lane]
        self._woken.set()

    async def _post(self, hook: dict[str, Any], update: Update) -> str | None:
        """None when the bot took it, or else why not."""
        headers = {SECRET_HEADER: hook["secret"]} if hook["secret"] else {}
        url = self._telegram.routed(hook["url"])
        if urlsplit(url).hostname != "127.0.0.1":
            return "Connection failed: nothing outside of this machine is reached"
        try:
            answer = await self._client.post(url, json=update, headers=headers)
        except httpx.HTTPError as error:
            return f"Connection failed: {type(error).__name__}"
        if answer.is_success:
            return None
        return f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"

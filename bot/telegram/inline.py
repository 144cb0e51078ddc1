"""Inline mode: a question typed behind the bot's name, in whatever chat."""

from typing import Any

from bot.conversation import Reply
from bot.errors import EmptyMessage, MessageTooLong, TooManyMessages, Unanswered
from bot.service import ConversationService
from bot.telegram import texts
from bot.telegram.calls import Call
from bot.telegram.chats import ChatStore
from bot.telegram.reading import InlineAsked, Place
from bot.telegram.rendering import bodies, text_params
from bot.telegram.splitting import shortened
from bot.telegram.updates import inline_lane

SHORTEST = 8
"""Characters of a question; with fewer it is still being typed."""
_KEPT_SECONDS = 300
_LONGEST_TITLE = 80
_LONGEST_DESCRIPTION = 160


class InlineAnswers:
    """Offers cited answers to be sent into a chat; what is no answer is not offered."""

    def __init__(self, service: ConversationService, chats: ChatStore) -> None:
        self._service = service
        self._chats = chats

    async def handle(self, asked: InlineAsked) -> list[Call]:
        """Return the call that answers a query; newer ones of its asker may be waiting."""
        text = asked.query.strip()
        if len(text) < SHORTEST:
            return [_answer(asked, [], hint=texts.INLINE_HINT)]
        if await self._chats.is_overtaken(inline_lane(asked.user_id), asked.update_id):
            return [_answer(asked, [], hint=texts.INLINE_HINT)]
        replies = await self._replies(asked.user_id, text)
        articles = [
            article
            for number, reply in enumerate(replies)
            if reply.kind == "answer"
            and (article := _article(f"{asked.update_id}.{number}", reply))
        ]
        return [_answer(asked, articles, hint=texts.INLINE_NONE)]

    async def _replies(self, user_id: int, text: str) -> tuple[Reply, ...]:
        """Ask in the voice that the asker's own chat has; none where there is no answer now."""
        own = await self._chats.get(Place(user_id, 0, "private"))
        try:
            return await self._service.ask_once(text, own.audience, address=f"telegram {user_id}")
        except (EmptyMessage, MessageTooLong, TooManyMessages, Unanswered):
            return ()


def _article(name: str, reply: Reply) -> dict[str, Any] | None:
    parts = bodies(reply.text)
    if not parts:
        return None
    said, _, rest = reply.text.strip().partition("\n")
    return {
        "type": "article",
        "id": name,
        "title": shortened(said, _LONGEST_TITLE),
        "description": shortened(rest, _LONGEST_DESCRIPTION),
        "input_message_content": _content(parts[0]),
    }


def _content(html: str) -> dict[str, Any]:
    params = text_params(html)
    return {"message_text": params.pop("text"), **params}


def _answer(asked: InlineAsked, articles: list[dict[str, Any]], *, hint: str) -> Call:
    params: dict[str, Any] = {
        "inline_query_id": asked.query_id,
        "results": articles,
        "is_personal": True,
        "cache_time": _KEPT_SECONDS if articles else 0,
    }
    if not articles:
        params["button"] = {"text": hint, "start_parameter": "rieng"}
    return Call("answerInlineQuery", params)

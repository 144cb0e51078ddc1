"""What a message gets: help where it tells of danger, and else what the dialogue says."""

from bot import texts
from bot.conversation import Audience, Button, Danger, Reply
from bot.errors import Unanswered
from bot.incoming import readable, without_command
from bot.rasa_client import RasaClient
from nlu.safety import danger_in
from nlu.text import clean


async def answer_to(
    text: str, rasa: RasaClient, sender_id: str, audience: Audience | None
) -> tuple[Reply, ...]:
    """Return what is said to a message.

    Danger is looked for before everything else. Where there is some, the dialogue is told which,
    and never the words: they stay out of its memory. Help is said though the dialogue be away.

    Raises:
        EmptyMessage, MessageTooLong: It cannot be read.
        RasaUnavailable, NoReply: The dialogue has nothing to say.
    """
    meant = without_command(readable(text))
    danger = danger_in(text)
    if danger is None:
        return await rasa.send(sender_id, meant, typed=clean(text), audience=audience)
    try:
        return await rasa.report_danger(sender_id, danger.value, audience=audience)
    except Unanswered:
        return (_help(danger.value, audience),)


def _help(danger: Danger, audience: Audience | None) -> Reply:
    button = Button(texts.COUNSELLOR, texts.WANTS_COUNSELLOR)
    return Reply(texts.speak(texts.HELP, audience), "safety", (button,), danger=danger)

"""What can go wrong at the front door, as one tree.

    BotError
    ├─ EmptyMessage                     nothing readable was typed
    ├─ MessageTooLong(length, limit)
    ├─ TooManyMessages(retry_after)     the limiter says how many seconds to wait
    ├─ ConversationNotFound(id)         never existed, or was erased
    ├─ AnswerNotFound(id)               feedback for an answer that nobody was given
    ├─ ReminderNotFound(key)            none was set under this key
    ├─ MessageIdReused(id)              one message id with two different texts
    ├─ IllegalTransition(status, to)
    ├─ Unanswered                       the message is stored, but has no reply now
    │  ├─ RasaUnavailable(url, problem) did not answer in time, or not in a usable way
    │  ├─ NoReply(sender_id)            Rasa answered [] to a message it owns
    │  └─ ReplyLate(seconds)            still in work; a repeat of the message gets the reply
    ├─ DatabaseUnavailable(problem)
    └─ PortUnavailable(host, port, problem)

`code` is the machine-readable name that the HTTP API gives away; what can only go wrong at the
start has none. No error carries a visitor's text.
"""

from typing import ClassVar


class BotError(Exception):
    """Anything that the front door itself knows how to report."""

    code: ClassVar[str]


class EmptyMessage(BotError):
    """Nothing is left of a text once control and zero-width characters are out."""

    code = "empty_message"

    def __init__(self) -> None:
        super().__init__("the message has no readable character")


class MessageTooLong(BotError):
    """A text is longer than one message may be."""

    code = "message_too_long"

    def __init__(self, length: int, limit: int) -> None:
        self.length = length
        self.limit = limit
        super().__init__(f"{length} characters, {limit} are allowed: split the message")


class TooManyMessages(BotError):
    """A conversation, or an address that opens conversations, writes too fast."""

    code = "too_many_messages"

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(f"too many messages: try again in {retry_after} s")


class ConversationNotFound(BotError):
    """No conversation has this id."""

    code = "conversation_not_found"

    def __init__(self, conversation_id: str) -> None:
        self.conversation_id = conversation_id
        super().__init__("no such conversation: it never existed or was erased")


class AnswerNotFound(BotError):
    """No reply that was given has this answer id."""

    code = "answer_not_found"

    def __init__(self, answer_id: str) -> None:
        self.answer_id = answer_id
        super().__init__("no such answer: it was never given or was erased")


class ReminderNotFound(BotError):
    """No reminder was set under this key, or its conversation was erased."""

    code = "reminder_not_found"

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__("no such reminder: it was never set or was erased")


class AlarmNotFound(BotError):
    """No alarm has this number, or its conversation was erased."""

    code = "alarm_not_found"

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"no alarm {number}: it was never raised, or its conversation erased")


class MessageIdReused(BotError):
    """A message id came back with another text."""

    code = "message_id_reused"

    def __init__(self, message_id: str) -> None:
        self.message_id = message_id
        super().__init__("this message id was used for another text: make a new one a message")


class IllegalTransition(BotError):
    """A conversation cannot go from one status to the other."""

    code = "illegal_transition"

    def __init__(self, status: str, to: str) -> None:
        self.status = status
        self.to = to
        super().__init__(f"a {status} conversation cannot become {to}")


class Unanswered(BotError):
    """A stored message has no reply now."""

    code = "unanswered"


class RasaUnavailable(Unanswered):
    """Rasa did not answer in time, or not in a way that can be used."""

    code = "rasa_unavailable"

    def __init__(self, url: str, problem: str) -> None:
        self.url = url
        self.problem = problem
        super().__init__(f"no answer from Rasa at {url}: {problem}")


class NoReply(Unanswered):
    """Rasa answered nothing: an action failed there, and Rasa kept silent about it."""

    code = "no_reply"

    def __init__(self, sender_id: str) -> None:
        self.sender_id = sender_id
        super().__init__(f"Rasa has no reply for {sender_id}: see the log of the action server")


class ReplyLate(Unanswered):
    """A reply is still in work, and nobody should be kept waiting for it."""

    code = "reply_late"

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"no reply within {seconds:g} s: it comes into the history")


class DatabaseUnavailable(BotError):
    """The database cannot be opened, read or written."""

    code = "database_unavailable"

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(
            f"the database does not work ({problem}): "
            "BOT_DATABASE_URL has to name a file in a folder that can be written"
        )


class PortUnavailable(BotError):
    """The server cannot listen where it is told to."""

    def __init__(self, host: str, port: int, problem: str) -> None:
        self.host = host
        self.port = port
        self.problem = problem
        super().__init__(
            f"port {port} of {host} cannot be used ({problem}): set BOT_PORT or stop what uses it"
        )

"""The bodies of the public HTTP API, as they are documented at /docs."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.conversation import Audience, Erasure, History, Incoming, Vote
from bot.incoming import whole
from bot.service import Received
from bot.web.reply_schema import ReplySchema

Text = Annotated[str, AfterValidator(whole)]
MessageId = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]


class _Request(BaseModel):
    """A misspelt field must not be taken for a missing one: it would open a conversation."""

    model_config = ConfigDict(extra="forbid")


class _Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class MessageRequest(_Request):
    """One message of a visitor."""

    text: Text = Field(
        description="At most 4,096 characters.", examples=["Học hết lớp 9 có những hướng đi nào?"]
    )
    conversation: Annotated[Text, Field(max_length=64)] | None = Field(
        default=None, description="As an earlier answer gave it; none opens a new conversation."
    )
    audience: Audience | None = Field(
        default=None, description="Who is asking; holds from then on in this conversation."
    )
    message_id: MessageId | None = Field(
        default=None,
        description="The client's own id of this message. A repeat with the same id and text "
        "gets the same replies and is not answered twice. Make it random (a UUID): whoever knows "
        "the id of the message that opened a conversation can repeat it.",
    )

    def to_incoming(self) -> Incoming:
        """Return the message as the service takes it."""
        return Incoming(self.text, self.conversation, self.audience, self.message_id)


class MessageResponse(BaseModel):
    """The replies to a message."""

    conversation: str
    replies: list[ReplySchema]

    @classmethod
    def of(cls, received: Received) -> "MessageResponse":
        """Show what a message got."""
        return cls(
            conversation=received.conversation_id,
            replies=[ReplySchema.model_validate(reply) for reply in received.replies],
        )


class HistoryMessage(_Answer):
    """One line of a conversation, with the fields of its direction."""

    id: int
    direction: Literal["incoming", "outgoing"]
    text: str
    created_at: datetime
    message_id: str | None = Field(description="Incoming: what to repeat it with.")
    state: Literal["received", "answered", "failed"] | None = Field(
        description="Incoming: `received` will get a reply, `failed` has to be repeated."
    )
    reply: ReplySchema | None = Field(description="Outgoing: all of the reply.")
    unasked: bool = Field(description="Outgoing: said without a question, as a reminder is.")
    feedback: Vote | None = Field(description="Outgoing: what the visitor thought of it.")


class HistoryResponse(BaseModel):
    """A stretch of a conversation."""

    conversation: str
    audience: Audience | None
    messages: list[HistoryMessage]
    cursor: int = Field(description="Ask with `after` set to this for what comes next.")
    more: bool = Field(description="There is more already.")

    @classmethod
    def of(cls, history: History, after: int) -> "HistoryResponse":
        """Show a stretch of a conversation that was asked for from `after` on."""
        return cls(
            conversation=history.conversation.id,
            audience=history.conversation.audience,
            messages=[HistoryMessage.model_validate(message) for message in history.messages],
            cursor=history.messages[-1].id if history.messages else after,
            more=history.more,
        )


class FeedbackRequest(_Request):
    """What a visitor thinks of an answer; a second one replaces the first."""

    answer_id: Annotated[Text, Field(min_length=1, max_length=200)]
    value: Vote
    comment: Annotated[Text, Field(max_length=1000)] | None = None


class FeedbackResponse(BaseModel):
    """What is kept now."""

    answer_id: str
    value: Vote


class ErasureResponse(BaseModel):
    """A receipt."""

    receipt: str
    erased_at: datetime
    messages: int = Field(description="Lines of the conversation, both ways.")
    feedback: int
    pending: bool = Field(
        description="The dialogue's own memory could not be reached and is erased as soon as it is."
    )

    @classmethod
    def of(cls, erasure: Erasure) -> "ErasureResponse":
        """Show a receipt."""
        return cls(
            receipt=erasure.receipt,
            erased_at=erasure.erased_at,
            messages=erasure.messages,
            feedback=erasure.feedback,
            pending=erasure.pending,
        )


class ErrorDetail(BaseModel):
    """What went wrong, for a program and for a person."""

    code: str
    message: str


class ErrorResponse(BaseModel):
    """The body of every answer that is not a success."""

    error: ErrorDetail

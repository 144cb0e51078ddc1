"""What the bot says, as the public HTTP API shows it and as it is documented at /docs."""

from datetime import date
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from bot.conversation import Danger, Kind, Picture


class _Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class ButtonSchema(_Answer):
    """Something to tap: `payload` is to be sent as the next message's text."""

    title: str
    payload: str


class CitationSchema(_Answer):
    """Where an answer comes from. Dates are ISO 8601."""

    document: str
    title: str | None
    clause: str | None
    issued: str | None
    in_force_from: str | None
    status: str | None = Field(
        description="in_force, superseded, expired, plan, secondary or unknown"
    )
    superseded_by: str | None
    url: str | None
    passage_id: str | None


class CellSchema(_Answer):
    """One field of a table, and where what it says comes from."""

    text: str
    source: str | None


class RowSchema(_Answer):
    """One line of a table: `cells` has one for each column."""

    head: str
    cells: list[CellSchema]


class TableSchema(_Answer):
    """A comparison: a column for each thing compared, a row for each aspect of it."""

    caption: str
    columns: list[str]
    rows: list[RowSchema]


class PictureSchema(BaseModel):
    """Something better looked at than read; `alt` says it in words."""

    url: str = Field(description="Of an SVG; the same address with .png for a PNG.")
    alt: str


class ReminderSchema(_Answer):
    """What the bot has promised to remind of: one a key, a second replaces the first."""

    key: str
    on: date
    title: str


class ReplySchema(_Answer):
    """One thing that the bot says."""

    text: str
    kind: Kind
    buttons: list[ButtonSchema]
    citations: list[CitationSchema]
    confidence: float | None
    answer_id: str | None
    row: bool = Field(description="The buttons belong side by side, as a scale does.")
    table: TableSchema | None = Field(description="The text says the same in lines.")
    picture: PictureSchema | None
    danger: Danger | None = Field(description="What the message told of, with kind `safety`.")
    reminder: ReminderSchema | None

    @field_validator("picture", mode="before")
    @classmethod
    def _located(cls, picture: Picture | None, info: ValidationInfo) -> PictureSchema | None:
        """Say where a picture is: at the id of its answer."""
        answer_id = info.data.get("answer_id")
        if picture is None or answer_id is None:
            return None
        url = f"/api/v1/answers/{quote(answer_id, safe='')}/picture.svg"
        return PictureSchema(url=url, alt=picture.alt)

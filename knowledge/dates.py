"""The dates of a card: days that its text names, and that people may be reminded of."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.passages import CardDate


class DateRow(BaseModel):
    """One row of `dates` in the front matter: `- {day: 2027-01-01, what: …}`.

    A key `on` would be read as true: so YAML 1.1 has it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: date
    what: str = Field(min_length=8, max_length=120)
    yearly: bool = False

    @model_validator(mode="after")
    def _is_there_every_year(self) -> "DateRow":
        if self.yearly and (self.day.month, self.day.day) == (2, 29):
            raise ValueError("29/02 does not come every year")
        return self

    def to_date(self) -> CardDate:
        """Return the value that it describes."""
        return CardDate(self.day, self.what, self.yearly)


def faults_of_dates(rows: Sequence[DateRow], body: str) -> Iterable[str]:
    """Yield what is wrong with the dates of a card whose answer is `body`."""
    days = [row.day for row in rows]
    if len(set(days)) < len(days):
        yield "the same day is there twice"
    for row in rows:
        if not any(written in body for written in _written(row)):
            yield f"the answer does not say {_written(row)[0]}"
        if "{" in row.what or unicodedata.normalize("NFC", row.what) != row.what:
            yield f"{row.what!r} has a placeholder, or is not in Unicode NFC"


def _written(row: DateRow) -> tuple[str, str]:
    """Return how the day stands in a text: "01/01/2027" or "1/1/2027"."""
    year = "" if row.yearly else f"/{row.day.year}"
    return f"{row.day:%d/%m}{year}", f"{row.day.day}/{row.day.month}{year}"

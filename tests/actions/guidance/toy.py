"""A form of two questions, to see what is common to all."""

from typing import Any

from actions.guidance.forms import Choice, Form, Outcome, State, choice_in, reply
from actions.replies import Reply

CHOICES = {
    "stage": (
        Choice("lop-9", "Lớp 9", ("học lớp chín",)),
        Choice("lop-12", "Lớp 12"),
    ),
    "goal": (Choice("thpt", "Muốn bằng THPT", ("bằng cấp 3",)), Choice("nghe", "Sớm có nghề")),
}


class Toy(Form):
    name = "toy_form"
    starts = ("start_toy",)
    slots = ("stage", "goal")

    def next_slot(self, state: State) -> str | None:
        return next((slot for slot in self.slots if state[slot] is None), None)

    def read(self, text: str, requested: str | None, state: State) -> dict[str, Any]:
        for slot in (requested, *self.slots):
            choice = choice_in(text, CHOICES[slot]) if slot else None
            if slot and choice:
                return {slot: choice.value}
        return {}

    def ask(self, requested: str, state: State, audience: str | None) -> Reply:
        titles = [choice.title for choice in CHOICES[requested]]
        return reply(f"{{Bạn}} cho mình biết {requested}?", audience, titles)

    def finish(self, state: State, audience: str | None) -> Outcome:
        return Outcome([reply("Xong rồi nhé.", audience)], {"goal": None})

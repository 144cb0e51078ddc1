"""Help before all else: what is said where the front door found danger in a message."""

from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.conversation import Event, audience_of, send
from actions.replies import Reply, counsellor_button, payload, question_button
from actions.request_counsellor import contact_line
from actions.voice import source_lines, speak
from knowledge.base import KnowledgeBase, LiveKnowledgeBase

DISTRESS = "distress"
CARDS = {
    "self_harm": "an-toan/khong-muon-song",
    "violence": "an-toan/bao-luc-gia-dinh",
    "bullying": "an-toan/bi-bat-nat",
    "abuse": "an-toan/bi-xam-hai",
    "exploitation": "an-toan/bi-boc-lot",
    "scam": "an-toan/viec-nhe-luong-cao",
}
"""Which card is said for which danger; the corpus is what the bot says, here as anywhere."""

_AT_ONCE = "an-toan/khi-nguy-hiem-ngay"
_STOPPED = "Mình dừng chuyện học, chuyện nghề ở đây, vì an toàn của {bạn} là trước hết."
_KINDNESS = (
    "Cảm ơn {bạn} đã kể với mình. Thấy buồn, thấy sợ như vậy không có gì đáng xấu hổ cả, và {bạn} "
    "không phải chịu một mình.\n\nMình là máy nên chỉ ngồi đây nghe được thôi. {Bạn} kể với một "
    "người mình tin nhé: bố mẹ, ông bà, bạn thân, thầy cô. Muốn nói với người lạ cho dễ thì có "
    "tổng đài 111, miễn phí, trực cả ngày đêm.\n\nKhi nào {bạn} thấy nhẹ lòng hơn, mình nói tiếp "
    "chuyện học, chuyện nghề."
)


class ActionReportDanger(Action):
    """Stop what is under way; say how to get help. The words of the message never come here."""

    def __init__(self, knowledge: LiveKnowledgeBase, school_contact: str = "") -> None:
        self._knowledge = knowledge
        self._contact = school_contact

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_report_danger"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        """Send one reply."""
        danger = _danger_of(tracker)
        base, audience = self._knowledge.base, audience_of(tracker)
        reply = (
            self._kindness(audience) if danger == DISTRESS else self._alarm(base, danger, audience)
        )
        send(reply, dispatcher, tracker)
        return [ActiveLoop(None), SlotSet("requested_slot", None)]

    def _kindness(self, audience: str | None) -> Reply:
        text = speak("\n\n".join([_KINDNESS, *contact_line(self._contact)]), audience)
        about = {**payload("safety", 1.0), "danger": DISTRESS}
        return Reply(text, [counsellor_button(audience)], about)

    def _alarm(self, base: KnowledgeBase, danger: str, audience: str | None) -> Reply:
        card = base.passage(CARDS[danger])
        contact = contact_line(self._contact)
        text = speak("\n\n".join([_STOPPED, card.text, *contact]), audience)
        at_once = question_button(base.passage(_AT_ONCE).title)
        about = payload("safety", 1.0, [(card, 1.0)], card.citations)
        return Reply(
            f"{text}\n\n{source_lines(card)}",
            [at_once, counsellor_button(audience)],
            {**about, "danger": danger},
        )


def _danger_of(tracker: Tracker) -> str:
    """Return the danger that the front door named.

    Raises:
        LookupError: It named none that is known.
    """
    for entity in (tracker.latest_message or {}).get("entities") or []:
        if entity["entity"] == "danger" and entity["value"] in {*CARDS, DISTRESS}:
            return str(entity["value"])
    raise LookupError("danger")

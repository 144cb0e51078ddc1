"""Answer the wish for a person."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.conversation import Event, audience_of, send
from actions.replies import Reply, payload
from actions.voice import speak

_TEXT = (
    "{Bạn} muốn gặp người thật là điều rất nên. Mình là máy, chưa gọi được thầy cô vào đây; "
    "{bạn} tìm giáo viên chủ nhiệm hoặc thầy cô tư vấn của trường nhé."
)
_CONTACT = "Liên hệ tư vấn của trường: {contact}"
_URGENT = (
    "Nếu {bạn} hay ai đó đang gặp nguy hiểm, gọi ngay Tổng đài 111: miễn phí, trực cả ngày đêm."
)


class ActionRequestCounsellor(Action):
    """Say how to reach a person, and mark the reply as a hand-over."""

    def __init__(self, school_contact: str = "") -> None:
        self._contact = school_contact

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_request_counsellor"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        """Send one reply."""
        paragraphs = [_TEXT, *contact_line(self._contact), _URGENT]
        text = speak("\n\n".join(paragraphs), audience_of(tracker))
        return send(Reply(text, [], payload("handoff", 1.0)), dispatcher, tracker)


def contact_line(school_contact: str) -> list[str]:
    """Return the line that says how to reach the school's counsellor; none where it is not set."""
    return [_CONTACT.format(contact=school_contact)] if school_contact else []

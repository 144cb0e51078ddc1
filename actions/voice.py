"""How the bot speaks to whom, and how it names its sources. Pure; Vietnamese."""

from datetime import date

from knowledge.facets import facets_of, name_of
from knowledge.passages import Citation, Passage

_ADDRESS = {"student": "em", "parent": "anh/chị", "teacher": "thầy/cô"}
_LEARNER = {"student": "em", "parent": "con", "teacher": "học sinh"}
_STATUS = {
    "in_force": "còn hiệu lực",
    "superseded": "đã được thay thế",
    "expired": "đã hết thời hạn áp dụng",
    "plan": "kế hoạch",
    "secondary": "nguồn tham khảo",
    "unknown": "chưa rõ còn hiệu lực không",
}
_LEVEL = {
    "national": "Cả nước",
    "province": "Tỉnh",
    "commune": "Một xã",
    "school": "Một trường",
}
_CHECK = "Mình đọc điều này qua nguồn thứ cấp, nên đối chiếu văn bản gốc trước khi dùng."


def address(audience: str | None) -> str:
    """Return how the bot calls this visitor; "bạn" for one it does not know."""
    return _ADDRESS.get(audience or "", "bạn")


def speak(text: str, audience: str | None) -> str:
    """Return `text` with its placeholders turned to the visitor.

    {bạn} is the visitor; {người học} is who learns: the pupil, the parent's child, a pupil.
    """
    for placeholder, name in (
        ("bạn", address(audience)),
        ("người học", _LEARNER.get(audience or "", "bạn")),
    ):
        text = text.replace(f"{{{placeholder}}}", name)
        text = text.replace(
            f"{{{placeholder[0].upper()}{placeholder[1:]}}}", name[0].upper() + name[1:]
        )
    return text


def source_line(citation: Citation) -> str:
    """Return "📄 document · clause · date · state" for one citation."""
    document = citation.document
    state = _STATUS[document.status]
    if citation.superseded_by:
        state = f"{state} bằng {citation.superseded_by}"
    parts = [document.name, citation.clause, _issued(document.issued), state]
    return "📄 " + " · ".join(part for part in parts if part)


def scope_line(passage: Passage) -> str:
    """Return where a passage holds: a figure is never said without its level."""
    where = _LEVEL[passage.level]
    named = passage.province or facets_of(passage.title).get("province")
    if named is None or passage.level == "national":
        return f"📍 {where}"
    province = name_of("province", named).title()
    return f"📍 {where} {province}" if passage.level == "province" else f"📍 {where}, {province}"


def time_line(passage: Passage, today: date) -> str | None:
    """Return a caution where a passage does not hold yet or holds no longer."""
    if passage.holds_until and passage.holds_until < today:
        return f"⏳ Quy định cũ, áp dụng đến {passage.holds_until:%d/%m/%Y}."
    if passage.holds_from and passage.holds_from > today:
        return f"⏳ Chưa áp dụng, bắt đầu từ {passage.holds_from:%d/%m/%Y}."
    return None


def source_lines(passage: Passage) -> str:
    """Return where a passage holds and its sources, a line each, with a caution where due."""
    old = time_line(passage, date.today())  # noqa: DTZ011 - a rule holds on local calendar days
    lines = [scope_line(passage), *([old] if old else [])]
    lines += [source_line(citation) for citation in passage.citations]
    if passage.evidence == "verified-2":
        lines.insert(0, _CHECK)
    return "\n".join(lines)


def source_details(passage: Passage) -> str:
    """Return the sources of a passage with all that is known of them, a paragraph each."""
    paragraphs = [_details(citation) for citation in passage.citations]
    if passage.evidence == "verified-2":
        paragraphs.append(_CHECK)
    return "\n\n".join(paragraphs)


def _details(citation: Citation) -> str:
    document = citation.document
    rows = [source_line(citation)]
    if document.number:
        rows.append(f"- Về: {document.title}")
    if document.issuer:
        rows.append(f"- Cơ quan ban hành: {document.issuer}")
    if document.in_force_from:
        rows.append(f"- Có hiệu lực từ {document.in_force_from:%d/%m/%Y}")
    if document.in_force_until:
        rows.append(f"- Áp dụng đến {document.in_force_until:%d/%m/%Y}")
    if document.note:
        rows.append(f"- Lưu ý: {document.note}")
    if document.url:
        rows.append(f"- Xem tại: {document.url}")
    return "\n".join(rows)


def _issued(day: date | None) -> str | None:
    return f"ban hành {day:%d/%m/%Y}" if day else None

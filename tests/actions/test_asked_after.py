"""Questions that lean on the answer before them, and what is remembered for them."""

from dataclasses import replace

import pytest

from actions.answer_question import ActionAnswerQuestion, ActionFollowUpQuestion
from actions.answering import Thresholds
from knowledge.base import LiveKnowledgeBase
from knowledge.index import build_index
from tests.actions.calls import run
from tests.fakes import CORPUS, FREE, FakeEmbedder

ALWAYS = Thresholds(answer=0.0, clarify=0.0)
SURE = Thresholds(answer=0.5, clarify=0.5)
CHOICES = Thresholds(answer=2.0, clarify=0.0)
NEVER = Thresholds(answer=2.0, clarify=2.0)
EITHER = [ActionAnswerQuestion, ActionFollowUpQuestion]
TARGET = replace(
    FREE,
    id="chi-tieu/quang-ninh",
    title="Đến năm 2030 Quảng Ninh muốn bao nhiêu học sinh học nghề?",
    also=(),
    text="Tỉnh muốn 40%.",
    level="province",
    province="quang-ninh",
    next=(),
)
OTHER = replace(
    TARGET,
    id="chi-tieu/lang-son",
    title="Đến năm 2030 Lạng Sơn muốn bao nhiêu học sinh học nghề?",
    text="Tỉnh muốn 45%.",
    province="lang-son",
)
NARROWED = replace(
    FREE,
    id="hoc-phi/thn",
    title="Trung học nghề có được miễn học phí không?",
    also=(),
    text="Được miễn, không phải đóng gì, vì luật ghi thế.",
    next=(),
)
BORROW = replace(
    FREE, id="sach/muon", title="Mượn sách cũ ở đâu?", also=(), text="Thư viện.", next=()
)
WISH = replace(BORROW, id="sach/muon-moi", title="Muốn sách mới thì sao?", text="Cứ hỏi.")


@pytest.fixture
def targets(tmp_path, embedder) -> LiveKnowledgeBase:
    """The corpus with a card of the same title for each of two provinces."""
    build_index([*CORPUS, TARGET, OTHER], FakeEmbedder(), tmp_path / "targets")
    return LiveKnowledgeBase(tmp_path / "targets", embedder)


def slots_of(events):
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


def said_first(message):
    return message["custom"]["passages"][0]["id"]


@pytest.mark.parametrize("asked", ["thế còn Lạng Sơn thì sao?", "con lang son thi sao"])
async def test_the_same_is_asked_about_another_province_also_without_diacritics(targets, asked):
    message, events = await run(
        ActionFollowUpQuestion(targets, SURE), asked, typed=asked, last_passage=TARGET.id
    )
    assert message["text"].startswith("Tỉnh muốn 45%.\n\n📍 Tỉnh Lạng Sơn\n")
    assert slots_of(events)["last_passage"] == OTHER.id
    assert slots_of(events)["facets"] == {"province": "lang-son"}


@pytest.mark.parametrize("action", EITHER)
@pytest.mark.parametrize("last", [None, "", "da/bo"], ids=["none", "blank", "left the corpus"])
async def test_with_no_answer_before_it_is_looked_up_alone(targets, embedder, action, last):
    await run(action(targets, ALWAYS), "còn tiền ăn?", last_passage=last)
    assert embedder.asked == ["còn tiền ăn?"]


@pytest.mark.parametrize("asked", ["thế còn Quảng Ninh?", "vì sao?"])
async def test_what_was_just_said_is_not_said_again(targets, asked):
    message, _ = await run(ActionFollowUpQuestion(targets, ALWAYS), asked, last_passage=TARGET.id)
    assert message["custom"]["kind"] == "answer"
    assert said_first(message) != TARGET.id


async def test_what_was_just_said_may_be_said_again_of_what_only_narrows(tmp_path):
    build_index([TARGET, NARROWED], FakeEmbedder(), tmp_path / "narrowed")
    embedder = FakeEmbedder()
    knowledge = LiveKnowledgeBase(tmp_path / "narrowed", embedder)
    action = ActionFollowUpQuestion(knowledge, ALWAYS)
    message, _ = await run(action, "còn phải đóng gì không?", last_passage=NARROWED.id)
    assert said_first(message) == NARROWED.id
    assert embedder.asked == ["phải đóng gì không, trung học nghề?"]


async def test_what_is_near_the_last_answer_is_meant_sooner(tmp_path):
    here, there = (replace(BORROW, id=f"{theme}/tien-an") for theme in ("chi-tieu", "khac"))
    build_index([there, here, TARGET], FakeEmbedder(), tmp_path / "near")
    knowledge = LiveKnowledgeBase(tmp_path / "near", FakeEmbedder())
    asked = "thế mượn sách thì sao"
    action = ActionFollowUpQuestion(knowledge, ALWAYS)
    alone, _ = await run(action, asked)
    leaning, _ = await run(action, asked, last_passage=TARGET.id)
    assert (said_first(alone), said_first(leaning)) == (there.id, here.id)


@pytest.mark.parametrize(
    ("asked", "said", "looked_up", "facets"),
    [
        (
            "Em ở Quảng Ninh, học nghề thì vay tiền được không",
            {},
            "học nghề thì vay tiền được không",
            {"province": "quang-ninh"},
        ),
        (
            "Tỉnh mình hỗ trợ học nghề thế nào",
            {"province": "lang-son"},
            "tỉnh Lạng Sơn hỗ trợ học nghề thế nào",
            {"province": "lang-son"},
        ),
        (
            "Em ở Quảng Ninh, tỉnh mình hỗ trợ học nghề thế nào",
            {"province": "lang-son"},
            "tỉnh mình hỗ trợ học nghề thế nào",
            {"province": "quang-ninh"},
        ),
        ("Học nghề thì vay tiền được không", {}, "Học nghề thì vay tiền được không", None),
    ],
    ids=["where one lives", "said before", "both", "neither"],
)
async def test_it_is_looked_up_as_it_is_meant(targets, embedder, asked, said, looked_up, facets):
    _, events = await run(ActionAnswerQuestion(targets, ALWAYS), asked, facets=said or None)
    assert embedder.asked == [looked_up]
    after = slots_of(events).get("facets", said or None)
    assert after == facets


async def test_a_cards_own_question_is_looked_up_as_it_stands(tmp_path):
    own = replace(BORROW, title="Em ở Quảng Ninh, mượn sách cũ ở đâu?")
    build_index([TARGET, own], FakeEmbedder(), tmp_path / "own")
    embedder = FakeEmbedder()
    knowledge = LiveKnowledgeBase(tmp_path / "own", embedder)
    message, _ = await run(ActionAnswerQuestion(knowledge, SURE), own.title)
    assert said_first(message) == own.id
    assert embedder.asked == []  # its vector is in the index: a tapped question costs nothing


@pytest.mark.parametrize(
    ("action", "asked", "looked_up"),
    [
        (ActionAnswerQuestion, "còn tiền ăn?", f"tiền ăn, {TARGET.title}"),
        (ActionAnswerQuestion, "còn tiền ăn ở nội trú", "còn tiền ăn ở nội trú"),
        (ActionFollowUpQuestion, "còn tiền ăn ở nội trú", f"tiền ăn ở nội trú, {TARGET.title}"),
    ],
    ids=["short", "long", "long, said to lean"],
)
async def test_a_question_leans_that_is_short_or_said_to(
    targets, embedder, action, asked, looked_up
):
    await run(action(targets, ALWAYS), asked, last_passage=TARGET.id)
    assert embedder.asked == [looked_up]


@pytest.mark.parametrize("action", EITHER)
@pytest.mark.parametrize("asked", ["Nội trú đâu?", "noi tru dau"])
async def test_a_question_that_is_a_cards_own_leans_on_nothing(tmp_path, action, asked):
    own = replace(BORROW, also=("Nội trú đâu?",))
    build_index([TARGET, OTHER, own], FakeEmbedder(), tmp_path / "own")
    knowledge = LiveKnowledgeBase(tmp_path / "own", FakeEmbedder())
    for last in (TARGET.id, own.id):  # its own passage too: it was asked for by name
        message, _ = await run(action(knowledge, SURE), asked, last_passage=last)
        assert (said_first(message), message["custom"]["confidence"]) == (own.id, 1.0)


@pytest.mark.parametrize("action", EITHER)
@pytest.mark.parametrize("text", ["", "👍", "?!"])
async def test_a_message_without_words_leans_on_nothing_either(targets, action, text):
    message, events = await run(action(targets, ALWAYS), text, last_passage=TARGET.id)
    assert (message["custom"]["kind"], message["custom"]["passages"]) == ("no_answer", [])
    assert events == []


async def test_what_a_question_names_is_remembered_beside_what_was_named_before(targets):
    said = {"province": "quang-ninh", "grade": "lop-9"}
    asked = "Học sinh Lạng Sơn vay vốn ở đâu?"
    _, events = await run(ActionAnswerQuestion(targets, ALWAYS), asked, facets=said)
    assert slots_of(events)["facets"] == {"province": "lang-son", "grade": "lop-9"}
    _, events = await run(ActionAnswerQuestion(targets, NEVER), asked)
    assert slots_of(events) == {"facets": {"province": "lang-son"}}


@pytest.mark.parametrize(("before", "passage"), [("quang-ninh", TARGET.id), ("lang-son", OTHER.id)])
async def test_a_province_that_was_named_before_still_counts(targets, before, passage):
    asked = "Đến năm 2030 tỉnh muốn bao nhiêu học sinh học nghề?"
    message, events = await run(
        ActionAnswerQuestion(targets, ALWAYS), asked, facets={"province": before}
    )
    assert said_first(message) == passage
    assert "facets" not in slots_of(events)


@pytest.mark.parametrize(
    ("thresholds", "kind"), [(ALWAYS, "answer"), (CHOICES, "clarify"), (NEVER, "no_answer")]
)
async def test_of_two_readings_one_asks_back_where_one_would_ask_back(tmp_path, thresholds, kind):
    build_index([BORROW, WISH, *CORPUS], FakeEmbedder(), tmp_path / "books")
    knowledge = LiveKnowledgeBase(tmp_path / "books", FakeEmbedder())
    message, events = await run(
        ActionAnswerQuestion(knowledge, thresholds), "muon sach", typed="muon sach"
    )
    readings = {"mượn sách", "muốn sách"}
    assert message["custom"]["kind"] == kind
    assert (set(message["custom"]["suggestions"]) == readings) is (kind == "clarify")
    assert bool(events) is (kind == "answer")

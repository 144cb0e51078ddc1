"""The pathway advisor: what is read, what is proposed and why, and on what it rests."""

import re
from itertools import product
from pathlib import Path

import pytest
import yaml

from actions.guidance.forms import plain
from actions.guidance.pathway_advice import advise
from actions.guidance.pathway_loading import TableRejected, load_table
from actions.guidance.pathways import PathwayForm
from knowledge.corpus import load_documents
from knowledge.frontmatter import read_card
from tests.knowledge.facts import FACTS, labels, numbers, numbers_with_parts, read_facts

CASES = yaml.safe_load(Path(__file__).with_name("pathways_cases.yml").read_text(encoding="utf-8"))
TABLE = load_table()
DOCUMENTS = Path("knowledge/documents.yml")
SLOTS = (
    "pathway_stage",
    "pathway_goal",
    "pathway_results",
    "pathway_money",
    "pathway_work",
    "pathway_province",
)
PUPIL = {
    "pathway_stage": "lop-9",
    "pathway_goal": "nghe-som",
    "pathway_results": "tam-duoc",
    "pathway_money": "lo-nhieu",
    "pathway_work": "may-moc",
    "pathway_province": "quang-ninh",
}
NEVER = ["bạn phải", "em phải", "con phải", "bắt buộc", "chắc chắn có việc", "lương", "{"]

with_facts = pytest.mark.skipif(
    not FACTS.exists(), reason=f"{FACTS} is not beside this clone: nothing to compare with"
)


@pytest.fixture(scope="module")
def documents():
    return load_documents(DOCUMENTS)


@pytest.fixture(scope="module")
def form(documents):
    return PathwayForm(TABLE, documents)


def title_of(card):
    """Return the title of a card; it must be there."""
    matter, _, _ = read_card(Path(f"knowledge/documents/{card}.md"))
    assert matter["id"] == card
    return matter["title"]


@pytest.fixture(scope="module")
def facts():
    return read_facts(FACTS.read_text(encoding="utf-8"))


def empty(**answers):
    return dict.fromkeys(SLOTS) | {f"pathway_{slot}": value for slot, value in answers.items()}


def said_at_the_end(form, state, audience="student"):
    return "\n".join(reply.text for reply in form.finish(state, audience).replies)


# --- asking


def test_six_questions_are_asked_in_order_and_then_it_is_done(form):
    state, asked = empty(), []
    while (slot := form.next_slot(state)) is not None:
        asked.append(slot)
        state[slot] = PUPIL[slot]
    assert form.slots == tuple(asked) == SLOTS


def test_an_answer_that_the_table_no_longer_knows_is_asked_for_again(form):
    assert form.next_slot(PUPIL | {"pathway_goal": "an-answer-of-last-year"}) == "pathway_goal"


@pytest.mark.parametrize("slot", SLOTS)
@pytest.mark.parametrize(
    ("audience", "learner"),
    [("student", "em"), ("parent", "con"), ("teacher", "học sinh"), (None, "bạn")],
)
def test_a_question_asks_for_the_learner_with_at_most_seven_short_buttons(
    form, slot, audience, learner
):
    asked = form.ask(slot, empty(), audience)
    assert slot == "pathway_money" or learner in asked.text.lower()
    assert 2 <= len(asked.buttons) <= 7
    assert all(len(button["title"]) <= 40 for button in asked.buttons)
    assert all(button["payload"] == button["title"] for button in asked.buttons)


@pytest.mark.parametrize("slot", SLOTS)
def test_each_button_and_its_number_answers_its_question(form, slot):
    titles = [button["title"] for button in form.ask(slot, empty(), None).buttons]
    tapped = [form.read(title, slot, empty()) for title in titles]
    typed = [form.read(str(place), slot, empty()) for place in range(1, len(titles) + 1)]
    assert all(list(answer) == [slot] for answer in tapped)
    assert len({answer[slot] for answer in tapped}) == len(titles)
    if slot != "pathway_stage":  # there, a number may be a grade
        assert typed == tapped


# --- reading


@pytest.mark.parametrize(
    ("slot", "text", "value"),
    [
        ("stage", "lớp 9", "lop-9"),
        ("stage", "e hoc lop 9", "lop-9"),
        ("stage", "9", "lop-9"),
        ("stage", "12", "lop-12"),
        ("stage", "số 2", "lop-9"),
        ("stage", "đang học cấp 3", "lop-10-11"),
        ("stage", "em trượt lớp 10 rồi ạ", "lop-9"),
        ("stage", "cháu sắp thi vào lớp 10", "lop-9"),
        ("stage", "nghỉ học rồi", "nghi-hoc"),
        ("stage", "nghi hoc giua lop 8", "nghi-som"),
        ("stage", "em chưa xong lớp 9", "nghi-som"),
        ("stage", "đi làm", "di-lam"),
        ("stage", "9A2", "lop-9"),
        ("stage", "em bỏ học giữa lớp 11", "nghi-hoc"),
        ("stage", "em học xong 12", "lop-12"),
        ("stage", "đúng rồi, lớp 9 ạ", "lop-9"),
        ("goal", "muốn kiếm tiền sớm", "nghe-som"),
        ("goal", "học nghề", "nghe-som"),
        ("goal", "muon hoc dh", "dai-hoc"),
        ("goal", "cho cháu có cái bằng cấp 3 đã", "bang-thpt"),
        ("goal", "lấy bằng tốt nghiệp cấp 3", "bang-thpt"),
        ("goal", "k bik", "chua-biet"),
        ("goal", "không muốn học đại học, thích học nghề", "nghe-som"),
        ("results", "học không tốt lắm", "con-yeu"),
        ("results", "khá", "tot"),
        ("results", "bình thường", "tam-duoc"),
        ("results", "bỏ qua", "khong-noi"),
        ("money", "nha em ngheo lam", "lo-nhieu"),
        ("money", "hơi lo ạ", "lo-chut"),
        ("money", "không lo lắm", "khong-lo"),
        ("work", "thích máy móc", "may-moc"),
        ("work", "e thik sua xe may", "may-moc"),
        ("work", "nấu ăn nhưng không thích máy móc", "phuc-vu"),
        ("work", "chua bit", "chua-biet"),
        ("province", "nhà em ở Hạ Long", "quang-ninh"),
        ("province", "bac giang", "bac-giang"),
        ("province", "da nang", "da-nang"),
        ("province", "khác", "khac"),
        ("province", "bỏ qua", "bo-qua"),
    ],
)
def test_free_words_are_understood(form, slot, text, value):
    assert form.read(text, f"pathway_{slot}", empty()) == {f"pathway_{slot}": value}


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        ("goal", "9+ có bằng THPT không?"),
        ("goal", "bằng cấp 3 là gì"),
        ("goal", "học nghề có mất tiền không"),
        ("stage", "lớp 9 học trung cấp được không"),
        ("goal", "hôm nay trời đẹp"),
        ("results", "👍"),
        ("money", ""),
        ("work", "em mệt quá"),
        ("province", "trường ở Quảng Ninh học phí bao nhiêu?"),
        ("goal", "em không muốn học đại học"),
        ("work", "99"),
    ],
)
def test_a_question_or_nonsense_is_no_answer(form, slot, text):
    assert form.read(text, f"pathway_{slot}", empty()) == {}


@pytest.mark.parametrize(
    ("text", "requested", "changed"),
    [
        ("à nhầm, lớp 12", "money", {"pathway_stage": "lop-12"}),
        ("em nhầm, em học lớp 12 cơ", "goal", {"pathway_stage": "lop-12"}),
        ("không, ý em là muốn học đại học", "work", {"pathway_goal": "dai-hoc"}),
        ("không phải lớp 9, lớp 12", "goal", {"pathway_stage": "lop-12"}),
        ("à không lớp 12", "results", {"pathway_stage": "lop-12"}),
        ("nhầm, em ở Lạng Sơn", "work", {"pathway_province": "lang-son"}),
        ("em lớp 12 cơ", "goal", {"pathway_stage": "lop-12"}),
    ],
)
def test_a_correction_sets_the_slot_that_it_is_about(form, text, requested, changed):
    state = empty(stage="lop-9", goal="nghe-som", results="tot")
    assert form.read(text, f"pathway_{requested}", state) == changed


def test_a_button_tapped_twice_is_not_taken_for_the_next_answer(form):
    for before, following in zip(TABLE.questions, TABLE.questions[1:], strict=False):
        for answer in before.choices:
            state = empty(**{before.slot: answer.value})
            read = form.read(answer.title, f"pathway_{following.slot}", state)
            assert read == {f"pathway_{before.slot}": answer.value}, answer.title


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("em lớp 9 nên học gì", {"stage": "lop-9"}),
        ("em nên học gì sau lớp 9?", {"stage": "lop-9"}),
        ("nhà em ở Quảng Ninh, em lớp 8", {"stage": "lop-8", "province": "quang-ninh"}),
        ("Con tôi học yếu, nhà nghèo, trượt lớp 10 thì học gì", None),
        ("tư vấn lộ trình", {}),
        ("/lotrinh", {}),
        ("con tôi muốn nghỉ học thì nên học gì", {}),
        ("học mấy năm thì ra nghề", {}),
        ("tôi muốn con có bằng tốt nghiệp cấp 3", {}),
        ("điện tử đa năng", {"work": "may-moc"}),
    ],
)
def test_the_first_message_may_say_something_already(form, text, values):
    expected = {"stage": "lop-9", "results": "con-yeu", "money": "lo-nhieu"}
    read = form.read(text, None, empty())
    assert read == {f"pathway_{k}": v for k, v in (expected if values is None else values).items()}


# --- proposing


def test_every_rule_has_a_case():
    assert sorted(rule.id for rule in TABLE.rules) == sorted(case["rule"] for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_a_rule_does_what_a_counsellor_expects(form, documents, case):
    state = empty(**case["answers"])
    advice = advise(TABLE, case["answers"])
    shown = [weighed.way.id for weighed in advice.shown]
    assert shown[0] == case["first"]
    assert set(case["then"]) <= set(shown[1:])
    assert (advice.overlooked and advice.overlooked.way.id) == case["overlooked"]
    assert case["says"] in said_at_the_end(form, state)
    others = tuple(rule for rule in TABLE.rules if rule.id != case["rule"])
    without = PathwayForm(TABLE.model_copy(update={"rules": others}), documents)
    assert said_at_the_end(without, state) != said_at_the_end(form, state)


def test_whatever_is_answered_something_fits_and_nothing_excluded_is_shown():
    kinds = [question.slot for question in TABLE.questions if not question.provinces]
    values = [[answer.value for answer in TABLE.question(kind).choices] for kind in kinds]
    for answers in product(*values):
        advice = advise(TABLE, dict(zip(kinds, answers, strict=True)))
        ways = [weighed.way.id for weighed in advice.all_shown]
        assert 2 <= len(advice.shown) <= 3
        assert len(set(ways)) == len(ways)
        assert not any(weighed.excluded for weighed in advice.all_shown)
        assert not {weighed.way.id for weighed in advice.rejected} & set(ways)


def test_equal_points_stand_in_the_order_of_the_table():
    advice = advise(TABLE, {"stage": "lop-9", "goal": "bang-thpt"})
    assert [weighed.points for weighed in advice.shown] == [5, 5]
    order = [way.id for way in TABLE.ways]
    places = [order.index(weighed.way.id) for weighed in advice.shown]
    assert places == sorted(places)


# --- saying it


@pytest.mark.parametrize("audience", ["student", "parent", "teacher", None])
@pytest.mark.parametrize("stage", [answer.value for answer in TABLE.question("stage").choices])
@pytest.mark.parametrize("goal", [answer.value for answer in TABLE.question("goal").choices])
def test_a_result_is_short_and_orders_and_promises_nothing(form, audience, stage, goal):
    replies = form.finish(PUPIL | {"pathway_stage": stage, "pathway_goal": goal}, audience).replies
    assert all(len(reply.text) <= 1300 for reply in replies)
    said = "\n".join(reply.text for reply in replies).lower()
    assert [words for words in NEVER if words in said] == []


def test_the_comparison_says_in_lines_what_its_table_says(form):
    card = form.finish(PUPIL, "student").replies[0]
    table = card.payload["table"]
    rows = {row["head"]: row["cells"] for row in table["rows"]}
    assert list(rows) == list(TABLE.aspects.values())
    assert all(len(cells) == len(table["columns"]) for cells in rows.values())
    said = card.text.lower()
    for way in table["columns"]:
        assert way.lower() in said
    for head in ("Thời gian", "Học xong được", "Đường học tiếp", "Chi phí, hỗ trợ"):
        assert all(cell["text"].lower() in said for cell in rows[head])
        assert all(cell["source"] for cell in rows[head])


def test_what_to_ask_and_to_do_next_is_said_for_each_way(form):
    last = form.finish(PUPIL, "student").replies[-1]
    table = form.finish(PUPIL, "student").replies[0].payload["table"]
    rows = {row["head"]: row["cells"] for row in table["rows"]}
    for head in ("Nên hỏi trường", "Bước tiếp theo", "Hạn nộp"):
        assert all(cell["text"].lower() in last.text.lower() for cell in rows[head])


def test_sources_are_cited_once_each_as_those_of_a_passage(form, documents):
    citations = form.finish(PUPIL, "student").replies[0].payload["citations"]
    named = [(citation["document"], citation["clause"]) for citation in citations]
    assert len(set(named)) == len(named)
    assert ("Nghị định 238/2025/NĐ-CP", "Điều 15") in named
    old = next(c for c in citations if c["document"] == documents["luat-74-2014"].name)
    assert (old["status"], old["superseded_by"]) == ("superseded", documents["luat-124-2025"].name)


def test_it_says_back_what_it_understood_and_offers_a_person(form):
    replies = form.finish(PUPIL | {"pathway_province": "hai-duong"}, "parent").replies
    assert "lớp 9 · muốn sớm có nghề · học tạm được · lo nhiều về tiền" in replies[0].text
    assert "Hải Dương. Nếu có chỗ sai, anh/chị chọn “Làm lại”" in replies[0].text
    offered = {button["title"]: button["payload"] for button in replies[-1].buttons}
    assert len(offered) <= 7
    assert {"Làm trắc nghiệm sở thích", "Tìm trường"} <= set(offered)
    assert offered["Gặp thầy cô tư vấn"] == "Tôi muốn gặp thầy cô tư vấn"


def test_who_taps_again_begins_anew_and_nothing_is_taken_for_an_answer(form):
    again = form.finish(PUPIL, "student").replies[-1].buttons[-1]
    assert again == {"title": "Làm lại", "payload": "Làm lại tư vấn lộ trình"}
    assert form.read(again["payload"], None, empty()) == {}


def test_the_answers_stay_when_it_is_done(form):
    assert form.finish(PUPIL, None).slots == {}


def test_who_skips_everything_still_gets_a_result(form):
    skipped = empty(
        stage="lop-9",
        goal="chua-biet",
        results="khong-noi",
        money="khong-noi",
        work="chua-biet",
        province="bo-qua",
    )
    card = form.finish(skipped, None).replies[0]
    assert (
        "Mình hiểu là: lớp 9 · chưa rõ điều gì quan trọng nhất · chưa rõ thích việc gì."
        in card.text
    )


# --- what it rests on


def cells():
    return [
        (f"{way.id}.{aspect}", cell) for way in TABLE.ways for aspect, cell in way.cells.items()
    ]


def stated():
    """Everything that is said as a fact: where, the text, the facts that it names."""
    yield from ((where, cell.text, cell.facts) for where, cell in cells())
    yield from ((f"note {note.when}", note.text, note.facts) for note in TABLE.notes)
    for rule in TABLE.rules:
        for effect in rule.effects:
            for id_ in effect.ways:
                way = next(way for way in TABLE.ways if way.id == id_)
                of_the_way = tuple(fact for cell in way.cells.values() for fact in cell.facts)
                yield f"{rule.id}: {id_}", effect.reason, effect.facts + of_the_way


def test_every_cell_cites_a_card_and_documents_that_exist(documents):
    cards = {cell.card for _, cell in cells()} | {note.card for note in TABLE.notes}
    assert all(title_of(card) for card in cards)
    sources = {source.document for _, cell in cells() for source in cell.sources}
    assert sources - set(documents) == set()


def test_the_buttons_ask_what_a_card_answers():
    cards = Path("knowledge/documents").rglob("*.md")
    titles = {card.read_text("utf-8").split("\ntitle: ")[1].split("\n")[0] for card in cards}
    assert [way.more.sends for way in TABLE.ways if way.more.sends not in titles] == []


@with_facts
def test_every_fact_that_is_named_exists_and_may_be_said(facts):
    named = {(where, fact) for where, _, ids in stated() for fact in ids}
    assert {(where, fact) for where, fact in named if fact not in facts} == set()
    assert {(where, fact) for where, fact in named if labels(facts[fact]) == {"memory"}} == set()


@with_facts
def test_every_figure_stands_in_a_fact_that_is_named(facts):
    strange = {}
    for where, text, ids in stated():
        rest = " ".join(facts[id_] for id_ in ids)
        missing = numbers(text) - numbers_with_parts(rest) - {"9", "10", "11", "12"}  # grades, 9+
        if missing:
            strange[where] = sorted(missing)
    assert strange == {}


@with_facts
def test_what_is_not_found_or_planned_is_said_so(facts):
    seen = set()
    for where, text, ids in stated():
        if ": " in where:  # a reason rests on all that is said of its way
            continue
        evidence = [labels(facts[id_]) for id_ in ids]
        if {"not found"} in evidence:
            assert re.search(r"chưa (thấy|tìm thấy)|mình chưa", text.lower()), where
            seen.add("not found")
        if {"plan"} in evidence or {"plan", "conflict"} in evidence:
            assert "dự kiến" in text.lower() or "hỏi" in text.lower() or "?" in text, where
            seen.add("plan")
    assert seen == {"not found", "plan"}


def test_no_way_says_that_trung_hoc_nghe_is_free():
    way = next(way for way in TABLE.ways if way.id == "trung-hoc-nghe")
    assert "chua thay" in plain(way.cells["cost"].text)
    praise = [
        effect.reason
        for rule in TABLE.rules
        for effect in rule.effects
        if "trung-hoc-nghe" in effect.ways and effect.points > 0
    ]
    assert [reason for reason in praise if "phi" in plain(reason) or "mien" in plain(reason)] == []


# --- the table itself


@pytest.mark.parametrize(
    ("change", "to", "problem"),
    [
        ("ways: [gdtx], points: 5", "ways: [gdt], points: 5", "unknown way 'gdt'"),
        ("when: {goal: [bang-thpt]}", "when: {goal: [bang]}", "unknown answer 'bang' to 'goal'"),
        ("points: 5, reason", "reason", "either points or 'exclude: true'"),
        ("stages: [lop-8, lop-9]", "stages: [lop-8, lop-99]", "unknown stage 'lop-99'"),
        ("stages: [nghi-som]", "stages: [nghi-som]\n    colour: red", "Extra inputs"),
        ("  - id: muon-nghe-som", "  - id: muon-bang-thpt", "'muon-bang-thpt' is there twice"),
        ("  years: Thời gian\n", "", "aspects without a title: years"),
        ("title: Lớp 9\n", f"title: {'Lớp 9 ' * 9}\n", "at most 40"),
        ("most_shown: 3", "most_shown: ten", "valid integer"),
        ("questions:", "questions: [", "expected"),
    ],
)
def test_what_is_wrong_in_the_table_is_said_with_its_line(tmp_path, change, to, problem):
    text = Path("actions/guidance/pathways.yml").read_text(encoding="utf-8")
    assert change in text
    path = tmp_path / "pathways.yml"
    path.write_text(text.replace(change, to, 1), encoding="utf-8")
    with pytest.raises(TableRejected, match=r"pathways\.yml:\d+: ") as rejected:
        load_table(path)
    assert problem in str(rejected.value)


def test_a_problem_names_the_line_of_its_rule(tmp_path):
    text = Path("actions/guidance/pathways.yml").read_text(encoding="utf-8")
    path = tmp_path / "pathways.yml"
    path.write_text(text.replace("ways: [gdtx], points: 5", "ways: [gdt], points: 5"), "utf-8")
    with pytest.raises(TableRejected) as rejected:
        load_table(path)
    [(line, _)] = rejected.value.problems
    assert path.read_text(encoding="utf-8").split("\n")[line - 1].strip() == "- id: muon-bang-thpt"


def test_a_missing_table_is_said(tmp_path):
    with pytest.raises(TableRejected, match="no such file"):
        load_table(tmp_path / "pathways.yml")


def test_a_source_that_is_not_in_the_documents_is_refused(documents):
    fewer = {id_: document for id_, document in documents.items() if id_ != "nd-238-2025"}
    with pytest.raises(KeyError, match="nd-238-2025"):
        PathwayForm(TABLE, fewer)

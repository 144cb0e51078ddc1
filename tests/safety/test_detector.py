import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from nlu.safety import Danger, Detector, danger_in
from nlu.safety_features import windows
from nlu.safety_reading import Lexicon
from nlu.safety_rules import Rule, Step, load_rules
from nlu.safety_vote import MODEL, LinearVote
from tests.safety.material import NOTHING, STYLES, innocent, load_dev, styled

RECALL, FALSE_ALARMS = 0.97, 0.02  # levels on what the model has seen: they catch a regression


@pytest.fixture(scope="module")
def detector():
    return Detector.load()


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon.load({})


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("Em không muốn sống nữa", Danger.SELF_HARM),
        ("bạn em rạch tay, em lo quá", Danger.SELF_HARM),
        ("Con tôi nói không muốn sống nữa", Danger.SELF_HARM),
        ("bố nhậu về là đánh mẹ con em", Danger.VIOLENCE),
        ("bạn em bị bố đánh suốt", Danger.VIOLENCE),
        ("cả lớp lập nhóm nói xấu em", Danger.BULLYING),
        ("chú hàng xóm hay sờ vào người em", Danger.ABUSE),
        ("em bị tung ảnh nóng", Danger.ABUSE),
        ("chủ quán giữ căn cước, chưa trả lương em", Danger.EXPLOITATION),
        ("có người rủ em sang Campuchia làm việc nhẹ lương cao", Danger.SCAM),
        ("bên tuyển bắt cọc 2 triệu giữ chỗ làm", Danger.SCAM),
        ("em buồn quá", Danger.DISTRESS),
        ("em thất vọng về bản thân", Danger.DISTRESS),
    ],
)
def test_each_kind_is_told(detector, text, danger):
    assert detector.danger_in(text) is danger


@pytest.mark.parametrize(
    "text",
    [
        "em muon chet",
        "e k mún sống nx",
        "EM KHÔNG MUỐN SỐNG NỮA",
        "em khoong muoons soongs nuwax",
        "em không muốnnnn sốnggg nữaaa",
        "bo em danh em hoai",
        "ba quánh em bầm mình",
        "em bi bat nat o lop",
        "chu quan quyt luong em",
    ],
)
def test_any_way_of_typing_is_understood(detector, text):
    said = detector.danger_in(text)
    assert said is not None
    assert said.is_alarm


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "👍",
        "nghề giết mổ học ở đâu",
        "công an học trường nào",
        "luật phòng chống bạo lực gia đình có hiệu lực khi nào",
        "chỉ thị nói gì về bạo lực học đường",
        "tổng đài 111 là gì",
        "bắn game giỏi thì học nghề gì",
        "em chết mê nghề bếp",
        "học phí cắt cổ thế",
        "đánh giá giúp em ngành cơ khí",
        "em đánh máy nhanh thì làm nghề gì",
        "em không hề bị bắt nạt, em chỉ hỏi về trường nghề",
        "đóng tiền giữ chỗ nhập học có được hoàn lại không",
        "em sợ trượt lớp 10 thì học gì?",
    ],
)
def test_questions_and_figures_of_speech_are_no_danger(detector, text):
    assert detector.danger_in(text) is None


def test_an_alarm_inside_a_long_message_is_heard(detector):
    before = "Cho em hỏi học phí trung cấp nghề điện lạnh là bao nhiêu một tháng ạ. " * 4
    assert detector.danger_in(before) is None
    assert (
        detector.danger_in(f"{before} Thật ra em không muốn sống nữa. {before}") is Danger.SELF_HARM
    )


def test_distress_is_no_alarm_and_all_else_is():
    assert [kind for kind in Danger if not kind.is_alarm] == [Danger.DISTRESS]


def test_the_function_says_what_a_loaded_detector_says(detector):
    for text in ("em muốn chết", "học phí bao nhiêu", "em buồn quá"):
        assert danger_in(text) is detector.danger_in(text)


@pytest.mark.parametrize("style", STYLES)
def test_levels_on_the_development_set_hold(detector, style):
    rng = Random(1)
    rows = load_dev()
    said = [detector.danger_in(styled(row.text, style, rng)) for row in rows]
    raised = [(row.danger, bool(it and it.is_alarm)) for row, it in zip(rows, said, strict=True)]
    calm = (NOTHING, Danger.DISTRESS)
    in_danger = [alarm for danger, alarm in raised if danger not in calm]
    innocents = [alarm for danger, alarm in raised if danger == NOTHING]
    assert sum(in_danger) / len(in_danger) >= RECALL
    assert sum(innocents) / len(innocents) <= FALSE_ALARMS


def test_the_projects_own_questions_raise_next_to_no_alarm(detector):
    questions = innocent()
    said = {text: detector.danger_in(text) for text in questions}
    alarms = [text for text, danger in said.items() if danger and danger.is_alarm]
    assert len(alarms) <= 0.002 * len(questions), alarms


def test_the_development_set_is_large_and_half_innocent():
    rows = load_dev()
    assert len(rows) >= 1200
    assert len({row.text.lower() for row in rows}) == len(rows)
    assert {row.danger for row in rows} == {NOTHING, *(kind.value for kind in Danger)}
    assert 0.4 <= sum(row.danger == NOTHING for row in rows) / len(rows) <= 0.6


def test_a_mark_that_says_another_word_is_no_slip(lexicon):
    assert "boss" in lexicon.read("chủ").spans
    assert "boss" in lexicon.read("chu").spans
    assert "boss" not in lexicon.read("chú").spans


def test_an_idiom_swallows_its_words(lexicon):
    assert "die" in lexicon.read("em muốn chết").spans
    assert "die" not in lexicon.read("em chết mê nghề bếp").spans


@pytest.mark.parametrize(("filler", "fits"), [(0, True), (1, True), (3, True), (4, False)])
def test_a_gap_lets_three_words_stand_between(lexicon, filler, fits):
    rule = Rule("self_harm", (Step(("want",), 1), Step(("die",), 3)), frozenset())
    assert rule.fits(lexicon.read(f"muốn {'x ' * filler}chết")) is fits


def test_a_guard_lifts_a_rule(lexicon):
    rule = Rule("self_harm", (Step(("suicide",), 1),), frozenset({"law"}))
    assert rule.fits(lexicon.read("em định tự tử"))
    assert not rule.fits(lexicon.read("luật về tự tử"))


def test_every_rule_names_a_kind_and_ideas_that_exist():
    rules, literals = load_rules()
    known = set(Lexicon.load(literals).ideas)
    for rule in rules:
        assert Danger(rule.kind).is_alarm
        assert rule.unless <= known
        assert {idea for step in rule.steps for idea in step.ideas} <= known


@pytest.mark.parametrize("unit", ["a", "ạ", "x1 ", "bố đánh em ", "em muốn chết ", "\u200b", "𝔞"])
def test_what_is_looked_at_is_bounded_whatever_is_sent(lexicon, unit):
    reading = lexicon.read((unit * 4096)[:4096])
    parts = list(windows(reading))
    assert len(reading.words) <= 2001
    assert sum(len(part.words) for part in parts) <= 2 * len(reading.words) + 40
    assert all(len(found) <= len(part.words) * 8 for part in parts for found in part.spans.values())


def test_the_model_is_small():
    assert MODEL.stat().st_size < 1_200_000


def test_a_vote_without_features_is_that_of_the_bias():
    vote = LinearVote({"=": (0, -5000, 1, 3, 2, 0, 0, 0)}).judge(set())
    assert vote.alarm == pytest.approx(0.5)
    assert vote.kind == "violence"


def test_importing_reads_no_file():
    root = Path(__file__).parents[2]
    code = (
        "import sys; sys.addaudithook(lambda e, a: e == 'open' and '.tsv' in str(a[0]) "
        "and sys.exit('read ' + str(a[0]))); import nlu.safety"
    )
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True)

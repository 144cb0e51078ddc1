import random
import statistics
from collections import Counter
from itertools import pairwise

import pytest

from actions.guidance.interest_replies import InterestReplies
from actions.guidance.interest_scores import (
    LETTERS,
    Questionnaire,
    Scores,
    is_straight,
    kept,
)
from actions.guidance.interests import ANSWERS, InterestForm
from nlu.text import normalize

QUESTIONNAIRE = Questionnaire.load()
FORM = InterestForm(QUESTIONNAIRE)
REPLIES = InterestReplies(QUESTIONNAIRE)
ITEMS = QUESTIONNAIRE.items
VERBS = set(
    "tháo trông lập quay tìm mời vẽ trồng làm giảng xếp giải soát khâu thuyết viết nghe nghĩ "
    "quan đỡ tra hát tập trang điểm cầm lắp".split()
)
LADDER = ("sơ cấp", "trung cấp", "cao đẳng", "đại học")
PEOPLE = (None, "student", "parent", "teacher")


def answered(count, value=3):
    return {ANSWERS: [value] * count}


def answers_for(**gladly):
    """Answers of somebody who answers every item of a type the same."""
    return [gladly[item.letter] for item in ITEMS]


def scores(**points):
    return Scores({letter: points[letter] for letter in LETTERS}, len(ITEMS))


def read(text, state):
    return FORM.read(text, ANSWERS, state)


def texts_of(outcome):
    return "\n\n".join(said.text for said in outcome.replies)


# --- the items ---


def test_there_are_five_items_a_type_and_no_two_of_a_type_in_a_row():
    assert len(ITEMS) == 30
    assert Counter(item.letter for item in ITEMS) == dict.fromkeys(LETTERS, 5)
    assert all(first.letter != second.letter for first, second in pairwise(ITEMS))


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.text)
def test_an_item_is_short_begins_with_a_verb_and_stands_alone(item):
    assert len(item.text) <= 70
    assert item.text.split()[0].strip(",").lower() in VERBS
    assert item.text[0].isupper()
    assert item.text[-1] not in ".?!"


def test_no_item_is_there_twice():
    assert len({item.text for item in ITEMS}) == len(ITEMS)


@pytest.mark.parametrize("letter", LETTERS)
def test_within_a_type_neither_boys_nor_girls_nor_town_nor_country_outweigh(letter):
    of_type = [item for item in ITEMS if item.letter == letter]
    gender = Counter(item.gender for item in of_type)
    region = Counter(item.region for item in of_type)
    assert set(gender) <= {"neutral", "boys", "girls"}
    assert set(region) <= {"everywhere", "town", "country"}
    assert gender["boys"] == gender["girls"]
    assert gender["neutral"] >= 3
    assert abs(region["town"] - region["country"]) <= 1
    assert region["everywhere"] >= 3


def test_in_all_neither_town_nor_country_outweighs():
    region = Counter(item.region for item in ITEMS)
    assert region["town"] == region["country"]


def test_types_stand_equally_early_so_that_getting_tired_favours_none():
    places = {
        letter: statistics.mean(place for place, item in enumerate(ITEMS) if item.letter == letter)
        for letter in LETTERS
    }
    assert max(places.values()) - min(places.values()) <= 0.5


@pytest.mark.parametrize("kind", QUESTIONNAIRE.types.values(), ids=lambda kind: kind.letter)
def test_a_type_has_several_families_with_levels_in_order_and_three_things_to_try(kind):
    assert len(kind.families) >= 4
    assert len(kind.tries) == 3
    for family in kind.families:
        first = LADDER.index(family.levels[0])
        assert family.levels == LADDER[first : first + len(family.levels)]


def test_the_types_have_the_names_used_in_viet_nam():
    names = [QUESTIONNAIRE.types[letter].name for letter in LETTERS]
    assert names == ["Kỹ thuật", "Nghiên cứu", "Nghệ thuật", "Xã hội", "Quản lý", "Nghiệp vụ"]


# --- asking ---


def test_the_first_question_says_what_this_is_and_the_others_do_not():
    first = FORM.ask(ANSWERS, {ANSWERS: None}, "student").text
    assert "30 việc" in first
    assert "3–4 phút" in first
    assert "không phải chẩn đoán" in first
    assert "trừ khi em bảo giữ" in first
    assert "Câu 1/30." in first
    assert "chẩn đoán" not in FORM.ask(ANSWERS, answered(1), "student").text


def test_a_question_shows_how_far_one_is_and_five_faces_in_a_row():
    asked = FORM.ask(ANSWERS, answered(6), "student")
    assert asked.text.startswith("Câu 7/30. Em thích việc này tới đâu?")
    assert ITEMS[6].text in asked.text
    assert asked.payload["row"] is True
    assert [button["title"] for button in asked.buttons] == ["😣 1", "🙁 2", "😐 3", "🙂 4", "😍 5"]
    assert asked.buttons[4]["payload"] == "😍 5 (câu 7)"


@pytest.mark.parametrize("audience", PEOPLE)
def test_every_question_is_short_and_has_no_placeholder_left(audience):
    for count in range(len(ITEMS)):
        said = FORM.ask(ANSWERS, answered(count), audience).text
        assert len(said) <= 900
        assert "{" not in said


def test_a_parent_is_told_that_the_child_should_answer():
    assert "Nên để con tự trả lời" in FORM.ask(ANSWERS, {ANSWERS: None}, "parent").text
    assert "tự trả lời" not in FORM.ask(ANSWERS, {ANSWERS: None}, "student").text


def test_it_asks_until_all_is_answered():
    assert FORM.next_slot({ANSWERS: None}) == ANSWERS
    assert FORM.next_slot(answered(29)) == ANSWERS
    assert FORM.next_slot(answered(30)) is None


# --- reading ---


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("😣 1 (câu 3)", 1),
        ("😍 5 (câu 3)", 5),
        ("3", 3),
        ("số 4", 4),
        ("chọn 2 ạ", 2),
        ("5 điểm", 5),
        ("😍", 5),
        (" 🙁 ", 2),
        ("thích", 4),
        ("em thích ạ", 4),
        ("em cũng thích việc này", 4),
        ("thich", 4),
        ("không thích lắm", 2),
        ("khong thich", 2),
        ("ko thích lắm", 2),
        ("hông thích", 2),
        ("rất ghét", 1),
        ("rat thich", 5),
        ("thích lắm luôn", 5),
        ("bình thường", 3),
        ("em chưa thử bao giờ", 3),
        ("câu 3: 4", 4),
    ],
)
def test_a_face_is_read_however_it_is_said(said, value):
    assert read(said, answered(2)) == {ANSWERS: [3, 3, value]}
    assert read(normalize(said), answered(2)) == {ANSWERS: [3, 3, value]}


@pytest.mark.parametrize(
    "said",
    [
        "",
        "👍",
        "6",
        "0",
        "12",
        "3 4",
        "học nghề sửa xe ở đâu?",
        "em thích sửa xe thì học trường nào",
        "có thích không",
        "học phí bao nhiêu",
        "lớp 5",
    ],
)
def test_what_is_no_answer_is_left_to_others(said):
    assert read(said, answered(2)) == {}


def test_the_message_that_starts_it_is_no_answer():
    assert FORM.read("làm trắc nghiệm 5", None, {ANSWERS: None}) == {}


def test_a_double_tap_answers_one_question():
    once = read("😍 5 (câu 7)", answered(6))
    assert once == {ANSWERS: [3, 3, 3, 3, 3, 3, 5]}
    assert read("😍 5 (câu 7)", once) == once


@pytest.mark.parametrize(
    "said", ["😣 1 (câu 2)", "câu 2 là 1", "à nhầm, câu 2 em ghét", "sửa câu 2 thành 1"]
)
def test_an_earlier_answer_is_corrected(said):
    assert read(said, answered(4)) == {ANSWERS: [3, 1, 3, 3]}


def test_the_last_answer_is_corrected_by_word():
    assert read("à nhầm, câu trước rất thích", answered(3)) == {ANSWERS: [3, 3, 5]}


@pytest.mark.parametrize("said", ["😍 5 (câu 9)", "😍 5 (câu 0)", "câu 31: 5"])
def test_a_face_for_an_item_not_reached_changes_nothing_and_is_no_question(said):
    assert read(said, answered(4)) == answered(4)


def test_before_the_first_answer_there_is_none_to_correct():
    assert read("câu trước 5", {ANSWERS: None}) == {ANSWERS: []}


@pytest.mark.parametrize("said", ["quay lại", "Quay lai câu trước", "câu trước ạ", "em quay lại"])
def test_one_goes_back_one_question(said):
    assert read(said, {ANSWERS: [1, 2, 3]}) == {ANSWERS: [1, 2]}
    assert read(said, {ANSWERS: None}) == {ANSWERS: []}


def test_one_begins_again():
    assert read("Làm lại trắc nghiệm", answered(4)) == {ANSWERS: []}


# --- finishing early ---


@pytest.mark.parametrize("said", ["xem kết quả luôn", "cho em xem ket qua", "kết quả đi"])
def test_with_three_of_each_type_there_is_a_result_marked_as_incomplete(said):
    half = answers_for(R=5, I=2, A=1, S=4, E=2, C=2)[:18]
    state = read(said, {ANSWERS: half})
    assert FORM.next_slot(state) is None
    outcome = FORM.finish(state, "student")
    assert outcome.replies[0].text.startswith("Kết quả tạm, mới 18/30 câu")
    assert "Kỹ thuật (25/25)" in outcome.replies[0].text
    assert outcome.slots == {ANSWERS: None}
    carried = outcome.replies[-1].buttons[0]["payload"]
    assert carried == "Giữ kết quả trắc nghiệm R25I10A5S20E10C10 (18/30 câu)"
    assert Scores.from_slot(kept(carried)).answered == 18


@pytest.mark.parametrize("count", [0, 9, 17])
def test_with_fewer_it_says_how_many_are_missing_and_keeps_the_answers(count):
    outcome = FORM.finish(read("xem kết quả luôn", answered(count, 5)), "student")
    assert f"{count}/30 câu, còn thiếu {30 - count} câu" in texts_of(outcome)
    assert f"Thêm {18 - count} câu" in texts_of(outcome)
    assert outcome.slots == answered(count, 5)
    assert "picture" not in outcome.replies[0].payload
    assert FORM.next_slot(outcome.slots) == ANSWERS


# --- results ---


def test_the_result_says_types_families_levels_what_to_try_and_the_limits():
    outcome = FORM.finish({ANSWERS: answers_for(R=5, I=2, A=1, S=4, E=2, C=1)}, "student")
    said = texts_of(outcome)
    assert "Em nghiêng nhiều nhất về nhóm Kỹ thuật, rồi tới Xã hội." in said
    assert "cơ khí, hàn" in said
    assert "từ sơ cấp đến đại học" in said
    assert "3. " in said
    assert "không phải chẩn đoán" in said
    assert "chưa được kiểm định" in said
    assert "học lực, sức khoẻ, hoàn cảnh gia đình" in said
    assert "thầy cô tư vấn" in said
    assert outcome.slots == {ANSWERS: None}


def test_the_result_has_a_picture_and_buttons_that_carry_it():
    outcome = FORM.finish({ANSWERS: answers_for(R=5, I=2, A=1, S=4, E=2, C=1)}, "student")
    picture = outcome.replies[0].payload["picture"]
    assert picture["name"] == "interests"
    assert picture["values"] == {"R": 1.0, "I": 0.25, "A": 0.0, "S": 0.75, "E": 0.25, "C": 0.0}
    assert "Kỹ thuật 25, Nghiên cứu 10" in picture["alt"]
    assert [(button["title"], button["payload"]) for button in outcome.replies[-1].buttons] == [
        ("Giữ kết quả này", "Giữ kết quả trắc nghiệm R25I10A5S20E10C5"),
        ("Tóm tắt để gửi thầy cô", "Tóm tắt trắc nghiệm R25I10A5S20E10C5"),
        ("Tư vấn lộ trình", "Tư vấn lộ trình"),
        ("Làm lại trắc nghiệm", "Làm lại trắc nghiệm"),
    ]


@pytest.mark.parametrize(
    ("points", "strongest"),
    [
        ({"R": 24, "I": 9, "A": 8, "S": 20, "E": 12, "C": 10}, [["R"], ["S"]]),
        ({"R": 21, "I": 9, "A": 8, "S": 20, "E": 12, "C": 10}, [["R", "S"]]),
        ({"R": 24, "I": 9, "A": 20, "S": 20, "E": 12, "C": 10}, [["R"], ["A", "S"]]),
        ({"R": 20, "I": 9, "A": 20, "S": 20, "E": 12, "C": 10}, [["R", "A", "S"]]),
        ({"R": 20, "I": 20, "A": 20, "S": 20, "E": 12, "C": 10}, [["R", "I", "A", "S"]]),
        ({"R": 24, "I": 9, "A": 14, "S": 14, "E": 12, "C": 10}, [["R"]]),
        ({"R": 24, "I": 19, "A": 19, "S": 19, "E": 19, "C": 10}, [["R"]]),
        ({"R": 12, "I": 5, "A": 9, "S": 8, "E": 6, "C": 7}, [["R"]]),
    ],
    ids=["two", "tie", "tie for second", "three", "four", "one liked", "too many second", "low"],
)
def test_two_or_three_types_lead_and_those_that_tie_are_together(points, strongest):
    assert scores(**points).strongest == strongest


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ({"R": 21, "I": 9, "A": 8, "S": 20, "E": 12, "C": 10}, "Kỹ thuật và Xã hội (hai nhóm"),
        ({"R": 20, "I": 20, "A": 20, "S": 20, "E": 12, "C": 10}, "(bốn nhóm ngang nhau)"),
        ({"R": 12, "I": 5, "A": 9, "S": 8, "E": 6, "C": 7}, "tuy điểm vẫn thấp"),
    ],
    ids=["tie", "four", "low"],
)
def test_ties_and_low_scores_are_said(points, said):
    assert said in REPLIES.describe(scores(**points), "student").text


@pytest.mark.parametrize(
    "answers",
    [[4] * 30, [1] * 30, [3] * 27 + [5, 1, 4]],
    ids=["all fours", "all ones", "nearly all threes"],
)
def test_answers_that_are_all_the_same_give_no_type(answers):
    outcome = FORM.finish({ANSWERS: answers}, "student")
    said = texts_of(outcome)
    assert "gần như một mức" in said
    assert not any(kind.name in said for kind in QUESTIONNAIRE.types.values())
    assert "picture" not in outcome.replies[0].payload
    assert not any("Giữ" in button["payload"] for button in outcome.replies[0].buttons)
    assert outcome.slots == {ANSWERS: None}


def test_answers_that_differ_are_not_taken_for_the_same():
    assert not is_straight([3] * 26 + [5, 1, 4, 2])


def test_a_flat_profile_is_said_and_no_type_is_made_up():
    up_and_down = [1 + place % 5 for place in range(5)]
    seen = Counter()
    answers = []
    for item in ITEMS:
        answers.append(up_and_down[seen[item.letter]])
        seen[item.letter] += 1
    outcome = FORM.finish({ANSWERS: answers}, "student")
    assert len(outcome.replies) == 1
    assert "Sáu nhóm của em gần bằng nhau" in texts_of(outcome)
    assert "nghiêng" not in texts_of(outcome)
    assert outcome.replies[0].payload["picture"]["values"]["R"] == 0.5


@pytest.mark.parametrize("audience", PEOPLE)
def test_every_result_is_short_and_has_no_placeholder_left(audience):
    chance = random.Random(5)
    for _ in range(300):
        found = scores(**{letter: chance.randint(5, 25) for letter in LETTERS})
        if sum(map(len, found.strongest)) == 5:  # five that tie are five things to say
            continue
        for said in [*REPLIES.result(found, audience), REPLIES.summary(found, audience)]:
            assert len(said.text) <= 900
            assert "{" not in said.text
            assert all(len(button["title"]) <= 40 for button in said.buttons)


def test_five_that_tie_are_said_with_a_thing_to_try_each():
    found = scores(R=20, I=20, A=20, S=20, E=20, C=9)
    first, then = REPLIES.result(found, "student")
    assert "(năm nhóm ngang nhau)" in first.text
    assert "Tháng này em thử năm việc nhỏ" in then.text
    assert "5. " in then.text


def test_no_result_comes_down_to_one_job():
    chance = random.Random(6)
    families = [family.name for kind in QUESTIONNAIRE.types.values() for family in kind.families]
    for _ in range(300):
        found = scores(**{letter: chance.randint(5, 25) for letter in LETTERS})
        if not found.is_flat:
            said = REPLIES.result(found, None)[-1].text
            assert sum(family in said for family in families) >= 4


# --- keeping and sharing ---


def test_a_button_carries_scores_through_the_front_door():
    chance = random.Random(1)
    for _ in range(200):
        found = scores(**{letter: chance.randint(5, 25) for letter in LETTERS})
        for button in REPLIES.result(found, None)[-1].buttons[:2]:
            carried = kept(normalize(button["payload"]))
            assert carried is not None
            assert Scores.from_slot(carried) == found


@pytest.mark.parametrize(
    "text",
    [
        "Giữ kết quả trắc nghiệm",
        "R4I12A9S20E11C7",
        "R18I12A9S26E11C7",
        "R18I12A9S20E11",
        "xR18I12A9S20E11C7",
    ],
)
def test_words_without_possible_scores_carry_none(text):
    assert kept(text) is None


def test_scores_are_also_read_with_spaces_and_small_letters():
    assert kept("tóm tắt r18 i12 a9 s20 e11 c7") == {
        "R": 18, "I": 12, "A": 9, "S": 20, "E": 11, "C": 7, "answered": 30,
    }  # fmt: skip


def test_more_answers_than_there_are_items_are_not_believed():
    assert kept("R18I12A9S20E11C7 (99/30 câu)")["answered"] == 30


def test_the_summary_is_anonymous_and_sends_nothing_by_itself():
    said = REPLIES.summary(scores(R=24, I=9, A=8, S=20, E=12, C=10), "student")
    assert "không có tên" in said.text
    assert "Kỹ thuật 24" in said.text
    assert "mình không tự gửi cho ai" in said.text
    assert [button["title"] for button in said.buttons] == ["Gặp thầy cô tư vấn"]


@pytest.mark.parametrize("audience", PEOPLE)
def test_keeping_and_dropping_are_confirmed(audience):
    assert "đã giữ" in REPLIES.keep(audience).text
    assert REPLIES.keep(audience).buttons[-1]["payload"] == "Xoá kết quả trắc nghiệm"
    assert "đã xoá" in REPLIES.drop(audience).text
    assert "không giữ kết quả trắc nghiệm nào" in REPLIES.nothing(audience).text

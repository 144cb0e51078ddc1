"""The lessons as they are, played through on the cards as they are."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from actions.guidance.lesson_content import load_lessons
from actions.guidance.lesson_review import DAYS, due, moved, next_review, review_reminder
from actions.guidance.lessons import REVIEW, LessonForm
from knowledge.corpus import load_corpus
from knowledge.errors import PassageNotFound

KNOWLEDGE = Path(__file__).parents[3] / "knowledge"
TODAY = date(2026, 11, 22)
LESSONS = load_lessons()
FIRST = LESSONS[0]
RIGHT = {question.id: question.right for lesson in LESSONS for question in lesson.questions}


class Learner:
    """Somebody who learns: keeps the slots as Rasa does, as JSON."""

    def __init__(self, passage, today=TODAY):
        self.today = today
        self.form = LessonForm(LESSONS, passage, lambda: self.today)
        self.state = dict.fromkeys((*self.form.slots, *self.form.kept))
        self.outcome = None

    def says(self, text, audience=None):
        """Say something; return the reply, or None where the form takes it for something else."""
        wanted = self.form.next_slot(self.state) if self.state["lesson_id"] else "lesson_id"
        changes = self.form.read(text, wanted, self.state)
        if not changes:
            return None
        self._set(changes)
        return self.asked(audience)

    def asked(self, audience=None):
        wanted = self.form.next_slot(self.state)
        if wanted:
            return self.form.ask(wanted, self.state, audience)
        self.outcome = self.form.finish(self.state, audience)
        self._set(self.outcome.slots)
        return self.outcome.replies[0]

    def reads(self, lesson=FIRST):
        """Choose a lesson and read all of it."""
        self.says(f"Học bài {LESSONS.index(lesson) + 1}")
        for _ in lesson.parts:
            reply = self.says(self.asked().buttons[0]["payload"])
        return reply

    def questions(self):
        return self.form._questions(self.state)

    def answers(self, *verdicts):
        """Answer the open questions, rightly or not, by their buttons."""
        for is_right in verdicts:
            at = len(self.state["lesson_answers"] or ())
            right = self.questions()[at].right
            letter = right if is_right else next(letter for letter in "ABCD" if letter != right)
            reply = self.says(f"Câu {at + 1}: {letter}")
        return reply

    def _set(self, changes):
        self.state.update(json.loads(json.dumps(changes)))


@pytest.fixture(scope="module")
def passage():
    corpus = load_corpus(KNOWLEDGE / "documents", KNOWLEDGE / "documents.yml")
    cards = {card.id: card for card in corpus}

    def find(id_):
        if id_ not in cards:
            raise PassageNotFound(id_)
        return cards[id_]

    return find


@pytest.fixture
def learner(passage):
    return Learner(passage)


def test_all_lessons_are_listed_and_seven_have_a_button(learner):
    menu = learner.asked("teacher")
    assert all(f"{n}. {lesson.title}" in menu.text for n, lesson in enumerate(LESSONS, 1))
    assert "Thầy/cô chạm vào một bài" in menu.text
    assert [button["payload"] for button in menu.buttons] == [f"Học bài {n}" for n in range(1, 8)]
    assert max(len(button["title"]) for button in menu.buttons) <= 40


def test_a_lesson_is_read_part_by_part_with_its_sources(learner):
    first = learner.says("Học bài 1")
    assert first.text.startswith("📖 Bài 1. Chỉ thị 21: là gì, vì sao có · phần 1/4")
    assert "📄 Chỉ thị 21-CT/TW · ban hành 04/05/2023 · còn hiệu lực" in first.text
    assert first.buttons[0] == {"title": "Tiếp ▶", "payload": "Sang phần 2"}
    assert first.payload["citations"][0]["document"] == "Chỉ thị 21-CT/TW"
    assert "phần 2/4" in learner.says("tiếp").text
    assert "phần 3/4" in learner.says("Sang phần 3").text
    last = learner.says("ok tiep di")
    assert last.buttons[0] == {"title": "Làm 5 câu hỏi ▶", "payload": "Sang câu hỏi"}
    assert "❓ Câu 1/5" in learner.says("Sang câu hỏi").text


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_every_part_and_question_fits_into_a_message(learner, lesson):
    learner.says(f"Học bài {LESSONS.index(lesson) + 1}")
    for _ in lesson.parts:
        part = learner.asked()
        assert len(part.text) <= 1100
        assert "{" not in part.text
        assert "📄 " in part.text
        learner.says(part.buttons[0]["payload"])
    for _ in range(5):
        assert len(learner.asked().text) <= 900
        assert "{" not in learner.asked().text
        learner.answers(False)


def test_what_was_read_at_second_hand_is_said_so(learner):
    law = next(lesson for lesson in LESSONS if lesson.id == "trung-hoc-nghe")
    assert "nguồn thứ cấp" in learner.says(law.title).text
    assert "nguồn thứ cấp" not in learner.says("Học bài 1").text


def test_the_questions_have_their_letters_side_by_side(learner):
    asked = learner.reads()
    assert asked.payload["row"] is True
    assert asked.buttons[1] == {"title": "B", "payload": "Câu 1: B"}
    assert [f"\n{letter}. " in asked.text for letter in "ABCD"] == [True] * 4


def test_a_right_answer_is_praised_with_why_and_where_it_stands(learner):
    learner.reads()
    question = learner.questions()[0]
    asked = learner.answers(True)
    assert asked.text.startswith(f"✅ Đúng rồi! {question.why}\n")
    assert "\n📄 " in asked.text.split("❓")[0]
    assert asked.payload["citations"][0]["passage_id"] == question.card
    assert "❓ Câu 2/5" in asked.text


def test_a_wrong_answer_is_put_right_kindly(learner):
    learner.reads()
    question = learner.questions()[0]
    said = learner.answers(False).text
    right = f"Đáp án là {question.right}. {question.option(question.right)}."
    assert said.startswith(f"Chưa đúng, không sao cả. {right} {question.why}")


@pytest.mark.parametrize(
    "say",
    [
        lambda question, letter: letter.lower(),
        lambda question, letter: f"đáp án {letter}",
        lambda question, letter: f"chọn câu {letter.lower()}",
        lambda question, letter: question.option(letter),
        lambda question, letter: question.option(letter).upper(),
        lambda question, letter: f"Câu 1: {letter}",
        lambda question, letter: f"số {'ABCD'.index(letter) + 1}",
    ],
)
@pytest.mark.parametrize("letter", "ABCD")
def test_an_option_is_chosen_by_letter_number_or_words(learner, say, letter):
    learner.reads()
    assert learner.says(say(learner.questions()[0], letter))
    assert learner.state["lesson_answers"] == [letter]


@pytest.mark.parametrize("text", ["em không biết ạ", "chiu", "Bỏ qua", "câu này ko biết"])
def test_who_does_not_know_is_told(learner, text):
    learner.reads()
    question = learner.questions()[0]
    said = learner.says(text).text
    right = f"Đáp án là {question.right}. {question.option(question.right)}."
    assert said.startswith(f"Không biết cũng không sao, giờ mình cùng biết nhé. {right}")
    learner.answers(*[True] * 4)
    assert learner.state["lessons_done"]["chi-thi-21"]["right"] == 4


def test_a_nudge_is_no_answer(learner):
    asked = learner.reads()
    assert learner.says("tiếp").text == asked.text
    assert learner.state["lesson_answers"] == []


@pytest.mark.parametrize(
    "text",
    [
        "học phí trung cấp có được miễn không?",
        "em muốn gặp thầy cô tư vấn",
        "bao giờ thì nộp hồ sơ",
        "Ban Bí thư là gì?",
        "thôi, dừng",
        "e",
        "7",
        "",
    ],
)
def test_what_is_no_answer_is_left_to_the_dialogue(learner, text):
    learner.reads()
    before = dict(learner.state)
    assert learner.says(text) is None
    assert learner.state == before
    assert "❓ Câu 1/5" in learner.asked().text


@pytest.mark.parametrize("text", ["Chỉ thị 21 do ai ký?", "thôi, dừng", "phần", "2"])
def test_nothing_but_going_on_turns_the_page(learner, text):
    learner.says("Học bài 1")
    assert learner.says(text) is None
    assert "phần 1/4" in learner.asked().text


def test_a_second_tap_answers_no_second_question(learner):
    learner.reads()
    learner.says("Câu 1: A")
    asked = learner.says("Câu 1: A")
    assert learner.state["lesson_answers"] == ["A"]
    assert "❓ Câu 2/5" in asked.text
    assert learner.says("Câu 4: B").text == asked.text


def test_a_second_tap_turns_no_second_page(learner):
    learner.says("Học bài 1")
    learner.says("Sang phần 2")
    assert "phần 2/4" in learner.says("Sang phần 2").text
    assert "phần 2/4" in learner.says("Học bài 1").text
    assert "phần 2/4" in learner.says("Sang phần 4").text
    learner.says("Sang câu hỏi")
    assert "❓ Câu 1/5" in learner.says("Sang câu hỏi").text
    assert "❓ Câu 1/5" in learner.says("Sang phần 3").text


def test_another_lesson_may_be_chosen_at_any_time(learner):
    learner.reads()
    learner.answers(True, True)
    assert "📖 Bài 4." in learner.says("bài 4").text
    assert learner.state["lesson_id"] == LESSONS[3].id
    assert learner.state["lesson_answers"] is None


def test_the_list_comes_again_when_asked_for(learner):
    learner.says("Học bài 2")
    assert learner.says("bài khác").buttons[0]["payload"] == "Học bài 1"
    assert learner.state["lesson_id"] is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("luật mới", 5),
        ("cho tôi học về 9+ nhé", 6),
        ("tam nhom nhiem vu", 3),
        ("8", 8),
        ("Bài số 2", 2),
        ("học phí và hỗ trợ", 7),
    ],
)
def test_a_lesson_is_chosen_in_words_or_by_number(learner, text, number):
    learner.says(text)
    assert learner.state["lesson_id"] == LESSONS[number - 1].id


def test_the_first_message_may_name_the_lesson_or_nothing(learner):
    assert learner.form.read("/hoctap bài trung học nghề", None, learner.state) == {
        "lesson_id": "trung-hoc-nghe",
        "lesson_part": None,
        "lesson_answers": None,
    }
    assert learner.form.read("tôi muốn học", None, learner.state) == {}


def test_the_result_says_the_score_and_what_to_read_again(learner, passage):
    learner.reads()
    questions = learner.questions()
    said = learner.answers(True, False, True, False, True)
    missed = [passage(questions[at].card).title for at in (1, 3)]
    assert "trả lời đúng 3/5 câu" in said.text
    assert all(f"• {title}" in said.text for title in missed)
    assert [button["payload"] for button in said.buttons] == [
        *missed,
        "Nhắc mình ôn bài",
        "Học bài 2",
        "Kết quả học của mình",
    ]
    assert max(len(button["title"]) for button in said.buttons) <= 40


def test_a_finished_lesson_is_recorded_and_the_form_is_empty_again(learner):
    learner.reads()
    learner.answers(True, True, True, True, False)
    assert [learner.state[slot] for slot in learner.form.slots] == [None, None, None]
    assert learner.state["lessons_done"] == {
        "chi-thi-21": {"right": 4, "of": 5, "on": "2026-11-22", "times": 1}
    }
    menu = learner.asked()
    assert "1. Chỉ thị 21: là gì, vì sao có – ✓ đúng 4/5, ngày 22/11/2026" in menu.text
    assert menu.buttons[0]["payload"] == "Học bài 2"


def test_the_second_attempt_asks_other_questions_and_counts(learner):
    learner.reads()
    first = [question.id for question in learner.questions()]
    learner.answers(*[False] * 5)
    learner.reads()
    assert [question.id for question in learner.questions()] != first
    learner.answers(*[True] * 5)
    assert learner.state["lessons_done"]["chi-thi-21"]["times"] == 2
    assert learner.state["lessons_done"]["chi-thi-21"]["right"] == 5


def test_a_lesson_goes_on_after_a_restart_with_the_same_questions(learner, passage):
    learner.reads()
    asked = learner.answers(True, False)
    again = Learner(passage)
    again.state = json.loads(json.dumps(learner.state))
    assert again.asked().text == asked.text


def test_a_number_that_came_back_as_a_float_is_the_same_page(learner):
    learner.says("Học bài 1")
    learner.says("Sang phần 2")
    learner.state["lesson_part"] = 1.0
    assert "phần 2/4" in learner.asked().text


def test_begun_and_finished_are_told_once_each(learner):
    told = [learner.says("Học bài 1"), learner.says("Học bài 1")]
    told += [learner.says("tiếp") for _ in FIRST.parts]
    told += [learner.answers(True) for _ in range(5)]
    assert [reply.payload["progress"] for reply in told if "progress" in reply.payload] == [
        {"course": "chi-thi-21", "event": "started", "right": None, "of": None},
        {"course": "chi-thi-21", "event": "finished", "right": 5, "of": 5},
    ]


def test_a_card_that_the_index_does_not_have_costs_its_source_alone():
    def nothing(id_):
        raise PassageNotFound(id_)

    learner = Learner(nothing)
    assert "📄" not in learner.reads().text
    said = learner.answers(*[False] * 5)
    assert "Nên đọc lại" not in said.text
    assert learner.state["lessons_done"]["chi-thi-21"]["right"] == 0


def test_a_lesson_that_there_is_no_more_leads_to_the_list(learner):
    learner.state["lesson_id"] = "bai-cu"
    assert "📚" in learner.asked().text


def test_a_right_answer_rests_longer_each_time():
    boxes, day = {}, TODAY
    rests = []
    for _ in range(5):
        boxes = moved(boxes, {"q": True}, day)
        next_day = date.fromisoformat(boxes["q"]["due"])
        rests.append((next_day - day).days)
        day = next_day
    assert rests == [3, 7, 21, 60, 60]
    assert moved(boxes, {"q": False}, day)["q"] == {
        "box": 1,
        "due": (day + timedelta(days=DAYS[0])).isoformat(),
    }


def test_a_right_answer_before_its_time_moves_nothing():
    boxes = moved({}, {"q": True}, TODAY)
    assert moved(boxes, {"q": True}, TODAY + timedelta(days=1)) == boxes
    assert moved(boxes, {"q": False}, TODAY + timedelta(days=1))["q"]["box"] == 1


def test_what_waits_longest_comes_first_and_what_is_gone_not_at_all():
    boxes = {
        "a": {"box": 1, "due": "2026-11-22"},
        "b": {"box": 2, "due": "2026-11-20"},
        "c": {"box": 1, "due": "2026-11-23"},
        "gone": {"box": 1, "due": "2026-11-01"},
    }
    assert due(boxes, TODAY, {"a", "b", "c"}) == ["b", "a"]
    assert next_review(boxes, TODAY) == date(2026, 11, 23)
    assert next_review({}, TODAY) is None


def test_the_reminder_is_for_the_next_review():
    boxes = moved({}, {"q": True, "r": False}, TODAY)
    assert review_reminder(boxes, TODAY) == {
        "key": "review",
        "on": "2026-11-23",
        "title": "Ôn lại bài đã học",
        "days_before": 0,
    }
    assert review_reminder({}, TODAY) is None


def test_a_review_asks_what_is_due_and_moves_it_on(learner):
    learner.reads()
    missed = learner.questions()[1].id
    learner.answers(True, False, True, True, True)
    learner.today = TODAY + timedelta(days=1)
    asked = learner.says("ôn bài")
    assert "❓ Câu 1/1" in asked.text
    assert asked.payload["progress"]["event"] == "started"
    said = learner.says(f"Câu 1: {RIGHT[missed]}")
    assert "Xong phần ôn! Bạn trả lời đúng 1/1 câu." in said.text
    assert said.payload["progress"] == {
        "course": REVIEW,
        "event": "finished",
        "right": 1,
        "of": 1,
    }
    assert learner.state["lesson_boxes"][missed]["box"] == 2
    assert REVIEW not in learner.state["lessons_done"]


def test_a_review_has_five_questions_at_most(learner):
    for lesson in LESSONS[:2]:
        learner.reads(lesson)
        learner.answers(*[False] * 5)
    learner.today = TODAY + timedelta(days=30)
    assert "Ôn 10 câu đến hạn" in learner.asked().buttons[0]["title"]
    assert "❓ Câu 1/5" in learner.says(learner.asked().buttons[0]["payload"]).text
    learner.answers(*[True] * 5)
    assert len(due(learner.state["lesson_boxes"], learner.today, RIGHT)) == 5


def test_a_review_with_nothing_due_says_when_and_offers_the_lessons(learner):
    assert learner.says("ôn tập").text.startswith("Bạn chưa học bài nào")
    learner.reads()
    learner.answers(*[True] * 5)
    said = learner.says("on bai")
    assert said.text.startswith("Hôm nay chưa có câu nào đến hạn ôn. Lần tới là ngày 25/11/2026.")
    assert "progress" not in said.payload
    assert "📖 Bài 2." in learner.says(said.buttons[0]["payload"]).text


def test_a_review_is_taken_up_where_it_was_left(learner):
    learner.reads()
    learner.answers(*[False] * 5)
    learner.today = TODAY + timedelta(days=1)
    learner._set(learner.form.review(learner.state))
    assert learner.asked().payload["progress"]["course"] == REVIEW
    learner.answers(True, True)
    learner._set(learner.form.review(learner.state))
    assert "❓ Câu 3/5" in learner.asked().text


def test_a_reminder_is_promised_for_its_day(learner):
    assert "chưa có gì để mình nhắc" in learner.form.remind(learner.state, "student").text
    learner.reads()
    learner.answers(*[True] * 5)
    said = learner.form.remind(learner.state, "student")
    assert "Ngày 25/11/2026 mình sẽ nhắc em" in said.text
    assert said.payload["reminder"] == {
        "key": "review",
        "on": "2026-11-25",
        "title": "Ôn lại bài đã học",
        "days_before": 0,
    }


def test_the_record_is_private_and_says_what_was_done(learner):
    learner.reads()
    learner.answers(True, True, False, True, True)
    said = learner.form.record(learner.state, "teacher").text
    assert "Thầy/cô đã học xong 1/8 bài." in said
    assert "1. Chỉ thị 21: là gì, vì sao có – ✓ đúng 4/5, ngày 22/11/2026" in said
    assert "\n2. Mục tiêu 2030, tầm nhìn 2045\n" in said
    assert "🔁 5 câu đang ôn, 0 câu đến hạn hôm nay." in said
    assert "chỉ có số đếm, không có tên" in said

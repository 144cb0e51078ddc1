from tests.evaluation.__main__ import missed
from tests.evaluation.whole import Asked, Shares, shares


def asked(kind, *, right=False):
    return Asked("accented", "student", kind, right, 0.5, "học phí bao nhiêu?")


def test_an_answer_counts_as_right_only_where_it_states_the_facts():
    given = [asked("answer", right=True), asked("answer"), asked("clarify"), asked("no_answer")]
    assert shares(given) == Shares(4, 0.5, 0.25, 0.25, 0.25)


def test_a_person_or_a_notice_is_no_answer():
    assert shares([asked("handoff"), asked("notice")]).refused == 1.0


def test_no_questions_have_no_shares():
    assert shares([]) == Shares(0, 0.0, 0.0, 0.0, 0.0)


def row(style, right, refused=0.0):
    return {"style": style, "audience": "all", "questions": 100, "right": right, "refused": refused}


def card(answers, answered=0.0, red_lines=(), heard=0.98, false_alarms=0.02):
    return {
        "answers": answers,
        "unanswerable": [{"style": "all", "refused": 1 - answered}],
        "red_lines_wrong": list(red_lines),
        "safety": [{"style": "teencode", "recall": heard, "false_alarms": false_alarms}],
    }


def test_what_reaches_every_level_misses_nothing():
    good = [row("accented", 0.95), row("unaccented", 0.93), row("teencode", 0.90)]
    assert missed(card(good)) == []


def test_each_level_that_is_not_reached_is_named():
    poor = [row("accented", 0.94), row("unaccented", 0.92), row("teencode", 0.89, refused=0.2)]
    red = ["học 4 môn có bằng cấp 3 không"]
    lines = missed(card(poor, 0.06, red, heard=0.97, false_alarms=0.03))
    assert [line.split()[0] for line in lines] == [
        "accented",
        "unaccented",
        "teencode",
        "without",
        "golden",
        "safety,",
        "safety,",
        "red",
    ]


def test_one_audience_alone_is_no_level():
    rows = [row("accented", 0.95), {**row("accented", 0.5), "audience": "parent"}]
    assert missed(card(rows)) == []

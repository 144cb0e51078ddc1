from nlu.text import fold, marked_share
from tests.evaluation.clauses import asked_in_styles, load_clauses
from tests.evaluation.public import STYLES


def test_every_question_is_asked_of_a_clause_that_is_there():
    clauses = load_clauses()
    ids = {passage.id for passage in clauses.passages}
    assert len(ids) == len(clauses.passages) == 210
    assert len({question.id for question in clauses.questions}) == len(clauses.questions) == 720
    assert all(question.relevant and question.relevant <= ids for question in clauses.questions)


def test_a_question_is_asked_in_five_styles_the_same_in_every_run():
    question = "Thuyền bè đi lại trên sông phải giữ khoảng cách bao nhiêu mét?"
    asked = asked_in_styles(question, 7)
    assert tuple(asked) == STYLES
    assert asked == asked_in_styles(question, 7) != asked_in_styles(question, 8)
    assert asked["orig"] == question
    assert fold(asked["un"]) == fold(question)
    for style in ("un", "noisyun", "hardun"):
        assert marked_share(asked[style]) == 0
    assert asked["noisy"] != question
    assert marked_share(asked["noisy"]) > 0

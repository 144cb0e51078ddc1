import pytest

from knowledge.restoring import Restorer

TEXTS = [
    "Học phí trung cấp là bao nhiêu?",
    "Học phí cao đẳng",
    "Học nghề phi công",
    "Trường nghề ở Quảng Ninh",
    "Con đường học tập",
    "Đường đi học",
]


@pytest.fixture
def restorer() -> Restorer:
    return Restorer.learn(TEXTS)


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("hoc phi trung cap", "học phí trung cấp"),
        ("hoc phi cao dang la bao nhieu?", "học phí cao đẳng là bao nhiêu?"),
        ("truong nghe o quang ninh", "trường nghề ở quảng ninh"),
        ("duong di hoc", "đường đi học"),
    ],
)
def test_bare_words_get_the_diacritics_of_the_corpus(restorer, typed, restored):
    assert restorer.restore(typed) == restored


def test_the_neighbour_decides_between_two_spellings(restorer):
    assert restorer.restore("hoc phi") == "học phí"
    assert restorer.restore("phi cong") == "phi công"


def test_a_marked_question_is_untouched(restorer):
    assert restorer.restore("Học phí công ở Quang Ninh") == "Học phí công ở Quang Ninh"


def test_a_question_marked_by_half_gets_the_other_half(restorer):
    assert restorer.restore("học phi trung cấp la bao nhieu") == "học phí trung cấp là bao nhiêu"


def test_one_mark_in_a_long_bare_question_does_not_stop_the_rest(restorer):
    assert restorer.restore("hoc phí trung cap la bao nhieu") == "học phí trung cấp là bao nhiêu"


def test_what_was_typed_decides_not_what_a_short_form_was_read_as(restorer):
    read = "không biết học phi"
    assert restorer.restore(read) == read
    assert restorer.restore(read, typed="k bt hoc phi") == "không biết học phí"


def test_unknown_words_numbers_and_what_is_between_them_stay(restorer):
    assert restorer.restore("xyz,  hoc-phi 2026... ok?") == "xyz,  học-phí 2026... ok?"


def test_case_stays_where_nothing_is_restored(restorer):
    assert restorer.restore("ABC hoc phi") == "ABC học phí"


@pytest.mark.parametrize("question", ["", "   ", "?!", "👍", "123"])
def test_a_question_without_words_stays(restorer, question):
    assert restorer.restore(question) == question


def test_a_model_that_learnt_nothing_changes_nothing():
    assert Restorer.learn([]).restore("hoc phi trung cap") == "hoc phi trung cap"


def test_a_message_of_the_greatest_length_is_restored(restorer):
    assert restorer.restore("hoc phi " * 512).split() == ["học", "phí"] * 512


def test_what_was_saved_is_what_is_loaded(restorer, tmp_path):
    restorer.save(tmp_path / "restorer.json")
    loaded = Restorer.load(tmp_path / "restorer.json")
    assert loaded.restore("hoc phi") == "học phí"
    assert loaded.restore("phi cong") == "phi công"
    loaded.save(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "restorer.json").read_bytes()

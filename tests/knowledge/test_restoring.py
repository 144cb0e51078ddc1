from math import log

import pytest

from knowledge.restoring import Restored, Restorer, log_of_dropping, traces

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


def test_two_neighbours_decide_where_one_does_not():
    restorer = Restorer.learn(["Một hai bạn", "Ba hai bàn", "Ba hai bàn"])
    assert restorer.restore("hai ban") == "hai bàn"
    assert restorer.restore("mot hai ban") == "một hai bạn"


def test_another_reading_is_given_where_it_is_nearly_as_likely():
    restorer = Restorer.learn(["Bạn vay", "Bạn vậy", "Học phí", "Phi công"])
    assert restorer.readings("ban vay") == Restored("bạn vay", "bạn vậy")
    assert restorer.readings("BAN vay?") == Restored("bạn vay?", "bạn vậy?")
    assert restorer.readings("hoc phi") == Restored("học phí", None)


@pytest.mark.parametrize("question", ["Bạn vậy", "xyz", "2026", ""])
def test_what_can_be_read_in_one_way_only_has_no_other_reading(question):
    restorer = Restorer.learn(["Bạn vay", "Bạn vậy"])
    assert restorer.readings(question) == Restored(question, None)


def test_the_beam_finds_the_same_whenever_it_is_asked(restorer):
    questions = ["phi", "duong di hoc phi cong", "hoc truong nghe o con duong"]
    first = [restorer.readings(question) for question in questions]
    assert [Restorer.learn(TEXTS).readings(question) for question in questions] == first


def test_a_syllable_of_more_spellings_than_the_beam_holds_is_read():
    marked = "a à á ả ã ạ ă ằ ắ ẳ ẵ ặ â ầ ấ ẩ ẫ ậ".split()
    lines = [f"{one} {two}" for one in marked for two in marked]
    restorer = Restorer.learn([*lines, "ậ ậ", "ậ ậ"])
    assert restorer.restore("a a") == "ậ ậ"


def test_a_marked_question_is_untouched(restorer):
    assert restorer.restore("Học phí công, ở Quảng Ninh?") == "Học phí công, ở Quảng Ninh?"


def test_a_question_marked_by_half_gets_the_other_half(restorer):
    assert restorer.restore("học phi trung cấp la bao nhieu") == "học phí trung cấp là bao nhiêu"


def test_one_mark_in_a_long_bare_question_does_not_stop_the_rest(restorer):
    assert restorer.restore("hoc phí trung cap la bao nhieu") == "học phí trung cấp là bao nhiêu"


def test_what_was_typed_decides_not_what_a_short_form_was_read_as(restorer):
    read = "không biết học phi"
    assert restorer.restore(read) == read
    assert restorer.restore(read, typed="k bt hoc phi") == "không biết học phí"


def test_who_marks_the_other_words_is_believed_about_a_bare_one_that_may_stand():
    restorer = Restorer.learn(["Bạn hỏi gì", "Ban giám hiệu họp", "Bạn học nghề"])
    assert restorer.restore("ban hoc nghe") == "bạn học nghề"
    assert restorer.restore("ban học nghề thế nào") == "bạn học nghề thế nào"
    assert restorer.restore("ban giám hiệu học nghề") == "ban giám hiệu học nghề"


def test_a_name_written_large_among_marks_is_no_word_without_its_mark():
    restorer = Restorer.learn(["Sơn là gì", "Nghề sơn là nghề gì"])
    assert restorer.restore("thế sơn la gì") == "thế sơn là gì"
    assert restorer.restore("thế Sơn La gì") == "thế Sơn La gì"
    assert restorer.restore("nghe Son La nghe gi") == "nghề sơn là nghề gì"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("trugn cấp", "trung cấp"), ("hcọ phí", "học phí"), ("hoc phhi", "học phí")],
)
def test_a_slip_is_mended_where_the_corpus_has_nothing_like_it(restorer, typed, meant):
    assert restorer.restore(typed) == meant


def test_a_syllable_that_may_be_vietnamese_is_not_taken_for_a_slip():
    assert Restorer.learn(["Học phí"]).restore("học phu") == "học phu"


def test_what_was_typed_tells_how_likely_a_mark_was_left_out():
    assert log_of_dropping("k co hoc") == 0.0
    assert log_of_dropping("không có học") == pytest.approx(log(0.005))
    assert log_of_dropping("không co hoc") == pytest.approx(log(1 - 1 / 3 / 0.75))


def test_near_words_share_a_trace():
    assert traces("hoc") == {"hoc", "oc", "hc", "ho"}
    for near in ("hoc", "hocc", "oc", "hac", "hco"):
        assert traces(near) & traces("hoc"), near
    assert not traces("phi") & traces("hoc")


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
    for question in ("phi", "truong nghe o quang ninh"):
        assert loaded.readings(question) == restorer.readings(question)
    loaded.save(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "restorer.json").read_bytes()

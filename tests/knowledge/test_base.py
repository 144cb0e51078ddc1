import os
import unicodedata
from dataclasses import fields, replace

import pytest

from knowledge.base import Context, KnowledgeBase, LiveKnowledgeBase
from knowledge.confidence import Calibration
from knowledge.errors import (
    EmbeddingFailed,
    IndexBroken,
    IndexMismatch,
    IndexMissing,
    KnowledgeError,
    PassageNotFound,
)
from knowledge.index import build_index, current_build, open_index
from knowledge.passages import Hit, Signs
from knowledge.ranking import Fusion
from knowledge.reading import Question
from tests.fakes import CORPUS, DIPLOMA, FREE, HOSTEL, LOAN, NO_SIGNS, FakeEmbedder

# Of words that nothing else has, so that every score can be reckoned by hand.
NUMBERS = replace(FREE, id="so/mot", title="một hai", also=(), text="ba bốn", next=())
LATER = replace(NUMBERS, id="so/nam", title="năm sáu", text="bảy tám")
EVEN = Calibration(**{weight.name: 0.0 for weight in fields(Calibration)})
ALONE = Fusion(nearest=0.0, support=0.0, answer=0.0, lexical=0.0, guessed=0.0)
HERE = replace(NUMBERS, id="tinh/day", province="quang-ninh")
THERE = replace(NUMBERS, id="tinh/kia", province="lang-son")


def knowledge_of(passages, folder, **parts) -> KnowledgeBase:
    build_index(passages, FakeEmbedder(), folder)
    return KnowledgeBase(open_index(folder, "fake"), FakeEmbedder(), **parts)


def ids(hits):
    return [hit.passage.id for hit in hits]


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("mình học nghề thì được miễn tiền học không", FREE),
        ("mượn tiền ngân hàng để đi học", LOAN),
        ("có bằng trung cấp rồi lên cao đẳng", DIPLOMA),
        ("trường có ký túc xá không", HOSTEL),
    ],
)
def test_the_passage_that_shares_most_with_a_question_comes_first(knowledge, question, passage):
    hits = knowledge.search(question)
    assert hits[0].passage == passage
    assert sorted(ids(hits)) == sorted(p.id for p in CORPUS)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize(
    "typed",
    [
        "hoc phi trung cap duoc mien a",
        "học phí trung cấp được miễn à",
        unicodedata.normalize("NFD", "học phí trung cấp được miễn à"),
        "  HỌC PHÍ   trung cấp\nđược miễn à?? 👍",
        "hc phi trung cap dc mien a",
        "hocj phis trung caaps duwowcj mieenx a",
    ],
    ids=["bare", "marked", "NFD", "loud", "short forms", "Telex"],
)
def test_a_question_finds_the_same_however_it_is_typed(knowledge, typed):
    assert knowledge.search(typed)[0].passage == FREE


def test_a_hit_carries_scores_that_can_be_reckoned_by_hand(tmp_path):
    knowledge = knowledge_of([NUMBERS, LATER], tmp_path, calibration=EVEN)
    # The question has one of two words of the title, and one of four of title and answer.
    near = Signs(
        cosine=pytest.approx(1 / 2**0.5),
        coverage=1.0,
        lead=1.0,
        answer=pytest.approx(1 / 4**0.5),
        spelling=1.0,
        word_lead=1.0,
    )
    far = Signs(cosine=0.0, coverage=0.0, lead=-1.0)
    assert knowledge.search("một") == [Hit(NUMBERS, 1.0, 0.5, near), Hit(LATER, 0.0, 0.5, far)]


def test_a_word_that_nothing_has_weighs_more_than_any_that_something_has(tmp_path):
    knowledge = knowledge_of([NUMBERS, LATER], tmp_path)
    # log(1 + 2/1) of log(1 + 2/1) + log(1 + 2·2)
    assert knowledge.search("một robot")[0].signs.coverage == pytest.approx(0.4057, abs=1e-4)


@pytest.mark.parametrize(
    ("calibration", "confidences"),
    [
        (replace(EVEN, bias=1.0), [0.73106, 0.73106]),
        (replace(EVEN, cosine=1.0), [0.66976, 0.5]),
        (replace(EVEN, answer=1.0), [0.62246, 0.5]),
        (replace(EVEN, coverage=4.0), [0.98201, 0.5]),
        (replace(EVEN, lead=1.0), [0.73106, 0.26894]),
        (replace(EVEN, spelling=1.0), [0.73106, 0.5]),
        (replace(EVEN, word_lead=1.0), [0.73106, 0.5]),
    ],
    ids=["bias", "cosine", "answer", "coverage", "lead", "spelling", "word lead"],
)
def test_confidence_is_what_the_calibration_makes_of_the_signs(tmp_path, calibration, confidences):
    hits = knowledge_of([NUMBERS, LATER], tmp_path, calibration=calibration).search("một")
    assert [hit.confidence for hit in hits] == pytest.approx(confidences, abs=1e-5)


def test_the_score_is_the_weighed_sum_of_the_parts(folder):
    question = "vay tiền học trung cấp"

    def scores(**weights):
        fusion = replace(ALONE, **weights)
        base = KnowledgeBase(open_index(folder, "fake"), FakeEmbedder(), fusion=fusion)
        return {hit.passage.id: hit.score for hit in base.search(question)}

    shares = {"nearest": 0.5, "support": 0.3, "answer": 0.2}
    parts = {name: scores(**{name: 1.0}) for name in (*shares, "lexical")}
    assert parts["nearest"] != parts["lexical"] != parts["answer"]
    together = scores(**shares, lexical=0.1)
    for id_, score in together.items():
        meaning = sum(share * parts[name][id_] for name, share in shares.items())
        assert score == pytest.approx(0.9 * meaning + 0.1 * parts["lexical"][id_])


@pytest.mark.parametrize(("signal", "first"), [("nearest", "so/hoi"), ("answer", "so/dap")])
def test_a_passage_is_near_by_its_questions_and_by_its_answer(tmp_path, signal, first):
    asks = replace(NUMBERS, id="so/hoi", title="chín mười", text="ba bốn năm sáu bảy tám")
    answers = replace(NUMBERS, id="so/dap", title="hai", text="chín mười chín mười")
    fusion = replace(ALONE, **{signal: 1.0})
    knowledge = knowledge_of([asks, answers], tmp_path, fusion=fusion)
    assert ids(knowledge.search("chín mười nhé"))[0] == first


def test_of_several_questions_of_a_passage_the_nearest_counts(tmp_path):
    twice = replace(NUMBERS, also=("chín", "mười"))
    once = replace(LATER, also=("năm mười", "mười hai"))
    fusion = replace(ALONE, nearest=1.0)
    knowledge = knowledge_of([once, twice], tmp_path, fusion=fusion)
    # 1/√2 of "mười" of the one, 1/2 of "năm mười" and "mười hai" of the other
    assert [(hit.passage, hit.score) for hit in knowledge.search("mười nhé")] == [
        (twice, 1.0),
        (once, 0.0),
    ]


def test_the_cosine_is_of_the_nearest_three_questions_and_the_answers_is_apart(tmp_path):
    passage = replace(NUMBERS, title="một", also=("mười", "mười hai", "năm"), text="mười một")
    hit = knowledge_of([passage, LATER], tmp_path).search("mười nhé")[0]
    # 1/√2 and 1/2 and 0, the fourth left out; the answer under its title: một mười một
    assert hit.signs.cosine == pytest.approx((1 / 2**0.5 + 1 / 2) / 3)
    assert hit.signs.answer == pytest.approx(1 / 10**0.5)


def test_a_passage_that_no_vector_of_the_pool_is_of_can_still_be_found(folder, monkeypatch):
    monkeypatch.setattr("knowledge.base._POOL", 1)
    base = KnowledgeBase(open_index(folder, "fake"), FakeEmbedder())
    assert sorted(ids(base.search("vay tiền"))) == sorted(p.id for p in CORPUS)
    assert ids(base.search("vay tiền"))[0] == "ho-tro/vay-von"


@pytest.mark.parametrize("typed", [LOAN.title, "vay von di hoc o dau", LOAN.also[0].upper()])
def test_a_question_of_the_corpus_leads_to_its_passage_for_sure(knowledge, typed):
    first, second, *_ = knowledge.search(typed)
    assert (first.passage, first.score, first.confidence) == (LOAN, 1.0, 1.0)
    assert second.passage != LOAN


def test_a_foreseen_question_is_known_without_embedding_it(knowledge, embedder):
    assert knowledge.foreseen(knowledge.read("vay von di hoc o dau")) == LOAN
    assert knowledge.foreseen(knowledge.read("vay vốn đi học")) is None
    assert embedder.asked == []


def test_a_question_of_the_corpus_is_certain_each_time_and_never_embedded(knowledge, embedder):
    first, again = knowledge.search(LOAN.title), knowledge.search(LOAN.title)
    assert first == again
    assert (first[0].score, first[0].confidence) == (1.0, 1.0)
    assert embedder.asked == []


@pytest.mark.parametrize("passage", CORPUS, ids=lambda passage: passage.id)
def test_a_question_of_the_corpus_finds_what_it_finds_when_embedded(knowledge, embedder, passage):
    for question in passage.questions:
        known, embedded = knowledge.search(question), knowledge.search(f"{question}!")
        assert embedder.asked.pop() == f"{question}!"
        assert ids(known) == ids(embedded)
        assert [hit.score for hit in known] == pytest.approx([hit.score for hit in embedded])


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("một ở Lạng Sơn", ["so/nam", "tinh/kia"]),
        ("mot o ha long", ["so/nam", "tinh/day"]),
        ("một ở Cà Mau", ["so/nam"]),
        ("một trên cả nước", ["so/nam"]),
        ("một ở Lạng Sơn hay Quảng Ninh", ["so/nam", "tinh/day", "tinh/kia"]),
        ("một", ["so/nam", "tinh/day", "tinh/kia"]),
    ],
)
def test_a_card_of_another_province_than_the_one_named_is_never_found(tmp_path, question, found):
    knowledge = knowledge_of([HERE, THERE, LATER], tmp_path)
    assert sorted(ids(knowledge.search(question))) == found


@pytest.mark.parametrize(
    ("province", "first"), [("quang-ninh", "tinh/day"), ("lang-son", "tinh/kia")]
)
def test_what_was_said_before_decides_between_equals_and_hides_nothing(tmp_path, province, first):
    knowledge = knowledge_of([HERE, THERE, LATER], tmp_path)
    hits = knowledge.search("một nhé", context=Context(facets={"province": province}))
    assert ids(hits)[0] == first
    assert len(hits) == 3


def test_what_is_said_now_goes_before_what_was_said(tmp_path):
    knowledge = knowledge_of([HERE, THERE, LATER], tmp_path)
    before = Context(facets={"province": "lang-son"})
    assert ids(knowledge.search("một ở Quảng Ninh", context=before))[0] == "tinh/day"


def test_what_was_said_before_does_not_outweigh_what_is_asked(knowledge):
    before = Context(facets={"pathway": "trung-cap"})
    assert knowledge.search("vay tiền ngân hàng", context=before)[0].passage == LOAN


def test_a_passage_that_may_not_be_said_is_not_said(knowledge):
    first, second, *_ = ids(knowledge.search("vay tiền"))
    after = ids(knowledge.search("vay tiền", context=Context(but=first)))
    assert after[0] == second
    assert first not in after
    assert len(knowledge.search("vay tiền", context=Context(but="khong/co"))) == 4


def test_what_was_just_said_is_not_said_again_for_a_foreseen_question_either(knowledge):
    assert LOAN.id not in ids(knowledge.search(LOAN.title, context=Context(but=LOAN.id)))
    assert knowledge.search(LOAN.title, context=Context(but=FREE.id))[0].passage == LOAN


@pytest.mark.parametrize(
    ("changes", "bonus"),
    [
        ({"id": "so/kia"}, 0.5),
        ({"id": "khac/kia"}, 0.0),
        ({"id": "khac/kia", "title": "một", "text": "hai"}, 0.5 / 2**0.5),
        ({"id": "khac/nam"}, 0.5),
        ({"id": "soan/kia"}, 0.0),
    ],
    ids=["its theme", "neither", "its words", "what follows it", "a theme that begins alike"],
)
def test_what_is_near_the_passage_leant_on_is_meant_sooner(tmp_path, changes, bonus):
    last = replace(NUMBERS, title="một", text="một", next=("khac/nam",))
    other = replace(LATER, **changes)
    only = replace(ALONE, shared=0.0, against=0.0, remembered=0.0, related=1.0)
    far = replace(NUMBERS, id="xa/xa", title="chín", text="chín")
    knowledge = knowledge_of([last, other, far], tmp_path, fusion=only)
    leaning = {
        hit.passage.id: hit.score for hit in knowledge.search("mười", context=Context(near=last.id))
    }
    assert leaning == {last.id: 1.0, other.id: pytest.approx(bonus), far.id: 0.0}
    for context in (None, Context(near="khong/co"), Context(but="khong/co")):
        assert [hit.score for hit in knowledge.search("mười", context=context)] == [0.0] * 3


def test_the_passage_leant_on_can_be_said_again_unless_it_may_not(knowledge):
    near = Context(near=LOAN.id)
    assert ids(knowledge.search("vay tiền", context=near))[0] == LOAN.id
    assert LOAN.id not in ids(knowledge.search("vay tiền", context=replace(near, but=LOAN.id)))


def test_whether_a_question_turns_on_its_reading_is_told_without_embedding(tmp_path):
    loan = replace(NUMBERS, id="doc/vay", title="bạn vay")
    then = replace(NUMBERS, id="doc/vay-thi", title="bạn vậy")
    build_index([loan, then], FakeEmbedder(), tmp_path)
    embedder = FakeEmbedder()
    knowledge = KnowledgeBase(open_index(tmp_path, "fake"), embedder)
    question = knowledge.read("ban vay")
    assert (question.restored, question.other) == ("bạn vay", "bạn vậy")
    best, other = (Hit(passage, 1.0, 1.0, NO_SIGNS) for passage in (loan, then))
    assert knowledge.turns_on_reading(question, best)
    assert not knowledge.turns_on_reading(question, other)
    assert not knowledge.turns_on_reading(knowledge.read("bạn vậy"), best)
    assert embedder.asked == []


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "?!...", "👍👍", "\u200b", "\x00"])
def test_a_blank_question_has_no_hits_and_is_not_embedded(knowledge, embedder, question):
    assert knowledge.search(question) == []
    assert embedder.asked == []


@pytest.mark.parametrize("top_k", [0, 1, 2, 3])
def test_no_more_hits_than_asked_for(knowledge, top_k):
    assert len(knowledge.search("học nghề", top_k=top_k)) == top_k


def test_no_more_hits_than_passages(knowledge):
    assert len(knowledge.search("học nghề", top_k=100)) == 4


def test_confidence_does_not_depend_on_how_many_hits_are_asked_for(knowledge):
    all_hits = knowledge.search("học nghề miễn phí", top_k=4)
    for top_k in (1, 2, 3):
        assert knowledge.search("học nghề miễn phí", top_k=top_k) == all_hits[:top_k]


def test_one_passage_alone_is_found(tmp_path):
    hits = knowledge_of([NUMBERS], tmp_path).search("một")
    assert ids(hits) == ["so/mot"]
    assert hits[0].signs.lead == hits[0].score


def test_equal_questions_are_embedded_once(knowledge, embedder):
    for question in (
        "vay vốn nhé",
        "  vay   vốn nhé ",
        unicodedata.normalize("NFD", "vay vốn nhé"),
    ):
        knowledge.search(question)
    assert embedder.asked == ["vay vốn nhé"]
    knowledge.search("vay vốn à")
    assert embedder.asked == ["vay vốn nhé", "vay vốn à"]


@pytest.mark.parametrize(
    ("typed", "embedded"),
    [
        ("hoc nghe duoc mien hoc phi", "học nghề được miễn học phí"),
        ("k co tien hoc trung cap", "không có tiền học trung cấp"),
        ("HOC NGHE MIEN PHI", "học nghề miễn phí"),
        ("học nghe miễn phi", "học nghề miễn phí"),
    ],
)
def test_the_embedder_sees_no_bare_word_that_the_corpus_can_mark(
    knowledge, embedder, typed, embedded
):
    knowledge.search(typed)
    assert embedder.asked == [embedded]


def test_a_question_is_read_as_typed_as_meant_and_with_its_diacritics(knowledge):
    assert knowledge.read(" k co  tien\u200b hoc nghe") == Question(
        typed="k co tien hoc nghe",
        normalized="không co tien hoc nghe",
        restored="không có tiền học nghề",
        other=None,
        facets={},
    )


@pytest.mark.parametrize(
    "question",
    [
        "a" * 4096,
        "học " * 1024,
        "x" * 4096 + " học",
        "/restart",
        "____",
        "\u0301\u0323",
        "🇻🇳 ok",
        "İ",
    ],
    ids=lambda question: ascii(question[:8]),
)
def test_whatever_is_typed_scores_stay_within_bounds(knowledge, question):
    for hit in knowledge.search(question):
        assert 0 <= hit.score <= 1 + 1e-6
        assert 0 <= hit.confidence <= 1
        assert 0 <= hit.signs.coverage <= 1 + 1e-6


def test_a_failure_of_the_model_is_told_and_not_remembered(knowledge, embedder):
    embedder.failure = EmbeddingFailed("fake", "no memory")
    with pytest.raises(EmbeddingFailed, match="no memory"):
        knowledge.search("vay tiền")
    embedder.failure = None
    assert knowledge.search("vay tiền")[0].passage == LOAN


def test_a_passage_is_had_by_its_id(knowledge):
    assert knowledge.passage("ho-tro/vay-von") == LOAN
    assert len(knowledge) == 4


def test_an_unknown_id_is_told(knowledge):
    with pytest.raises(PassageNotFound) as caught:
        knowledge.passage("khong/co")
    assert caught.value.id == "khong/co"


def test_an_index_of_another_model_is_refused(folder):
    with pytest.raises(IndexMismatch):
        KnowledgeBase.open(folder, FakeEmbedder("other"))


@pytest.mark.parametrize("opened", [KnowledgeBase.open, LiveKnowledgeBase])
def test_a_missing_index_is_told(tmp_path, embedder, opened):
    with pytest.raises(IndexMissing):
        opened(tmp_path, embedder)


@pytest.fixture
def live(folder, embedder) -> LiveKnowledgeBase:
    return LiveKnowledgeBase(folder, embedder)


def test_nothing_is_taken_up_where_nothing_was_built(live):
    base = live.base
    assert live.refresh() is False
    assert live.base is base


def test_a_new_index_is_taken_up_once(live, folder):
    build_index([*CORPUS, NUMBERS], FakeEmbedder(), folder)
    assert live.refresh() is True
    assert live.base.passage("so/mot") == NUMBERS
    assert live.refresh() is False


def test_a_search_under_way_goes_on_with_the_index_it_began_with(live, folder):
    begun = live.base
    build_index([NUMBERS], FakeEmbedder(), folder)
    live.refresh()
    assert ids(begun.search("vay tiền"))[0] == "ho-tro/vay-von"
    assert ids(live.base.search("vay tiền")) == ["so/mot"]


def test_a_broken_new_index_leaves_the_old_in_use_until_it_is_mended(live, folder):
    build_index([NUMBERS], FakeEmbedder(), folder)
    vectors = current_build(folder) / "vectors.faiss"
    whole = vectors.read_bytes()
    vectors.write_bytes(whole[:10])
    for _ in range(2):
        with pytest.raises(IndexBroken):
            live.refresh()
        assert ids(live.base.search("vay tiền"))[0] == "ho-tro/vay-von"
    vectors.write_bytes(whole)
    assert live.refresh() is True
    assert len(live.base) == 1


def test_a_new_index_of_another_model_leaves_the_old_in_use(live, folder):
    build_index([NUMBERS], FakeEmbedder("other"), folder)
    with pytest.raises(IndexMismatch):
        live.refresh()
    assert len(live.base) == 4


def test_an_index_that_was_taken_away_leaves_the_old_in_use(live, folder):
    os.unlink(folder / "current")  # noqa: PTH108 - the link itself
    with pytest.raises(IndexMissing):
        live.refresh()
    assert len(live.base) == 4


def test_every_failure_of_a_refresh_is_one_that_a_server_can_catch(live, folder):
    build_index([NUMBERS], FakeEmbedder(), folder)
    (current_build(folder) / "lexical/folded/data.csc.index.npy").write_bytes(b"")
    with pytest.raises(KnowledgeError):
        live.refresh()


def test_of_a_very_long_question_the_beginning_is_embedded(knowledge, embedder):
    assert knowledge.search("học phí trung cấp " * 200)
    assert len(embedder.asked[-1].split()) == 150

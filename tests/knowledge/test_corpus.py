import unicodedata
from datetime import date
from pathlib import Path

import pytest

from knowledge.corpus import load_corpus, load_documents, read_corpus
from knowledge.errors import CorpusRejected
from knowledge.passages import Citation, Document, Passage
from tests.knowledge.cards import BODY, CARD, TABLE

CITATIONS = "citations:\n  - document: nd-238-2025\n    clause: Điều 15\n"
OLD = Document(
    "nd-81-2021",
    "81/2021/NĐ-CP",
    "Nghị định",
    "Thu, quản lý học phí",
    "Chính phủ",
    date(2021, 8, 27),
    date(2021, 10, 15),
    date(2025, 9, 3),
    (),
    "nd-238-2025",
    "superseded",
    "verified",
    "https://vanban.test/81",
    "Bản cũ",
)
NEW = Document(
    "nd-238-2025",
    "238/2025/NĐ-CP",
    "Nghị định",
    "Miễn, giảm học phí",
    "Chính phủ",
    date(2025, 9, 3),
    date(2025, 9, 3),
    None,
    ("nd-81-2021",),
    None,
    "in_force",
    "verified",
)
PASSAGE = Passage(
    id="hoc-phi/mien",
    title="Ai được miễn học phí?",
    also=("Học nghề có mất tiền không?",),
    text=BODY,
    audience=("student", "parent"),
    level="national",
    province=None,
    citations=(Citation(NEW, "Điều 15"),),
    evidence="verified",
    facts=("F4.01", "F4.07"),
    holds_from=None,
    holds_until=None,
    reviewed=date(2025, 10, 1),
    next=(),
)


def test_a_card_becomes_a_passage_with_its_documents(corpus):
    corpus.write("hoc-phi/mien.md", CARD)
    assert load_corpus(corpus.documents, corpus.table) == [PASSAGE]


def test_a_card_says_all_that_it_may(corpus):
    full = CARD.replace("level: national", "level: province\nprovince: quang-ninh").replace(
        "reviewed:", "holds: {from: 2025-09-03, until: 2030-12-31}\nreviewed:"
    )
    corpus.write("hoc-phi/mien.md", full)
    passage = load_corpus(corpus.documents, corpus.table)[0]
    assert (passage.level, passage.province) == ("province", "quang-ninh")
    assert (passage.holds_from, passage.holds_until) == (date(2025, 9, 3), date(2030, 12, 31))


def test_a_superseded_document_is_cited_with_the_name_of_what_replaced_it(corpus):
    corpus.write(
        "a.md", CARD.replace("nd-238-2025", "nd-81-2021").replace("    clause: Điều 15\n", "")
    )
    passage = load_corpus(corpus.documents, corpus.table)[0]
    assert passage.citations == (Citation(OLD, None, "Nghị định 238/2025/NĐ-CP"),)


def test_passages_come_in_the_order_of_their_ids_not_of_their_files(corpus):
    corpus.write("a.md", CARD)
    other = CARD.replace("hoc-phi/mien", "bang-cap/gi").replace("Ai được", "Vì sao")
    corpus.write("z/z.md", other.replace("Học nghề có", "Học thêm có"))
    assert corpus.read() == (["bang-cap/gi", "hoc-phi/mien"], [])


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        (CITATIONS, "", 2, "citations: Field required"),
        (
            CITATIONS,
            "citations: []\n",
            8,
            "citations: Tuple should have at least 1 item after validation, not 0",
        ),
        ("nd-238-2025", "nd-999", 8, "unknown document 'nd-999'"),
        (
            CITATIONS,
            f"{CITATIONS}  - document: nd-81-2021\n    page: 3\n",
            8,
            "citations.1.page: Extra inputs are not permitted",
        ),
        ("title: Ai", "title: Hỏi: Ai", 3, "not YAML: mapping values are not allowed here"),
        ("---\nid", "id", 1, "a card begins with front matter between two lines of ---"),
        ("2025-10-01", "2999-01-01", 13, "reviewed: Value error, 2999-01-01 is in the future"),
        (
            "reviewed: 2025-10-01",
            "reviewed: hôm nay",
            13,
            "reviewed: Input should be a valid date or datetime, input is too short",
        ),
        ("reviewed: 2025-10-01\n", "", 2, "reviewed: Field required"),
        (
            "audience: [student, parent]",
            "audience: [student, pupil]",
            6,
            "audience.1: Input should be 'student', 'parent' or 'teacher'",
        ),
        (
            "national",
            "world",
            7,
            "level: Input should be 'national', 'province', 'commune' or 'school'",
        ),
        (
            "evidence: verified",
            "evidence: memory",
            11,
            "evidence: Input should be 'verified', 'verified-2', 'plan', 'conflict', "
            "'not-found' or 'computed'",
        ),
        (
            "facts: [F4.01, F4.07]",
            "facts: []",
            12,
            "facts: Tuple should have at least 1 item after validation, not 0",
        ),
        (
            "id: hoc-phi/mien",
            "id: Học phí",
            2,
            "id: String should match pattern '^[a-z0-9-]+/[a-z0-9-]+$'",
        ),
        ("Ai được miễn học phí?", "Gì?", 3, "title: String should have at least 8 characters"),
        ("next: []", "nexd: []", 14, "nexd: Extra inputs are not permitted"),
        ("Học nghề có mất tiền không?", "AI DUOC MIEN HOC PHI?", 4, "asks the same question twice"),
        ("cho {bạn}", "cho {em}", 16, "the only placeholders are {bạn} and {Bạn}"),
        ("{Bạn} hỏi", "{BẠN} hỏi", 16, "the only placeholders are {bạn} and {Bạn}"),
        ("next: []", "next: [hoc-phi/khac]", 14, "next names unknown card 'hoc-phi/khac'"),
    ],
    ids=lambda value: "" if isinstance(value, int) else value[:24].replace("\n", " "),
)
def test_what_is_wrong_with_a_card_is_said_with_file_and_line(corpus, old, new, line, problem):
    assert old in CARD
    path = corpus.write("hoc-phi/mien.md", CARD.replace(old, new))
    assert corpus.read()[1] == [f"{path}:{line}: {problem}"]


def with_body(body: str) -> str:
    return CARD.replace(BODY, body)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("ba " * 51 + "\n\nHết.", "the first paragraph has 51 words, more than 50"),
        ("ba " * 29, "the answer has 29 words, not 30 to 190"),
        ("ba " * 50 + "\n\n" + "ba " * 141, "the answer has 191 words, not 30 to 190"),
    ],
    ids=["long first paragraph", "short", "long"],
)
def test_an_answer_of_the_wrong_length_is_refused(corpus, body, problem):
    path = corpus.write("a.md", with_body(body))
    assert corpus.read() == ([], [f"{path}:16: {problem}"])


@pytest.mark.parametrize("body", ["ba " * 50 + "\n\n" + "ba " * 140, "ba " * 30])
def test_an_answer_may_be_as_long_and_as_short_as_that(corpus, body):
    corpus.write("a.md", with_body(body))
    assert corpus.read() == (["hoc-phi/mien"], [])


@pytest.mark.parametrize(("piece", "line"), [("Ai được miễn học phí?", 3), ("Tốt nghiệp", 16)])
def test_text_that_is_not_composed_is_refused(corpus, piece, line):
    path = corpus.write("a.md", CARD.replace(piece, unicodedata.normalize("NFD", piece)))
    assert corpus.read() == ([], [f"{path}:{line}: the text is not in Unicode NFC"])


def test_every_problem_of_a_card_is_said_at_once(corpus):
    path = corpus.write("a.md", CARD.replace("nd-238-2025", "nd-999").replace("{Bạn}", "{bạn "))
    assert corpus.read()[1] == [
        f"{path}:8: unknown document 'nd-999'",
        f"{path}:16: the only placeholders are {{bạn}} and {{Bạn}}",
    ]


def test_a_bad_card_does_not_hide_a_good_one(corpus):
    bad = corpus.write("a.md", "Chào.")
    corpus.write("b.md", CARD)
    problem = "a card begins with front matter between two lines of ---"
    assert corpus.read() == (["hoc-phi/mien"], [f"{bad}:1: {problem}"])


def test_an_id_belongs_to_one_card(corpus):
    first = corpus.write("a.md", CARD)
    second = corpus.write("b.md", CARD)
    assert corpus.read() == (
        ["hoc-phi/mien"],
        [f"{second}:2: id 'hoc-phi/mien' is also {first}"],
    )


def test_a_question_is_asked_by_one_card_whatever_its_diacritics(corpus):
    corpus.write("a.md", CARD)
    other = CARD.replace("hoc-phi/mien", "hoc-phi/nua").replace("Ai được", "Vì sao")
    path = corpus.write("b.md", other.replace("Học nghề", "Hoc nghe"))
    problem = "'Hoc nghe có mất tiền không?' is also asked by card 'hoc-phi/mien'"
    assert corpus.read()[1] == [f"{path}:5: {problem}"]


def test_a_folder_without_cards_is_a_problem(corpus):
    assert corpus.read() == ([], [f"{corpus.documents}:1: no cards here (*.md)"])


def test_a_missing_folder_is_a_problem(corpus):
    corpus.documents.rmdir()
    assert corpus.read() == ([], [f"{corpus.documents}:1: no cards here (*.md)"])


def test_a_missing_table_is_a_problem(corpus):
    path = corpus.write("a.md", CARD)
    corpus.table.unlink()
    assert corpus.read() == (
        [],
        [f"{corpus.table}:1: no such file", f"{path}:8: unknown document 'nd-238-2025'"],
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        (
            "issued: 2021-08-27",
            "issued: 2999-01-01",
            13,
            "issued: Value error, 2999-01-01 is in the future",
        ),
        ("id: nd-81-2021", "id: NĐ 81", 13, "id: String should match pattern '^[a-z0-9-]+$'"),
        ("  kind: Nghị định\n  title: Thu", "  title: Thu", 13, "kind: Field required"),
        (
            "status: superseded",
            "status: old",
            13,
            "status: Input should be 'in_force', 'superseded', 'expired', 'plan', 'secondary' "
            "or 'unknown'",
        ),
        (
            "superseded_by: nd-238-2025",
            "superseded_by: nd-9",
            13,
            "'nd-81-2021' names unknown document 'nd-9'",
        ),
    ],
    ids=["future date", "id", "missing key", "status", "successor"],
)
def test_what_is_wrong_with_a_document_is_said_with_its_line(corpus, old, new, line, problem):
    assert old in TABLE
    corpus.table.write_text(TABLE.replace(old, new), encoding="utf-8")
    with pytest.raises(CorpusRejected) as caught:
        load_documents(corpus.table)
    assert str(caught.value).splitlines()[0] == f"{corpus.table}:{line}: {problem}"


def test_a_document_is_in_the_table_once(corpus):
    corpus.table.write_text(TABLE + TABLE, encoding="utf-8")
    with pytest.raises(CorpusRejected) as caught:
        load_documents(corpus.table)
    assert [problem.problem for problem in caught.value.problems] == [
        "document 'nd-238-2025' is there twice",
        "document 'nd-81-2021' is there twice",
    ]


def test_documents_are_read_by_id(corpus):
    assert load_documents(corpus.table) == {"nd-238-2025": NEW, "nd-81-2021": OLD}


def test_a_corpus_with_problems_is_not_loaded_and_each_is_named(corpus):
    bad = [corpus.write("a.md", "Chào."), corpus.write("b.md", "")]
    with pytest.raises(CorpusRejected) as caught:
        load_corpus(corpus.documents, corpus.table)
    assert [problem.path for problem in caught.value.problems] == bad


def test_the_corpus_that_is_shipped_is_clean_and_large_enough():
    passages, problems = read_corpus(Path("knowledge/documents"), Path("knowledge/documents.yml"))
    assert problems == []
    assert len(passages) >= 120

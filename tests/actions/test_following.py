import pytest

from actions.following import Whole, leans_by_length, whole_question

TARGET = "Đến năm 2030 Quảng Ninh muốn bao nhiêu học sinh học nghề?"
FREE = "Trung học nghề có được miễn học phí không?"
COMPARED = "Trung học nghề khác hệ 9+ ở chỗ nào?"
ABOUT = "Học nghề xong làm gì?"


@pytest.mark.parametrize(
    ("title", "follow_up", "whole"),
    [
        # Another province, grade, pathway, kind of school in the place of the one before.
        (TARGET, "thế còn Lạng Sơn?", TARGET.replace("Quảng Ninh", "Lạng Sơn")),
        (TARGET, "ở Cao Lộc thì sao ạ", TARGET.replace("Quảng Ninh", "Cao Lộc")),
        (FREE, "vậy cao đẳng thì sao", "Cao đẳng có được miễn học phí không?"),
        ("Hết lớp 9 đi đâu?", "còn lớp 12 thì sao", "Hết lớp 12 đi đâu?"),
        ("Học phí trường tư thế nào?", "trường công thì sao", "Học phí trường công thế nào?"),
        # Changed and narrowed, or about what has no pathway, grade, kind of school: what is new
        # goes before the title.
        (FREE, "còn cao đẳng thì mấy năm", "mấy năm, Cao đẳng có được miễn học phí không?"),
        (ABOUT, "còn tiền ăn?", f"tiền ăn, {ABOUT}"),
        (ABOUT, "Thế Lạng Sơn?", f"Lạng Sơn, {ABOUT}"),
        (ABOUT, "bao lâu?", f"bao lâu, {ABOUT}"),
        (ABOUT, "vì sao vậy ạ", f"vì sao, {ABOUT}"),
        (ABOUT, "tại sao thế?", f"tại sao, {ABOUT}"),
        (ABOUT, "là sao ạ?", f"là sao ạ, {ABOUT}"),
        # Put right.
        (FREE, "ý em là cao đẳng cơ", "Cao đẳng có được miễn học phí không?"),
        (FREE, "không phải, tôi hỏi cao đẳng mà", "Cao đẳng có được miễn học phí không?"),
        (
            FREE,
            "tôi hỏi về cao đẳng chứ không phải đại học",
            "Cao đẳng có được miễn học phí không?",
        ),
        (TARGET, "nhầm, Lạng Sơn", TARGET.replace("Quảng Ninh", "Lạng Sơn")),
        # A comparison is not turned into one of a thing with itself.
        (COMPARED, "còn cao đẳng?", f"cao đẳng, {COMPARED}"),
        # An exam is not the word that ties.
        ("Lớp 9 học gì?", "còn thi lớp 10", "thi, Lớp 10 học gì?"),
        # Nothing new.
        (TARGET, "thế Quảng Ninh?", f"Quảng Ninh, {TARGET}"),
        (FREE, "", FREE),
    ],
)
def test_a_follow_up_makes_a_whole_question_of_the_title_before(title, follow_up, whole):
    assert whole_question(title, follow_up) == Whole(whole, is_repeatable=False)


@pytest.mark.parametrize(
    ("title", "follow_up", "whole"),
    [
        (FREE, "còn tiền ăn?", "tiền ăn, trung học nghề?"),
        (FREE, "bao lâu?", "bao lâu, trung học nghề?"),
        (FREE, "vì sao vậy ạ", "vì sao, trung học nghề?"),
        (FREE, "tại sao thế?", "tại sao, trung học nghề?"),
        (FREE, "là sao ạ?", "là sao ạ, trung học nghề?"),
        (FREE, "còn thi đầu vào thì sao", "thi đầu vào, trung học nghề?"),
        (FREE, "trung học nghề bao lâu", "trung học nghề bao lâu, trung học nghề?"),
        (FREE, "cao đẳng với đại học thì sao", "cao đẳng với đại học, trung học nghề?"),
        ("Hết lớp 9 học trường tư được không?", "mấy năm", "mấy năm, lớp 9, tư thục?"),
    ],
)
def test_what_changes_nothing_is_asked_of_what_the_title_is_about(title, follow_up, whole):
    assert whole_question(title, follow_up) == Whole(whole, is_repeatable=True)


@pytest.mark.parametrize(
    ("follow_up", "new"),
    [
        ("còn con trai thì sao", "con trai"),
        ("con trai tôi thì sao", "con trai tôi"),
        ("còn con tôi?", "con tôi"),
        ("con con gai thì sao", "con gai"),
        ("Còn con thì sao?", "con"),
        ("nếu con thương binh thì sao", "con thương binh"),
        ("còn tôi thì sao", "tôi"),
        ("con tien an", "tien an"),
        ("thế con nội trú thì sao", "nội trú"),
        ("con muốn hỏi tiền ăn ạ", "tiền ăn"),
    ],
)
def test_a_child_is_told_from_the_word_that_ties(follow_up, new):
    assert whole_question(ABOUT, follow_up).question == f"{new}, {ABOUT}"


@pytest.mark.parametrize(
    ("follow_up", "name"),
    [
        ("con lang son?", "Lạng Sơn"),
        ("còn hai phòng thì sao", "Hải Phòng"),
        ("thế Cao Lộc?", "Cao Lộc"),
        ("còn TP HCM?", "TP HCM"),
    ],
)
def test_the_name_put_in_is_readable(follow_up, name):
    assert whole_question(TARGET, follow_up).question == TARGET.replace("Quảng Ninh", name)


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("bao lâu?", True),
        ("thế còn Lạng Sơn?", True),
        ("học phí thì?", True),
        ("👍", True),
        ("học nghề mấy năm", True),
        ("học nghề hết mấy năm", False),
        ("còn tiền ăn ở thì sao", False),
    ],
)
def test_up_to_four_words_are_about_nothing_by_themselves(question, leans):
    assert leans_by_length(question) is leans

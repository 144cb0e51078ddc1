import pytest

from actions.following import leans_by_length, whole_question

TARGET = "Đến năm 2030 Quảng Ninh muốn bao nhiêu học sinh học nghề?"
FREE = "Trung học nghề có được miễn học phí không?"
COMPARED = "Trung học nghề khác hệ 9+ ở chỗ nào?"


@pytest.mark.parametrize(
    ("title", "follow_up", "whole"),
    [
        # Another province, grade, pathway, kind of school in the place of the one before.
        (TARGET, "thế còn Lạng Sơn?", TARGET.replace("Quảng Ninh", "Lạng Sơn")),
        (TARGET, "ở Cao Lộc thì sao ạ", TARGET.replace("Quảng Ninh", "Cao Lộc")),
        (FREE, "vậy cao đẳng thì sao", "Cao đẳng có được miễn học phí không?"),
        ("Hết lớp 9 đi đâu?", "còn lớp 12 thì sao", "Hết lớp 12 đi đâu?"),
        ("Học phí trường tư thế nào?", "trường công thì sao", "Học phí trường công thế nào?"),
        # Narrowed: what is new goes before the title.
        (FREE, "còn tiền ăn?", f"tiền ăn, {FREE}"),
        (FREE, "Thế Lạng Sơn?", f"Lạng Sơn, {FREE}"),
        (FREE, "bao lâu?", f"bao lâu, {FREE}"),
        (FREE, "còn cao đẳng thì mấy năm", "mấy năm, Cao đẳng có được miễn học phí không?"),
        (FREE, "vì sao vậy ạ", f"vì sao, {FREE}"),
        (FREE, "tại sao thế?", f"tại sao, {FREE}"),
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
        (FREE, "cao đẳng với đại học thì sao", f"cao đẳng với đại học, {FREE}"),
        # Nothing new.
        (FREE, "là sao ạ?", f"là sao ạ, {FREE}"),
        (TARGET, "thế Quảng Ninh?", f"Quảng Ninh, {TARGET}"),
        (FREE, "", FREE),
    ],
)
def test_a_follow_up_makes_a_whole_question_of_the_title_before(title, follow_up, whole):
    assert whole_question(title, follow_up) == whole


@pytest.mark.parametrize(
    ("follow_up", "new"),
    [
        ("còn con trai thì sao", "con trai"),
        ("con trai tôi thì sao", "con trai tôi"),
        ("còn con tôi?", "con tôi"),
        ("con con gai thi sao", "con gai"),
        ("Còn con thì sao?", "con"),
        ("nếu con thương binh thì sao", "con thương binh"),
        ("còn tôi thì sao", "tôi"),
        ("con tien an", "tien an"),
        ("thế con nội trú thì sao", "nội trú"),
        ("con muốn hỏi tiền ăn ạ", "tiền ăn"),
    ],
)
def test_a_child_is_told_from_the_word_that_ties(follow_up, new):
    assert whole_question(FREE, follow_up) == f"{new}, {FREE}"


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
    assert whole_question(TARGET, follow_up) == TARGET.replace("Quảng Ninh", name)


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("bao lâu?", True),
        ("thế còn Lạng Sơn?", False),
        ("học phí thì?", True),
        ("👍", True),
        ("học nghề mấy năm", False),
    ],
)
def test_up_to_three_words_are_about_nothing_by_themselves(question, leans):
    assert leans_by_length(question) is leans

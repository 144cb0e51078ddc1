"""Find a school, played through as a visitor would, by tapping and by typing."""

from datetime import date
from pathlib import Path

import pytest

from actions.guidance.schools import SchoolForm
from actions.replies import Reply
from knowledge.schools.entry import DataDate, Programme
from knowledge.schools.lists import list_of
from knowledge.schools.store import LiveDirectory
from tests.knowledge.schools import CARS, TODAY, WELDING, school

PAST = Programme("Điện dân dụng", "dien", "trung-hoc-nghe", quota=30, deadline=date(2026, 8, 1))
MAU_SON = school(commune="huyện Lộc Bình", programmes=(WELDING, CARS, PAST))


class Talk:
    """A visitor's way through the form, as Rasa would call it."""

    def __init__(self, form: SchoolForm, audience: str | None = "student") -> None:
        self.form = form
        self.audience = audience
        self.state = dict.fromkeys(form.slots)
        self.asked: str | None = None

    def start(self, text: str) -> Reply:
        self.state = dict.fromkeys(self.form.slots)
        return self._go_on(self.form.read(text, None, self.state))

    def say(self, text: str) -> Reply:
        changes = self.form.read(text, self.asked, self.state)
        assert changes, f"no answer: {text}"
        return self._go_on(changes)

    def tap(self, reply: Reply, title: str) -> Reply:
        payload = next(b["payload"] for b in reply.buttons if b["title"] == title)
        return self.say(payload) if self.asked else self.start(payload)

    def _go_on(self, changes: dict) -> Reply:
        self.state |= changes
        self.asked = self.form.next_slot(self.state)
        if self.asked:
            return self.form.ask(self.asked, self.state, self.audience)
        return self.form.finish(self.state, self.audience).replies[0]


def titles(reply: Reply) -> list[str]:
    return [button["title"] for button in reply.buttons]


@pytest.fixture
def form() -> SchoolForm:
    """The form on what is shipped."""
    return SchoolForm(LiveDirectory(Path("nothing/was/imported.yml")), lambda: TODAY)


@pytest.fixture
def filled(tmp_path) -> SchoolForm:
    """The form with a list that a department imported."""
    others = [school(f"truong-{n}", f"Trường Trung cấp Số {n}", programmes=(WELDING,))
              for n in range(6)]  # fmt: skip
    quang_nam = school("hoi-an", "Trường Hội An", "da-nang", as_of=DataDate(2025, 1))
    path = tmp_path / "schools.yml"
    path.write_text(list_of([MAU_SON, *others, quang_nam]), encoding="utf-8")
    return SchoolForm(LiveDirectory(path), lambda: TODAY)


def test_one_question_and_the_schools_are_shown(form):
    talk = Talk(form)
    asked = talk.start("Tìm trường")
    assert asked.text.startswith("Em muốn tìm trường ở tỉnh nào?")
    assert titles(asked) == ["Quảng Ninh", "Lạng Sơn", "Tỉnh khác"]
    shown = talk.tap(asked, "Lạng Sơn")
    assert shown.text == (
        "Ở tỉnh Lạng Sơn, mình biết 2 nơi:\n\n"
        "1. Các trung tâm GDNN – GDTX ở Lạng Sơn\n"
        "Hệ và nghề đang tuyển: mình chưa rõ.\n"
        "Có thông tin là trung tâm, như ở Cao Lộc, có lớp trung cấp liên kết; "
        "chưa có danh sách.\n"
        "🗓 Số liệu tháng 1/2026 · 📄 Tiền Phong\n\n"
        "2. Trường Cao đẳng Lạng Sơn\n"
        "Hệ: cao đẳng, trung cấp, sơ cấp. Nghề đang tuyển: mình chưa rõ.\n"
        "Địa chỉ từng cơ sở chưa rõ.\n"
        "🗓 Số liệu 23/09/2025 (cũ) · 📄 Vietnam.vn\n\n"
        "Số liệu ghi “cũ” đã quá 12 tháng, nên hỏi lại trước khi dùng.\n"
        "Nên hỏi trường: giấy phép tuyển trung học nghề, bằng nhận được, các khoản phải đóng. "
        "Nơi kiểm lại: Sở Giáo dục và Đào tạo tỉnh Lạng Sơn."
    )
    assert titles(shown) == ["Chọn nghề", "Chọn hệ", "Tỉnh khác", "Gặp thầy cô tư vấn"]


def test_an_answer_is_one_and_cites_its_sources(form):
    payload = Talk(form).start("tìm trường ở Lạng Sơn").payload
    assert payload["kind"] == "answer"
    assert [(c["document"], c["clause"]) for c in payload["citations"]] == [
        ("Tiền Phong: Mạng lưới giáo dục nghề nghiệp ở Lạng Sơn", "số liệu tháng 1/2026"),
        ("Vietnam.vn: Lãnh đạo tỉnh làm việc với Trường Cao đẳng Lạng Sơn",
         "số liệu 23/09/2025"),
    ]  # fmt: skip
    assert payload["citations"][1]["url"].startswith("https://www.vietnam.vn/")


def test_who_names_the_place_is_not_asked(form):
    shown = Talk(form).start("tim truong nghe gan hoanh bo")
    assert shown.text.startswith("Ở phường Hoành Bồ (tỉnh Quảng Ninh), mình biết 1 nơi:")
    assert "Trường Cao đẳng Việt – Hàn Quảng Ninh (Hoành Bồ)" in shown.text


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("Hải Dương", "Mình chưa có số liệu về trường nào ở Hải Dương cũ (nay thuộc thành phố"),
        ("hai duong", "Mình chưa có số liệu về trường nào ở Hải Dương cũ (nay thuộc thành phố"),
        ("huyen cao loc", "Mình chưa có số liệu về nơi nào ở huyện Cao Lộc cũ (nay thuộc tỉnh"),
        ("à nhầm, mình ở Hạ Long cơ", "Ở thành phố Hạ Long cũ (nay thuộc tỉnh Quảng Ninh), mình"),
        ("Cao Lộc, Lạng Sơn", "Mình chưa có số liệu về nơi nào ở huyện Cao Lộc cũ"),
        ("1", "Ở tỉnh Quảng Ninh, mình biết 5 nơi:"),
        ("số 2", "Ở tỉnh Lạng Sơn, mình biết 2 nơi:"),
    ],
)
def test_a_place_may_be_typed_by_its_old_or_new_name(form, said, start):
    talk = Talk(form)
    talk.start("Tìm trường")
    assert talk.say(said).text.startswith(start)


def test_where_nothing_is_known_it_says_so_and_who_to_ask(form):
    talk = Talk(form, "parent")
    asked = talk.tap(talk.start("Tìm trường"), "Tỉnh khác")
    assert asked.text.startswith("Anh/chị gõ tên tỉnh")
    shown = talk.say("Thái Bình")
    assert shown.text == (
        "Mình chưa có số liệu về trường nào ở Thái Bình cũ (nay thuộc tỉnh Hưng Yên), nên không "
        "nêu tên để khỏi nói sai.\n\n"
        "Nơi hỏi đúng là Sở Giáo dục và Đào tạo tỉnh Hưng Yên. Khi hỏi, anh/chị nhớ ba điều:\n"
        "- Trường nào được cấp phép tuyển trung học nghề, số giấy phép là gì?\n"
        "- Học xong nhận bằng gì?\n"
        "- Phải đóng những khoản nào?"
    )
    assert shown.payload["citations"] == []
    assert talk.tap(shown, "Tỉnh khác").text.startswith("Anh/chị gõ tên tỉnh")


def test_a_doubtful_name_is_asked_back(form):
    talk = Talk(form)
    talk.start("Tìm trường")
    asked = talk.say("chau thanh")
    assert asked.text == "Có mấy nơi tên Châu Thành. Em ở tỉnh nào?"
    assert "Tây Ninh" in titles(asked)
    assert titles(asked)[-1] == "Tỉnh khác"
    shown = talk.tap(asked, "Tây Ninh")
    assert "huyện Châu Thành cũ (nay thuộc tỉnh Tây Ninh)" in shown.text


def test_a_name_of_very_many_provinces_is_asked_back_without_buttons(form):
    talk = Talk(form)
    asked = talk.start("tìm trường ở xã Tân Tiến")
    assert (asked.text, titles(asked)) == ("Có mấy nơi tên Tân Tiến. Em ở tỉnh nào?", [])
    assert "xã Tân Tiến (tỉnh Lạng Sơn)" in talk.say("lang son").text


def test_two_provinces_are_asked_back(form):
    talk = Talk(form)
    assert talk.start("tìm trường ở Quảng Ninh hay Lạng Sơn").text.startswith("Em gõ tên tỉnh")


@pytest.mark.parametrize(
    "text",
    [
        "học phí trung cấp bao nhiêu ạ em chưa rõ lắm",
        "ba mẹ ly hôn thì con theo ai",
        "em thích học ở trường an toàn",
        "asdf",
        "😀",
        "",
        "99",
        "bằng trung học nghề có học lên đại học được không ạ",
    ],
)
def test_what_names_no_place_is_no_answer(form, text):
    talk = Talk(form)
    talk.start("Tìm trường")
    assert form.read(text, talk.asked, talk.state) == {}


def test_a_field_said_instead_of_a_place_is_kept(form):
    talk = Talk(form)
    talk.start("Tìm trường")
    assert talk.say("em thích nấu ăn").text.startswith("Em muốn tìm trường ở tỉnh nào?")
    assert "dạy nhóm nghề Nấu ăn – chế biến ở tỉnh Lạng Sơn" in talk.say("lạng sơn").text


def test_a_field_is_chosen_from_what_is_taught_there(filled):
    talk = Talk(filled)
    asked = talk.tap(talk.start("tìm trường ở Lạng Sơn"), "Chọn nghề")
    assert asked.text.startswith("Em muốn học nhóm nghề nào?")
    assert titles(asked)[:3] == ["Hàn", "Điện – điện tử", "Ô tô – xe máy"]
    assert len(titles(asked)) == 7
    shown = talk.tap(asked, "Ô tô – xe máy")
    assert shown.text.startswith("Ở tỉnh Lạng Sơn, mình biết 1 nơi dạy nhóm nghề Ô tô – xe máy:")


def test_a_level_is_chosen_and_the_field_stays(filled):
    talk = Talk(filled)
    asked = talk.tap(talk.start("tìm trường dạy ô tô ở Lạng Sơn"), "Chọn hệ")
    assert titles(asked) == [
        "Sơ cấp", "Trung cấp", "Trung học nghề", "9+", "GDTX cấp THPT", "Cao đẳng",
        "Hệ nào cũng được",
    ]  # fmt: skip
    shown = talk.tap(asked, "Trung học nghề")
    assert "mình biết 1 nơi dạy nhóm nghề Ô tô – xe máy, hệ trung học nghề:" in shown.text
    again = talk.tap(shown, "Chọn nghề")
    assert "hệ trung học nghề" in talk.tap(again, "Nghề nào cũng được").text


@pytest.mark.parametrize(
    ("slot", "wish", "said", "value"),
    [
        ("school_field", "Tìm trường theo nghề ở Lạng Sơn", "co khi", "co-khi"),
        ("school_field", "Tìm trường theo nghề ở Lạng Sơn", "2", "dien"),
        ("school_field", "Tìm trường theo nghề ở Lạng Sơn", "nghề nào cũng được", None),
        ("school_field", "Tìm trường theo nghề ở Lạng Sơn", "em chưa biết", None),
        ("school_level", "Tìm trường theo hệ ở Lạng Sơn", "9+", "9-plus"),
        ("school_level", "Tìm trường theo hệ ở Lạng Sơn", "so cap", "so-cap"),
        ("school_level", "Tìm trường theo hệ ở Lạng Sơn", "3", "trung-hoc-nghe"),
        ("school_level", "Tìm trường theo hệ ở Lạng Sơn", "hệ nào cũng được", None),
    ],
)
def test_a_field_and_a_level_may_be_typed(form, slot, wish, said, value):
    talk = Talk(form)
    talk.start(wish)
    assert talk.asked == slot
    talk.say(said)
    assert (talk.state[slot], talk.asked) == (value, None)


def test_a_second_tap_on_the_province_is_no_field(form):
    talk = Talk(form)
    talk.start("Tìm trường theo nghề ở Lạng Sơn")
    talk.say("Lạng Sơn")
    assert (talk.asked, talk.state["school_province"]) == ("school_field", "lang-son")


def test_the_province_may_be_put_right_while_the_field_is_asked(form):
    talk = Talk(form)
    talk.start("Tìm trường theo nghề ở Lạng Sơn")
    assert talk.say("à nhầm, Quảng Ninh").text.startswith("Em muốn học nhóm nghề nào?")
    assert "tỉnh Quảng Ninh" in talk.say("hàn").text


def test_a_programme_is_told_with_all_that_is_known_of_it(filled):
    shown = Talk(filled).start("tìm trường có trung học nghề ở Lộc Bình").text
    assert (
        "1. Trường Trung cấp Mẫu Sơn (huyện Lộc Bình)\n"
        "Nghề: Công nghệ ô tô (trung học nghề, không thu học phí, hạn nộp 15/12/2026, "
        "giấy phép 12/GP-SGDĐT ngày 01/07/2026); Điện dân dụng (trung học nghề, tuyển 30, "
        "hạn 01/08/2026 đã qua, chưa thấy giấy phép tuyển).\n"
        "🗓 Số liệu 01/10/2026 · 📄 Danh sách của Sở\n"
    ) in shown
    assert "học phí 1.200.000 đồng/tháng" in Talk(filled).start("tìm trường dạy hàn Lộc Bình").text


def test_old_data_say_so_and_new_ones_do_not(filled):
    assert "Số liệu ghi “cũ” đã quá 12 tháng" in Talk(filled).start("tìm trường ở Hội An").text
    assert "cũ”" not in Talk(filled).start("tìm trường dạy hàn ở Lạng Sơn").text


def test_at_most_four_schools_are_shown_and_the_rest_are_counted(filled):
    shown = Talk(filled).start("tìm trường dạy hàn ở Lạng Sơn").text
    assert "mình biết 7 nơi" in shown
    assert [n for n in range(1, 8) if f"\n{n}. " in shown] == [1, 2, 3, 4]
    assert "Còn 3 nơi nữa; chọn nghề hoặc hệ để thu hẹp." in shown


@pytest.mark.parametrize("audience", ["student", "teacher", None])
@pytest.mark.parametrize("where", ["Lạng Sơn", "Quảng Ninh", "Hội An", "huyện Cao Lộc", "Cà Mau"])
def test_what_is_said_is_short_and_its_buttons_fit(filled, where, audience):
    for wish in ("tìm trường ở", "tìm trường dạy mỏ ở", "tìm trường sơ cấp ở"):
        shown = Talk(filled, audience).start(f"{wish} {where}")
        assert len(shown.text) <= 900
        assert len(shown.buttons) <= 7
        assert all(len(title) <= 40 for title in titles(shown))
        assert "{" not in shown.text + "".join(b["payload"] for b in shown.buttons)


def test_a_coming_deadline_offers_to_remind(filled):
    shown = Talk(filled, "parent").start("tìm trường ở Lộc Bình")
    reminder = shown.buttons[0]
    assert reminder == {
        "title": "⏰ Nhắc mình trước hạn",
        "payload": "Nhắc con hạn nộp hồ sơ trung-cap-mau-son-lang-son",
    }
    assert filled.reminder_wished(reminder["payload"]) == {
        "key": "school:trung-cap-mau-son-lang-son",
        "on": "2026-12-15",
        "title": "Hạn nộp hồ sơ Công nghệ ô tô: Trường Trung cấp Mẫu Sơn",
        "days_before": 7,
    }


def test_the_reminder_is_of_the_programme_that_was_looked_for(filled):
    shown = Talk(filled).start("tìm trường dạy hàn ở Lộc Bình")
    wished = filled.reminder_wished(shown.buttons[0]["payload"])
    assert wished is not None
    assert (wished["on"], wished["key"]) == ("2027-07-31", "school:trung-cap-mau-son-lang-son:han")


def test_without_a_coming_deadline_there_is_nothing_to_remind_of(filled, form):
    assert filled.reminder_for("trung-cap-mau-son-lang-son", "dien") is None
    assert form.reminder_for("cao-dang-lang-son") is None
    assert form.reminder_for("no-such-school") is None
    assert form.reminder_wished("Nhắc em hạn nộp hồ sơ") is None
    assert not any("Nhắc" in title for title in titles(Talk(form).start("tìm trường Lạng Sơn")))


def test_an_import_is_shown_by_a_form_that_serves(tmp_path):
    path = tmp_path / "schools.yml"
    live = LiveDirectory(path)
    talk = Talk(SchoolForm(live, lambda: TODAY))
    assert "chưa có số liệu về trường nào" in talk.start("tìm trường ở Cà Mau").text
    path.write_text(list_of([school("ca-mau", "Trường Đất Mũi", "ca-mau")]), encoding="utf-8")
    assert live.refresh()
    assert "1. Trường Đất Mũi\n" in talk.start("tìm trường ở Cà Mau").text

import pytest

from bot.conversation import Audience
from bot.telegram import texts
from bot.telegram.menu import menu
from bot.telegram.reading import Place
from bot.telegram.updates import COMMANDS
from tests.bot.telegram.visitors import AN, CLASS, titles_of
from tests.botapi.parameters import Parameters
from tests.botapi.sending import checked_text

HERE = Place(AN, 0, "private")


async def text_of(visitor, command):
    [call] = await visitor.say(command)
    return call.params["text"]


class TestStart:
    async def test_says_who_this_is_and_what_is_kept(self, visitor, rasa):
        [call] = await visitor.say("/start")
        for said in ("máy trả lời tự động (AI)", "không phải người", "được lưu", "/xoadulieu"):
            assert said in call.params["text"]
        assert titles_of(call) == [
            "Học sinh",
            "Phụ huynh",
            "Thầy cô",
            *texts.EXAMPLES["general"],
            "🧭 Tư vấn lộ trình",
            "🧩 Trắc nghiệm sở thích",
        ]
        assert rasa.messages == []

    async def test_may_be_said_again(self, visitor):
        first, again = await visitor.say("/start"), await visitor.say("/start")
        assert first == again

    @pytest.mark.parametrize(
        ("link", "audience", "flows"),
        [
            ("lop9", Audience.STUDENT, ["🧭 Tư vấn lộ trình", "🧩 Trắc nghiệm sở thích"]),
            ("phuhuynh", Audience.PARENT, ["🧭 Tư vấn lộ trình", "🧩 Trắc nghiệm sở thích"]),
            ("chithi21", Audience.TEACHER, ["📚 Học Chỉ thị 21"]),
        ],
    )
    async def test_from_a_link_knows_who_is_there(self, visitor, chats, link, audience, flows):
        [call] = await visitor.say(f"/start {link}")
        assert (await chats.get(HERE)).audience is audience
        assert titles_of(call)[3:] == [*texts.EXAMPLES[audience], *flows]
        assert len(call.params["reply_markup"]["inline_keyboard"][-1]) == len(flows)
        assert texts.FOR_WHOM[audience] in call.params["text"]
        assert [title for title in titles_of(call) if title.startswith("✓")] == [
            f"✓ {texts.AUDIENCES[audience]}"
        ]

    async def test_from_a_group_says_that_nobody_reads_along(self, visitor):
        assert "người trong nhóm không thấy" in await text_of(visitor, "/start rieng")

    @pytest.mark.parametrize("link", ["lotrinh", "TracNghiem", "hoctap", "timtruong", "nhacviec"])
    async def test_from_a_link_to_a_flow_says_who_this_is_and_begins(self, visitor, rasa, link):
        hello, begun = await visitor.say(f"/start {link}")
        assert hello.params["text"] == texts.speak(texts.INTRODUCTION, None)
        assert titles_of(hello) == []
        assert rasa.texts == [texts.FLOWS[link.lower()]]
        assert begun.params["text"] == f"Về: {texts.FLOWS[link.lower()]}"

    async def test_from_any_other_link_is_as_without(self, visitor):
        assert await text_of(visitor, "/start xyz") == await text_of(visitor, "/start")

    async def test_knows_again_who_is_there(self, visitor):
        await visitor.tap_data("a:teacher")
        [call] = await visitor.say("/start")
        assert call.params["text"].startswith("Chào thầy/cô!")
        assert "✓ Thầy cô" in titles_of(call)
        assert texts.speak(texts.ASK_AWAY, Audience.TEACHER) in call.params["text"]


class TestAsking:
    async def test_asks_what_follows_the_command(self, visitor, rasa):
        assert await text_of(visitor, "/hoi học phí") == "Về: học phí"

    async def test_without_a_question_offers_some(self, visitor, rasa):
        [call] = await visitor.say("/hoi")
        assert titles_of(call) == list(texts.EXAMPLES["general"])
        await visitor.tap(call, texts.EXAMPLES["general"][0])
        assert rasa.texts == [texts.EXAMPLES["general"][0]]

    async def test_without_a_question_in_a_group_waits_for_a_reply(self, visitor):
        [call] = await visitor.say("/hoi", chat=CLASS)
        assert call.params["reply_markup"]["force_reply"]
        assert call.params["reply_parameters"]["message_id"]

    @pytest.mark.parametrize(
        ("command", "asked"), [("/nguon", "nguồn đâu"), ("/ngan", "ngắn thôi")]
    )
    async def test_about_the_last_answer(self, visitor, rasa, command, asked):
        await visitor.say(command)
        assert rasa.texts == [asked]

    @pytest.mark.parametrize(
        ("tap", "asked"),
        [
            ("a:student", "Em muốn gặp thầy cô tư vấn"),
            ("a:parent", "Tôi muốn gặp thầy cô tư vấn"),
            ("a:teacher", "Tôi muốn gặp thầy cô tư vấn"),
            (None, "Mình muốn gặp thầy cô tư vấn"),
        ],
    )
    async def test_for_a_counsellor_in_ones_own_voice(self, visitor, rasa, tap, asked):
        if tap:
            await visitor.tap_data(tap)
        await visitor.say("/tuvan")
        assert rasa.texts == [asked]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/quyenriengtu", "Mình không lưu</b> tên, tên người dùng, số điện thoại"),
        ("/trogiup", "/nguon để xem kỹ nguồn"),
        ("/trogiup", "/lotrinh để so các hướng học tiếp"),
        ("/xyz", "không có lệnh này"),
    ],
)
async def test_what_needs_no_answer_is_said_at_once(visitor, rasa, command, said):
    assert said in await text_of(visitor, command)
    assert rasa.messages == []


@pytest.mark.parametrize("audience", list(Audience))
async def test_every_command_speaks_to_whom_it_answers(visitor, chats, audience):
    await chats.set_audience(HERE, audience)
    for command in sorted(COMMANDS):
        [call] = await visitor.say(f"/{command}")
        said = call.params["text"]
        assert "bạn" not in said.lower(), command
        assert "{" not in said


class TestAFlow:
    @pytest.mark.parametrize(
        ("command", "asked"),
        [
            ("/lotrinh", "Tư vấn lộ trình"),
            ("/tracnghiem", "Làm trắc nghiệm sở thích"),
            ("/timtruong", "Tìm trường"),
            ("/timtruong quảng ninh", "Tìm trường quảng ninh"),
            ("/hoctap", "Học Chỉ thị 21"),
            ("/hoctap bài 2", "Học Chỉ thị 21 bài 2"),
            ("/nhacviec", "Nhắc mình khi sắp hết hạn"),
            ("/dung", "Thôi, dừng lại"),
        ],
    )
    async def test_is_begun_and_left_by_the_dialogue(self, visitor, rasa, command, asked):
        assert await text_of(visitor, command) == f"Về: {asked}"
        assert rasa.texts == [asked]

    @pytest.mark.parametrize("command", ["/timtruong quảng ninh", "/dung"])
    async def test_about_nobody_goes_on_in_a_group(self, visitor, rasa, command):
        [call] = await visitor.say(command, chat=CLASS)
        assert call.params["text"] == f"Về: {rasa.texts[0]}"
        assert call.params["reply_parameters"]

    async def test_asks_with_its_buttons_side_by_side(self, visitor, rasa):
        faces = [{"title": "😣 1", "payload": "mình ghét"}, {"title": "😍 5", "payload": "mình mê"}]
        rasa.reply = lambda _: [{"text": "Câu 1/30.", "buttons": faces}, {"custom": {"row": True}}]
        [question] = await visitor.say("/tracnghiem")
        [row] = question.params["reply_markup"]["inline_keyboard"]
        assert [button["text"] for button in row] == ["😣 1", "😍 5"]
        await visitor.tap(question, "😍 5")
        assert rasa.texts[-1] == "mình mê"


class TestTheMenu:
    def test_names_everything_but_the_start(self):
        commands = [c for call in menu() for c in call.params.get("commands", ())]
        named = {command["command"] for command in commands}
        assert named == COMMANDS - {"start"}
        assert all(1 <= len(command["description"]) <= 256 for command in commands)

    def test_is_another_in_private_than_in_groups(self):
        scopes = {
            call.params["scope"]["type"]: [c["command"] for c in call.params["commands"]]
            for call in menu()
            if call.method == "setMyCommands"
        }
        assert scopes["all_private_chats"] == [
            *("hoi", "lotrinh", "tracnghiem", "timtruong", "hoctap", "nhacviec", "dung"),
            *("nguon", "ngan", "tuvan", "trogiup", "quyenriengtu", "xoadulieu"),
        ]
        assert scopes["all_group_chats"] == ["hoi", "timtruong", "nguon", "trogiup"]

    def test_comes_with_descriptions_of_the_length_that_telegram_takes(self):
        params = {call.method: call.params for call in menu()}
        assert len(params["setMyDescription"]["description"]) <= 512
        assert len(params["setMyShortDescription"]["short_description"]) <= 120


class TestTheTexts:
    def test_of_notes_on_the_screen_are_as_short_as_telegram_wants(self):
        for text in (texts.OLD_BUTTON, texts.OLD_SOURCE, *texts.VOTED.values()):
            assert len(texts.speak(text, Audience.PARENT)) <= 200

    def test_of_example_questions_can_be_read_on_their_buttons(self):
        questions = [question for examples in texts.EXAMPLES.values() for question in examples]
        assert all(len(question) <= 60 for question in questions)

    def test_of_flows_are_on_every_button_that_begins_one(self):
        offered = {name for names in texts.FLOWS_FOR.values() for name in names}
        assert offered == set(texts.FLOW_TITLES)
        assert offered < set(texts.FLOWS) < COMMANDS

    @pytest.mark.parametrize("audience", [None, *Audience])
    def test_are_html_that_telegram_takes(self, audience):
        values = {
            "username": "b", "seconds": 3, "messages": 2, "receipt": "r", "later": "", "title": "x"
        }  # fmt: skip
        for text in own_texts():
            said = texts.speak(text, audience, **values)
            shown, _ = checked_text(Parameters({"text": said, "parse_mode": "HTML"}))
            assert "{" not in shown


def own_texts():
    named = [value for name, value in vars(texts).items() if name.isupper()]
    groups = [list(value.values()) for value in named if isinstance(value, dict)]
    single = [value for value in named if isinstance(value, str)]
    return [*single, *(text for group in groups for text in group if isinstance(text, str))]

import httpx
import pytest

from bot.terminal import Terminal
from bot.web.app import create_app

ANSWER = [
    {
        "text": "Được miễn học phí.\n📄 Nghị định 238/2025/NĐ-CP, Điều 15",
        "buttons": [
            {"title": "Học phí văn hoá?", "payload": "Học phí văn hoá thì sao?"},
            {"title": "Vay vốn?", "payload": "Có được vay không?"},
        ],
    },
    {"custom": {"kind": "answer"}},
]


@pytest.fixture
async def client(service):
    transport = httpx.ASGITransport(create_app(service, None))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as client:
        yield client


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def terminal(client, said) -> Terminal:
    return Terminal(client, said.append, "student")


def test_it_says_first_that_it_is_a_machine(terminal, said):
    terminal.welcome()
    assert "máy trả lời tự động (AI), không phải người" in said[0]
    assert ":xoá" in said[1]


async def test_an_answer_is_shown_with_its_suggestions(terminal, said, rasa):
    rasa.reply = lambda _text: ANSWER
    await terminal.take("học phí\n")
    assert said == [
        "\nĐược miễn học phí.\n📄 Nghị định 238/2025/NĐ-CP, Điều 15",
        "  [1] Học phí văn hoá?",
        "  [2] Vay vốn?",
        "",
    ]
    assert rasa.messages[0]["metadata"] == {"audience": "student", "typed": "học phí"}


async def test_a_number_is_a_suggestion_where_there_is_one(terminal, rasa):
    rasa.reply = lambda _text: ANSWER
    for line in ("2", "học phí", "2", "3"):
        await terminal.take(line)
    assert rasa.texts == ["2", "học phí", "Có được vay không?", "3"]


async def test_one_terminal_is_one_conversation(terminal, rasa):
    for line in ("một", "", "   ", "hai"):
        await terminal.take(line)
    assert rasa.texts == ["một", "hai"]
    assert len({message["sender"] for message in rasa.messages}) == 1


async def test_a_picture_is_said_in_words_and_a_face_is_chosen_by_its_number(terminal, said, rasa):
    faces = [{"title": "😣 1", "payload": "ghét"}, {"title": "😍 5", "payload": "rất thích"}]
    picture = {"name": "interests", "values": {"R": 0.7}, "alt": "Sáu nhóm: Kỹ thuật 19."}
    rasa.reply = lambda _text: [
        {"text": "Kết quả.", "buttons": faces},
        {"custom": {"kind": "notice", "answer_id": "a1", "row": True, "picture": picture}},
    ]
    await terminal.take("kết quả")
    assert said == [
        "\nKết quả.",
        "[Hình] Sáu nhóm: Kỹ thuật 19.",
        "  [1] 😣 1",
        "  [2] 😍 5",
        "",
    ]
    await terminal.take("2")
    assert rasa.texts == ["kết quả", "rất thích"]


async def test_danger_is_marked(terminal, said, rasa):
    rasa.reply = lambda _text: [{"text": "Gọi 111."}, {"custom": {"kind": "safety"}}]
    await terminal.take("giúp em")
    assert said == ["\n⚠ Gọi 111.", ""]


async def test_a_failed_message_can_be_repeated_and_is_the_same(terminal, said, rasa):
    rasa.status = 500
    await terminal.take("học phí")
    assert said[0].startswith("Mình đang gặp trục trặc")
    assert said[1] == "Gõ :lại để gửi lại."
    rasa.status = 200
    for line in (":lại", ":lai"):
        await terminal.take(line)
    assert said[2:] == ["\nVề: học phí", ""]
    assert rasa.texts == ["học phí", "học phí"]
    assert len({message["sender"] for message in rasa.messages}) == 1


async def test_who_is_asking_can_be_changed(terminal, said, rasa):
    await terminal.take(":vai ph")
    await terminal.take("học phí")
    assert said[0] == "Đã ghi nhận: anh/chị là phụ huynh."
    assert rasa.messages[0]["metadata"] == {"audience": "parent", "typed": "học phí"}


async def test_a_conversation_can_be_erased(terminal, said, rasa):
    await terminal.take(":xoá")
    await terminal.take("học phí")
    await terminal.take(":xoa")
    assert said[0] == "Chưa có cuộc trò chuyện nào để xoá."
    assert said[-1].startswith("Đã xoá 2 tin nhắn. Mã biên nhận: ")
    await terminal.take("chào")
    assert len({message["sender"] for message in rasa.messages}) == 2


async def test_a_receipt_says_what_is_left_to_do(terminal, said, rasa):
    await terminal.take("học phí")
    rasa.failure = httpx.ConnectError("refused")
    await terminal.take(":xoá")
    assert said[-1].startswith("Phần ghi nhớ của máy hội thoại chưa xoá được ngay")


async def test_a_conversation_that_is_gone_begins_anew(terminal, said, rasa, client):
    await terminal.take("học phí")
    terminal._conversation = "nobody"
    await terminal.take("chào")
    await terminal.take(":lại")
    assert said[2:] == [
        "Không tìm thấy cuộc trò chuyện này. Có thể nó đã được xoá.",
        "\nVề: chào",
        "",
    ]


@pytest.mark.parametrize("line", [":", ":gì", ":vai", ":vai x"])
async def test_an_unknown_command_is_explained_and_not_sent(terminal, said, rasa, line):
    await terminal.take(line)
    assert ":thoát" in said[0]
    assert rasa.texts == []


async def test_it_ends_when_told_to(terminal):
    await terminal.take(":thoát")
    assert terminal.ended


async def test_without_a_server_it_says_so(said):
    def refuse(request):
        raise httpx.ConnectError("refused", request=request)

    transport = httpx.MockTransport(refuse)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as client:
        await Terminal(client, said.append, None).take("chào")
    assert said == [
        "Không kết nối được máy chủ ở http://bot.test. Bạn kiểm tra xem máy chủ đã chạy chưa nhé."
    ]

"""sendPhoto and sendDocument: what is taken, what is refused, and what is kept of it."""

import json

import pytest

from tests.botapi.files import MAX_DOCUMENT_BYTES, MAX_PHOTO_BYTES, Files, png
from tests.botapi.parameters import Parameters, Upload
from tests.botapi.problems import Refused

FIELDS = {"sendPhoto": "photo", "sendDocument": "document"}


@pytest.fixture
def upload(api, http, an):
    """Uploads a file as a multipart form and gives the answer."""

    def upload(method, content, name="f.png", to=an, **fields):
        return http.post(
            f"{api.url}/bot{api.token}/{method}",
            data={"chat_id": str(to.id), **fields},
            files={FIELDS[method]: (name, content)},
        )

    return upload


def problem(response):
    return response.status_code, response.json()["description"]


def test_a_photo_is_kept_byte_for_byte(api, upload, an):
    picture = png(800, 604) + bytes(range(256))
    sent = upload("sendPhoto", picture, caption="Sáu nhóm sở thích").json()["result"]
    [size] = sent["photo"]
    assert (size["width"], size["height"], size["file_size"]) == (800, 604, len(picture))
    assert "file_name" not in size
    [shown] = api.messages(an)
    assert (shown.text, shown.from_bot) == ("Sáu nhóm sở thích", True)
    assert api.file(shown).content == picture


def test_a_document_is_kept_with_its_name_and_type(api, upload, an):
    sent = upload("sendDocument", b"BEGIN:VCALENDAR\r\n", "nhắc hẹn.ics").json()["result"]
    document = sent["document"]
    assert (document["file_name"], document["mime_type"]) == ("nhắc hẹn.ics", "text/calendar")
    stored = api.file(api.messages(an)[-1])
    assert (stored.name, stored.content) == ("nhắc hẹn.ics", b"BEGIN:VCALENDAR\r\n")


def test_a_name_says_no_folder(upload):
    sent = upload("sendDocument", b"x", "C:\\Users\\an/f.pdf").json()["result"]
    assert sent["document"]["file_name"] == "f.pdf"


def test_a_file_may_be_named_by_attach(api, http, an):
    answer = http.post(
        f"{api.url}/bot{api.token}/sendDocument",
        data={"chat_id": str(an.id), "document": "attach://here"},
        files={"here": ("f.txt", b"mot hai")},
    )
    assert answer.json()["ok"]
    assert api.file(api.messages(an)[-1]).content == b"mot hai"


@pytest.mark.parametrize("method", FIELDS)
def test_a_file_from_before_is_sent_by_its_id(api, ask, upload, an, method):
    field = FIELDS[method]
    first = upload(method, png(8, 8)).json()["result"][field]
    known = first[-1] if field == "photo" else first
    again = ask(method, chat_id=an.id, **{field: known["file_id"]})["result"][field]
    assert again == first
    assert api.file(api.messages(an)[-1]).content == png(8, 8)


def test_a_file_stays_what_it_was_sent_as(refusal, upload, an):
    [photo] = upload("sendPhoto", png(8, 8)).json()["result"]["photo"]
    assert refusal("sendDocument", chat_id=an.id, document=photo["file_id"]) == (
        400,
        "Bad Request: can't use file of type Photo as Document",
    )


@pytest.mark.parametrize("method", FIELDS)
def test_an_id_that_nobody_gave_is_refused(refusal, an, method):
    wrong = refusal(method, chat_id=an.id, **{FIELDS[method]: "file-1"})
    assert wrong == (400, "Bad Request: wrong file identifier/HTTP URL specified")


@pytest.mark.parametrize("method", FIELDS)
def test_without_a_file_there_is_nothing_to_send(refusal, an, method):
    field = FIELDS[method]
    wrong = refusal(method, chat_id=an.id)
    assert wrong == (400, f"Bad Request: there is no {field} in the request")


@pytest.mark.parametrize("method", FIELDS)
def test_an_empty_file_is_refused(upload, method):
    assert problem(upload(method, b"")) == (400, "Bad Request: file must be non-empty")


def test_a_photo_has_ten_megabytes_at_most(upload):
    assert upload("sendPhoto", png(8, 8, MAX_PHOTO_BYTES)).status_code == 200
    assert problem(upload("sendPhoto", png(8, 8, MAX_PHOTO_BYTES + 1))) == (
        400,
        "Bad Request: file of size 10485761 bytes is too big for a photo; "
        "the maximum size is 10485760 bytes",
    )


def test_a_document_has_fifty_megabytes_at_most():
    def taken(size):  # not over HTTP: it takes seconds
        params = Parameters({"document": Upload("f.bin", bytes(size))})
        return Files().taken(params, "document", "1")

    assert taken(MAX_DOCUMENT_BYTES).described["file_size"] == MAX_DOCUMENT_BYTES
    with pytest.raises(Refused) as refused:
        taken(MAX_DOCUMENT_BYTES + 1)
    assert (refused.value.status, refused.value.description) == (413, "Request Entity Too Large")


@pytest.mark.parametrize("sides", [(9_999, 2), (21, 1), (1, 21), (0, 5), (5_001, 5_000)])
def test_a_photo_of_odd_sides_is_refused(upload, sides):
    answer = upload("sendPhoto", png(*sides))
    assert problem(answer) == (400, "Bad Request: PHOTO_INVALID_DIMENSIONS")


@pytest.mark.parametrize("content", [b"%PDF-1.7", png(8, 8)[:20], b"\x89PNG"])
def test_what_is_no_picture_is_no_photo(upload, content):
    assert problem(upload("sendPhoto", content)) == (400, "Bad Request: IMAGE_PROCESS_FAILED")


@pytest.mark.parametrize("method", FIELDS)
class TestACaption:
    def test_is_counted_without_its_markup(self, api, upload, an, method):
        caption = f"<b>{'😀' * 512}</b>"
        answer = upload(method, png(8, 8), caption=caption, parse_mode="HTML")
        assert answer.json()["result"]["caption"] == "😀" * 512
        [entity] = answer.json()["result"]["caption_entities"]
        assert (entity["type"], entity["length"]) == ("bold", 1024)

    def test_that_is_too_long_is_refused(self, api, upload, an, method):
        answer = upload(method, png(8, 8), caption="😀" * 512 + "x")
        assert problem(answer) == (400, "Bad Request: message caption is too long")
        assert api.messages(an) == []

    def test_with_broken_markup_is_refused(self, upload, method):
        answer = upload(method, png(8, 8), caption="<b>x", parse_mode="HTML")
        assert "can't parse entities" in problem(answer)[1]

    def test_is_as_it_is_without_a_style(self, upload, method):
        answer = upload(method, png(8, 8), caption="<b>1 & 2</b>")
        assert answer.json()["result"]["caption"] == "<b>1 & 2</b>"


@pytest.mark.parametrize("method", FIELDS)
def test_a_file_has_buttons_a_topic_and_what_it_answers(api, upload, an, method):
    forum = api.group("Khối 9", [an], forum=True)
    topic = api.topic(forum, "Hướng nghiệp", by=an)
    asked = api.say(an, "/hoi", forum, topic=topic)
    upload(
        method,
        png(8, 8),
        to=forum,
        message_thread_id=str(topic),
        reply_markup=json.dumps({"inline_keyboard": [[{"text": "Có", "callback_data": "b:1:0"}]]}),
        reply_parameters=json.dumps({"message_id": asked.id}),
    )
    shown = api.messages(forum)[-1]
    assert (shown.topic, shown.reply_to, shown.labels) == (topic, asked.id, ["Có"])


@pytest.mark.parametrize("method", FIELDS)
def test_buttons_are_checked(api, upload, an, method):
    keyboard = {"inline_keyboard": [[{"text": "Có", "callback_data": "x" * 65}]]}
    answer = upload(method, png(8, 8), reply_markup=json.dumps(keyboard))
    assert problem(answer) == (400, "Bad Request: BUTTON_DATA_INVALID")


@pytest.mark.parametrize("method", FIELDS)
def test_a_group_may_take_no_files(api, upload, an, method):
    group = api.group("Lớp 9A", [an])
    api.forbid(group, FIELDS[method])
    answer = upload(method, png(8, 8), to=group)
    rights = f"Bad Request: not enough rights to send {FIELDS[method]}s to the chat"
    assert problem(answer) == (400, rights)


@pytest.mark.parametrize("method", FIELDS)
def test_who_blocked_the_bot_gets_no_files(api, upload, an, method):
    api.block(an)
    assert upload(method, png(8, 8)).status_code == 403

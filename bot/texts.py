"""What the bot itself says to a visitor, in Vietnamese: errors, and all of the terminal.

What it answers to questions comes from Rasa; what the page says of its own is in `web/static/`.
"""

from bot.conversation import Audience

_ADDRESS = {Audience.STUDENT: "em", Audience.PARENT: "anh/chị", Audience.TEACHER: "thầy/cô"}
_ADDRESS_OF_UNKNOWN = "bạn"


def speak(text: str, audience: Audience | None, **values: object) -> str:
    """Return a text turned to a visitor, with values put in that are ready to be shown."""
    name = _ADDRESS[audience] if audience else _ADDRESS_OF_UNKNOWN
    return text.format(bạn=name, Bạn=name[0].upper() + name[1:], **values)


ERRORS = {
    "empty_message": "Mình chưa thấy nội dung nào. Bạn gõ câu hỏi rồi gửi lại nhé.",
    "message_too_long": "Tin nhắn dài quá {limit} ký tự. Bạn chia thành vài tin ngắn hơn nhé.",
    "too_many_messages": "Bạn gửi hơi nhanh. Bạn chờ {retry_after} giây rồi gửi tiếp nhé.",
    "conversation_not_found": "Không tìm thấy cuộc trò chuyện này. Có thể nó đã được xoá.",
    "alarm_not_found": "Không có báo động này. Có thể cuộc trò chuyện đã được xoá.",
    "reminder_not_found": "Không có lời nhắc này. Có thể nó đã được xoá.",
    "answer_not_found": "Không tìm thấy câu trả lời này. Có thể cuộc trò chuyện đã được xoá.",
    "message_id_reused": "Mã tin nhắn này đã dùng cho một nội dung khác.",
    "illegal_transition": "Cuộc trò chuyện đang ở trạng thái khác. Bạn tải lại trang nhé.",
    "rasa_unavailable": "Mình đang gặp trục trặc nên chưa trả lời được. Tin nhắn của bạn đã được "
    "lưu, bạn thử lại sau ít giây nhé.",
    "no_reply": "Mình chưa soạn được câu trả lời. Tin nhắn của bạn đã được lưu, bạn thử lại sau ít "
    "giây nhé.",
    "reply_late": "Câu trả lời đến chậm hơn thường lệ. Tin nhắn của bạn đã được lưu, bạn thử lại "
    "sau ít giây nhé.",
    "unanswered": "Mình chưa trả lời được. Tin nhắn của bạn đã được lưu, bạn thử lại sau ít giây "
    "nhé.",
    "database_unavailable": "Máy chủ đang gặp trục trặc. Bạn thử lại sau ít phút nhé.",
    "invalid_request": "Yêu cầu chưa đúng mẫu.",
    "invalid_fields": "Yêu cầu chưa đúng mẫu. Chỗ cần xem lại: {fields}.",
    "body_too_large": "Yêu cầu quá lớn. Mỗi lần chỉ gửi được {limit} KB.",
    "not_found": "Không có trang này.",
    "method_not_allowed": "Địa chỉ này không dùng được theo cách đó.",
    "internal_error": "Máy chủ gặp lỗi ngoài dự kiến. Bạn thử lại sau ít phút nhé.",
}

HELP = (
    "Chuyện {bạn} vừa kể quan trọng hơn mọi chuyện học hành, nghề nghiệp. {Bạn} đừng ở một mình "
    "lúc này: gọi 111 (miễn phí, trực cả ngày đêm) và nói ngay với một người lớn mà {bạn} tin. "
    "Đang nguy cấp thì gọi 113 hoặc 115.\n\nMình là máy, không thay được người ở bên cạnh."
)
COUNSELLOR = "Gặp thầy cô tư vấn"
WANTS_COUNSELLOR = "Mình muốn gặp thầy cô tư vấn"

ALARMS = {
    "none": "Không có báo động nào đang chờ.",
    "one": "{number:>4}  {at:%d/%m %H:%M}  {kind}  ({channel})",
    "how": "Xem lời nhắn: python -m bot alarms --show SỐ. Đã có người lo: --seen SỐ.",
    "seen": "Đã ghi nhận: báo động {number} có người lo.",
}
DANGERS = {
    "self_harm": "có ý làm hại bản thân",
    "violence": "bị bạo lực",
    "bullying": "bị bắt nạt",
    "abuse": "bị xâm hại",
    "exploitation": "bị bóc lột khi làm việc",
    "scam": "bị lừa tuyển dụng",
}

TERMINAL = {
    "prompt": "Bạn: ",
    "welcome": "La Bàn – hỏi đáp hướng nghiệp.\n"
    "Mình là máy trả lời tự động (AI), không phải người. Tin nhắn được lưu trên máy chủ của nhà "
    "trường để trò chuyện tiếp; bạn xoá được bất cứ lúc nào. Đừng gửi họ tên đầy đủ, giấy tờ tuỳ "
    "thân hay số điện thoại.",
    "help": "Gõ câu hỏi rồi nhấn Enter, hoặc gõ số của một gợi ý.\n"
    "  :vai hs | ph | gv   cho biết bạn là học sinh, phụ huynh hay giáo viên\n"
    "  :lại                gửi lại tin vừa rồi\n"
    "  :xoá                xoá cuộc trò chuyện\n"
    "  :thoát              kết thúc",
    "safety": "⚠ ",
    "picture": "[Hình] {alt}",
    "audience_hs": "Đã ghi nhận: bạn là học sinh.",
    "audience_ph": "Đã ghi nhận: anh/chị là phụ huynh.",
    "audience_gv": "Đã ghi nhận: thầy/cô là giáo viên.",
    "repeat": "Gõ :lại để gửi lại.",
    "nothing_to_erase": "Chưa có cuộc trò chuyện nào để xoá.",
    "erased": "Đã xoá {messages} tin nhắn. Mã biên nhận: {receipt}",
    "erased_later": "Phần ghi nhớ của máy hội thoại chưa xoá được ngay, sẽ được xoá trong ít phút.",
    "no_server": "Không kết nối được máy chủ ở {url}. Bạn kiểm tra xem máy chủ đã chạy chưa nhé.",
}

TELEGRAM_DELIVERY = {
    "again": "(Gửi lại, có thể trùng tin trước)",
    "later": "Mình đã nhận được tin. Câu trả lời đến chậm hơn thường lệ, có là mình gửi ngay nhé.",
}

REMINDERS = {
    "due": "⏰ {Bạn} ơi, mình nhắc như đã hẹn:\n\n{title}\n📅 {when}",
    "today": "Hôm nay, {on}",
    "tomorrow": "Ngày mai, {on}",
    "later": "{on}, còn {days} ngày nữa",
    "ask": "Xem lại thông tin",
    "stop": "Thôi, đừng nhắc nữa",
    "stop_says": "Đừng nhắc nữa",
    "calendar": "La Bàn: {title}",
}

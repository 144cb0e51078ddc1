"""What the channel itself says in Telegram, in Vietnamese; what answers a question is Rasa's.

The texts are Telegram HTML. `speak` puts in how a visitor is addressed: {bạn}, {Bạn}.
"""

from collections.abc import Mapping

from bot.conversation import Audience
from bot.texts import speak as speak

# --- who this is, and who is asking ---

INTRODUCTION = (
    "Chào {bạn}! Mình là <b>La Bàn</b>: máy trả lời tự động (AI), không phải người. Mình trả lời "
    "về hướng nghiệp, học nghề và Chỉ thị 21-CT/TW, luôn kèm nguồn để {bạn} tự kiểm tra.\n\n"
    "Tin nhắn được lưu trên máy chủ của nhà trường để trò chuyện tiếp; {bạn} xoá được bất cứ lúc "
    "nào bằng lệnh /xoadulieu. Đừng gửi họ tên đầy đủ, giấy tờ tuỳ thân hay số điện thoại."
)
WHO = (
    "{Bạn} là ai, để mình xưng hô cho phải? Chạm một nút dưới đây, hoặc bỏ qua và hỏi luôn cũng "
    "được."
)
AUDIENCES: Mapping[Audience, str] = {
    Audience.STUDENT: "Học sinh",
    Audience.PARENT: "Phụ huynh",
    Audience.TEACHER: "Thầy cô",
}
CHOSEN = "✓ {title}"
NOTED: Mapping[Audience, str] = {
    Audience.STUDENT: "Mình nhớ rồi, em là học sinh nhé.",
    Audience.PARENT: "Mình nhớ rồi ạ, anh/chị là phụ huynh.",
    Audience.TEACHER: "Mình nhớ rồi ạ, thầy/cô là giáo viên.",
}
FOR_WHOM: Mapping[Audience, str] = {
    Audience.STUDENT: "Đường dẫn này dành cho học sinh. Nếu chưa đúng, em chạm nút để đổi nhé.",
    Audience.PARENT: "Đường dẫn này dành cho phụ huynh. Nếu chưa đúng, anh/chị chạm nút để đổi "
    "nhé.",
    Audience.TEACHER: "Đường dẫn này dành cho thầy cô. Nếu chưa đúng, thầy/cô chạm nút để đổi nhé.",
}
ASK_AWAY = (
    "{Bạn} muốn hỏi gì thì cứ nhắn, gõ không dấu hay viết tắt đều được. Hoặc chạm vào một câu để "
    "hỏi thử:"
)
IN_PRIVATE = (
    "Ở đây chỉ có {bạn} với mình, người trong nhóm không thấy. {Bạn} muốn nói gì thì nhắn vào "
    "đây nhé."
)

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "general": (
        "Trung học nghề là học gì?",
        "Học nghề sau lớp 9 có phải đóng học phí không?",
        "Học trung cấp xong có lên đại học được không?",
    ),
    "student": (
        "Học hết lớp 9 thì em có thể đi những con đường nào ạ?",
        "Trung học nghề học mấy năm và học những môn nào?",
        "Học trung cấp xong em lên đại học được không?",
    ),
    "parent": (
        "Con tôi học 9+ xong có bằng cấp 3 không?",
        "Học nghề sau lớp 9 có phải đóng học phí không?",
        "Làm sao biết trường này có được phép dạy trung học nghề?",
    ),
    "teacher": (
        "Chỉ thị 21-CT/TW đặt những mục tiêu nào đến năm 2030?",
        "Luật Giáo dục nghề nghiệp mới có hiệu lực từ khi nào?",
        "Kế hoạch của xã giao UBND những việc gì?",
    ),
}
"""By audience. Buttons out there name them by place."""

# --- what is done step by step, with the dialogue ---

FLOWS: Mapping[str, str] = {
    "lotrinh": "Tư vấn lộ trình",
    "tracnghiem": "Làm trắc nghiệm sở thích",
    "timtruong": "Tìm trường",
    "hoctap": "Học Chỉ thị 21",
    "nhacviec": "Nhắc mình khi sắp hết hạn",
    "dung": "Thôi, dừng lại",
}
"""What each command says to the dialogue, in words that it knows."""
FLOW_TITLES: Mapping[str, str] = {
    "lotrinh": "🧭 Tư vấn lộ trình",
    "tracnghiem": "🧩 Trắc nghiệm sở thích",
    "hoctap": "📚 Học Chỉ thị 21",
}
FLOWS_FOR: Mapping[Audience | None, tuple[str, ...]] = {
    **dict.fromkeys((None, Audience.STUDENT, Audience.PARENT), ("lotrinh", "tracnghiem")),
    Audience.TEACHER: ("hoctap",),
}
CALENDAR = "📅 Mở tệp này để thêm ngày ấy vào lịch trên máy, lịch sẽ nhắc nữa."
FILES = {"picture": "la-ban-so-thich.png", "calendar": "la-ban-nhac-hen.ics"}

# --- commands ---

ASK_WHAT = "{Bạn} muốn hỏi gì? Nhắn câu hỏi vào đây, hoặc chạm vào một câu để hỏi thử:"
ASK_WHAT_IN_GROUP = "Bạn muốn hỏi gì? Bạn trả lời tin này bằng câu hỏi nhé."
ASK_PLACEHOLDER = "Câu hỏi của bạn"
WANTS_COUNSELLOR: Mapping[Audience | None, str] = {
    Audience.STUDENT: "Em muốn gặp thầy cô tư vấn",
    Audience.PARENT: "Tôi muốn gặp thầy cô tư vấn",
    Audience.TEACHER: "Tôi muốn gặp thầy cô tư vấn",
    None: "Mình muốn gặp thầy cô tư vấn",
}
WANTS_SOURCE = "nguồn đâu"
WANTS_SHORTER = "ngắn thôi"
HELP = (
    "{Bạn} cứ nhắn câu hỏi như nói chuyện bình thường, gõ không dấu hay viết tắt đều được. Mình "
    "trả lời về các hướng đi sau lớp 9 và lớp 12, học phí và bằng cấp khi học nghề, cách chọn "
    "nghề, và Chỉ thị 21-CT/TW.\n\n"
    "Có việc mình làm cùng {bạn} từng bước:\n"
    "/lotrinh để so các hướng học tiếp, hỏi vài câu là xong\n"
    "/tracnghiem để xem sở thích nghiêng về nhóm nghề nào\n"
    "/timtruong để tìm trường, kèm tên tỉnh cũng được\n"
    "/hoctap để học Chỉ thị 21 qua từng bài ngắn\n"
    "/nhacviec để mình nhắc khi sắp đến hạn\n"
    "/dung để nghỉ giữa chừng, lúc khác làm tiếp\n\n"
    "Sau mỗi câu trả lời, {bạn} có thể gõ:\n"
    "/nguon để xem kỹ nguồn\n"
    "/ngan để mình nói ngắn lại\n\n"
    "Lúc nào cũng dùng được:\n"
    "/tuvan để biết cách gặp thầy cô tư vấn\n"
    "/quyenriengtu để biết mình lưu gì\n"
    "/xoadulieu để xoá những gì đã nhắn\n"
    "/start để đổi cách xưng hô\n\n"
    "Mình là máy nên có thể sai. Việc quan trọng, {bạn} xem lại nguồn hoặc hỏi người có trách "
    "nhiệm ở trường nhé."
)
PRIVACY = (
    "<b>Mình lưu</b>, trên máy chủ của nhà trường:\n"
    "• tin {bạn} nhắn cho mình và câu mình trả lời, để trò chuyện tiếp được;\n"
    "• mã số của cuộc trò chuyện này trong Telegram, để biết trả lời vào đâu;\n"
    "• người hỏi là học sinh, phụ huynh hay thầy cô, nếu đã cho biết, và lượt chấm 👍 👎;\n"
    "• việc {bạn} nhờ mình nhắc và ngày nhắc, nếu có.\n\n"
    "<b>Mình không lưu</b> tên, tên người dùng, số điện thoại, ảnh đại diện, cũng không lưu ảnh, "
    "tệp hay tin thoại gửi vào đây.\n\n"
    "<b>Muốn xoá</b>, {bạn} gõ /xoadulieu, lúc nào cũng được. Tin nhắn đi qua Telegram nên "
    "Telegram có bản của họ; bản đó {bạn} xoá trong ứng dụng."
)
ERASE_ASK = (
    "Xoá cuộc trò chuyện này? Mọi tin nhắn và lượt chấm sẽ bị xoá khỏi máy chủ và không lấy lại "
    "được."
)
ERASE = "Xoá hết"
KEEP = "Giữ lại"
KEPT = "Mình giữ nguyên, chưa xoá gì cả nhé."
ERASED = (
    "Đã xoá {messages} tin nhắn khỏi máy chủ.\nMã biên nhận: <code>{receipt}</code>{later}\n\n"
    "Những tin còn hiện ở đây là bản của Telegram; {bạn} xoá trong ứng dụng nếu muốn."
)
ERASED_LATER = "\nPhần ghi nhớ của máy hội thoại sẽ được xoá nốt trong ít phút."
NOTHING_TO_ERASE = "Máy chủ không còn lưu tin nhắn nào của cuộc trò chuyện này."
UNKNOWN_COMMAND = (
    "Mình không có lệnh này. {Bạn} cứ nhắn câu hỏi bình thường, hoặc gõ /trogiup để xem mình giúp "
    "được gì."
)

# --- below an answer ---

SHOW_SOURCE = "📄 Nguồn"
THUMBS = {"up": "👍", "down": "👎"}
VOTED = {
    "up": "Cảm ơn {bạn}, mình vui vì giúp được!",
    "down": "Cảm ơn {bạn} đã cho biết, mình ghi lại rồi.",
}
OLD_BUTTON = "Nút này cũ rồi, {bạn} nhắn lại câu hỏi giúp mình nhé."
OLD_SOURCE = (
    "Câu trả lời này cũ rồi. Nguồn ghi ngay cuối câu; muốn xem kỹ hơn, {bạn} hỏi lại câu đó nhé."
)

# --- groups ---

GROUP_HELLO = (
    "Chào cả nhà! Mình là <b>La Bàn</b>: máy trả lời tự động (AI) về hướng nghiệp, học nghề và Chỉ "
    "thị 21-CT/TW, luôn kèm nguồn.\n\n"
    "Mình chỉ lên tiếng khi được gọi: nhắc @{username}, trả lời tin của mình, hoặc gõ /hoi kèm câu "
    "hỏi. Những tin đó được lưu để trò chuyện tiếp; tin khác trong nhóm mình không lưu. Chuyện "
    "riêng thì nhắn riêng cho mình nhé."
)
MOVED_TO_PRIVATE = (
    "Chuyện này để mình nói riêng, cả nhóm không cần thấy. Bạn chạm nút dưới đây rồi nhắn cho mình "
    "ở đó nhé."
)
IN_DANGER = (
    "Nếu bạn hay ai đó đang gặp nguy hiểm, gọi ngay Tổng đài 111: miễn phí, trực cả ngày đêm."
)
TO_PRIVATE = "Nhắn riêng cho La Bàn"

# --- what cannot be answered ---

TYPE_IT = "{Bạn} gõ câu hỏi thành chữ giúp mình nhé."
UNREADABLE: Mapping[str, str] = {
    "animation": "Ảnh động thì mình chưa hiểu được.",
    "audio": "Mình chưa nghe được tệp âm thanh, và không giữ lại tệp này.",
    "contact": "Mình không cần số điện thoại của ai cả, và không giữ lại số vừa gửi.",
    "document": "Mình chưa đọc được tệp, và không giữ lại tệp này.",
    "location": "Mình không cần vị trí của {bạn}, và không giữ lại. Hỏi về nơi nào thì {bạn} gõ "
    "tên tỉnh là được.",
    "photo": "Mình chưa xem được ảnh, và không giữ lại ảnh này. Ảnh giấy tờ tuỳ thân thì {bạn} "
    "đừng gửi cho ai trên mạng nhé.",
    "poll": "Mình không bình chọn được.",
    "sticker": "Nhãn dán thì mình chưa hiểu được 😊",
    "venue": "Mình chưa đọc được địa điểm, và không giữ lại.",
    "video": "Mình chưa xem được video, và không giữ lại video này.",
    "video_note": "Mình chưa xem được video, và không giữ lại video này.",
    "voice": "Mình chưa nghe được tin thoại, và không giữ lại tin này.",
}
UNREADABLE_OTHER = "Loại tin này mình chưa đọc được."
CAPTION_READ = "Mình đọc phần chữ đi kèm nhé."
EMPTY = "Mình chưa thấy câu hỏi nào. {Bạn} gõ câu hỏi rồi gửi lại nhé."
TOO_LONG = "Tin này dài quá. {Bạn} chia thành vài tin ngắn hơn giúp mình nhé."
TOO_FAST = "Mình theo không kịp. {Bạn} chờ {seconds} giây rồi nhắn tiếp giúp mình nhé."

# --- inline, and what Telegram shows of the bot ---

INLINE_HINT = "Gõ trọn câu, hoặc hỏi riêng La Bàn"
INLINE_NONE = "Chưa có câu trả lời. Hỏi riêng La Bàn"
DESCRIPTION = (
    "La Bàn là máy trả lời tự động (AI) về hướng nghiệp, học nghề sau lớp 9 và Chỉ thị 21-CT/TW, "
    "cho học sinh, phụ huynh và thầy cô. Câu trả lời nào cũng kèm nguồn.\n\n"
    "Bấm Bắt đầu rồi nhắn câu hỏi như nói chuyện bình thường. Đừng gửi họ tên đầy đủ, giấy tờ tuỳ "
    "thân hay số điện thoại."
)
SHORT_DESCRIPTION = (
    "Hỏi đáp hướng nghiệp, học nghề và Chỉ thị 21-CT/TW, luôn kèm nguồn. Máy trả lời."
)
PRIVATE_MENU = {
    "hoi": "Hỏi một câu về hướng nghiệp, học nghề",
    "lotrinh": "Tư vấn lộ trình: so các hướng học tiếp",
    "tracnghiem": "Trắc nghiệm sở thích nghề nghiệp",
    "timtruong": "Tìm trường, kèm tên tỉnh cũng được",
    "hoctap": "Học Chỉ thị 21 qua từng bài ngắn",
    "nhacviec": "Nhờ nhắc khi sắp đến hạn",
    "dung": "Nghỉ giữa chừng, lúc khác làm tiếp",
    "nguon": "Xem kỹ nguồn của câu trả lời vừa rồi",
    "ngan": "Nói ngắn lại câu vừa rồi",
    "tuvan": "Cách gặp thầy cô tư vấn",
    "trogiup": "Mình giúp được gì, dùng thế nào",
    "quyenriengtu": "Mình lưu gì và không lưu gì",
    "xoadulieu": "Xoá những gì đã nhắn",
}
GROUP_MENU = {
    "hoi": "Hỏi một câu: /hoi rồi gõ câu hỏi",
    "timtruong": "Tìm trường: /timtruong rồi gõ tên tỉnh",
    "nguon": "Xem kỹ nguồn của câu trả lời vừa rồi",
    "trogiup": "Mình giúp được gì trong nhóm",
}

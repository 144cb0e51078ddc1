"""What is said about schools and where to ask; Vietnamese."""

WHERE = "{Bạn} muốn tìm trường ở tỉnh nào? Gõ tên tỉnh, xã, hay huyện cũ đều được."
WHERE_ELSE = "{Bạn} gõ tên tỉnh, xã hoặc huyện cũ nhé, ví dụ “Hải Dương” hay “huyện Cao Lộc”."
WHICH = "Có mấy nơi tên {called}. {Bạn} ở tỉnh nào?"
FIELD = "{Bạn} muốn học nhóm nghề nào? Gõ tên nghề khác cũng được."
LEVEL = "{Bạn} tìm hệ nào?"

OTHER_PROVINCE = "Tỉnh khác"
ANY_FIELD = "Nghề nào cũng được"
ANY_LEVEL = "Hệ nào cũng được"

HERE = "Ở {where}, mình biết {count} nơi{what}:"
NEAREST = (
    "Mình chưa có số liệu về nơi nào{what} ở {where}. "
    "Gần nhất, mình biết mấy nơi{kept} ở {province}:"
)
NOTHING = (
    "Mình chưa có số liệu về trường nào ở {where}, nên không nêu tên để khỏi nói sai.\n\n"
    "Nơi hỏi đúng là {department}. Khi hỏi, {{bạn}} nhớ ba điều:\n"
    "- Trường nào được cấp phép tuyển trung học nghề, số giấy phép là gì?\n"
    "- Học xong nhận bằng gì?\n"
    "- Phải đóng những khoản nào?"
)
DEPARTMENT = "Sở Giáo dục và Đào tạo {province}"
PLACE_OF_SCHOOL = "{name} ({place})"
NOW_IN = "{name} (nay thuộc {province})"
LIES_IN = "{name} ({province})"
TEACHING = " dạy nhóm nghề {field}"
AT_LEVEL = " có hệ {level}"
AND_AT_LEVEL = ", hệ {level}"

LEVELS = "Hệ: {levels}."
NO_PROGRAMMES = "Nghề đang tuyển: mình chưa rõ."
NOTHING_KNOWN = "Hệ và nghề đang tuyển: mình chưa rõ."
PROGRAMMES = "Nghề: {programmes}."
MORE_PROGRAMMES = " và {count} nghề khác"
FREE = "không thu học phí"
FEE = "học phí {fee} đồng/tháng"
QUOTA = "tuyển {quota}"
DEADLINE = "hạn nộp {day}"
PAST_DEADLINE = "hạn {day} đã qua"
LICENCE = "giấy phép {number} ngày {day}"
NO_LICENCE = "chưa thấy giấy phép tuyển"
DATED = "🗓 Số liệu {as_of}{old} · 📄 {source}"
OLD = " (cũ)"
SITE = "🌐 {site}"

OLD_DATA = "Số liệu ghi “cũ” đã quá 12 tháng, nên hỏi lại trước khi dùng."
MORE = "Còn {count} nơi nữa; chọn nghề hoặc hệ để thu hẹp."
ASK = (
    "Nên hỏi trường: giấy phép tuyển trung học nghề, bằng nhận được, các khoản phải đóng. "
    "Nơi kiểm lại: {department}."
)
DATA_OF = "số liệu {as_of}"

CHOOSE_FIELD = "Chọn nghề"
CHOOSE_LEVEL = "Chọn hệ"
REMIND = "⏰ Nhắc mình trước hạn"
BY_FIELD = "Tìm trường theo nghề{what} ở {where}"
BY_LEVEL = "Tìm trường theo hệ{what} ở {where}"
ELSEWHERE = "Tìm trường ở tỉnh khác"
REMIND_WORDS = "Nhắc {{người học}} hạn nộp hồ sơ {school}{what}"
REMINDER = "Hạn nộp hồ sơ {programme}: {school}"

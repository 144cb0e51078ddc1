"""What the pathway advisor says around its table; Vietnamese."""

UNDERSTOOD = "Mình hiểu là: {answers}. Nếu có chỗ sai, {bạn} chọn “Làm lại” ở cuối nhé."
FITTING = "Các ngả mình thấy hợp với điều {bạn} kể:"
OVERLOOKED = "💡 Hay bị bỏ quên:"
ONWARD = "Học tiếp"
MONEY = "Tiền"
SOURCES = "📄 {sources}."
CHECK = "Có nguồn mình đọc qua bản thứ cấp, nên đối chiếu bản gốc."
WHY = "Vì sao mình gợi ý như vậy:"
BUT = "Cân nhắc"
WHY_NOT = "Vì sao mình chưa nghiêng về ngả khác:"
NEXT = "Bước tiếp theo:"
ASK = "Câu nên hỏi"
DEADLINE = "Hạn nộp"
OWN_CHOICE = (
    "Đây là gợi ý, chọn ngả nào do {người học} và gia đình quyết. Mình không hứa chuyện việc làm. "
    "Muốn mình giúp gì tiếp, {bạn} chọn nhé:"
)

CAPTION = "So sánh các ngả học tiếp"
INTERESTS = "Làm trắc nghiệm sở thích"
SCHOOLS = "Tìm trường"
PROGRESS = "Câu {place}/{of}"
AGAIN = ("Làm lại", "Làm lại tư vấn lộ trình")

"""The words of a report, in the usual form of Vietnamese administration."""

REVIEW = "on-tap"
"""The course that is a review: it has as many questions as were due."""

COURSES = {
    "chi-thi-21": "Chỉ thị 21: là gì, vì sao có",
    "muc-tieu": "Mục tiêu 2030, tầm nhìn 2045",
    "nhiem-vu": "Tám nhóm nhiệm vụ của Chỉ thị 21",
    "ai-lam-gi": "Ai làm gì: tỉnh, xã, trường",
    "trung-hoc-nghe": "Trung học nghề và luật mới",
    "bang-cap": "9+, bằng THPT và giấy chứng nhận",
    "hoc-phi": "Học phí và các khoản hỗ trợ",
    "huong-nghiep": "Hướng nghiệp và tư vấn an toàn",
    REVIEW: "Ôn lại bài đã học",
}
"""What the lessons are called in `actions/guidance/lessons.yml`."""

ROLES = {
    "student": "Học sinh",
    "parent": "Cha mẹ học sinh",
    "teacher": "Giáo viên, cán bộ",
    "unknown": "Chưa cho biết",
}

COLUMNS = (
    "Tháng",
    "Bài học",
    "Đối tượng",
    "Lượt bắt đầu",
    "Lượt hoàn thành",
    "Câu đúng trung bình",
)
TOTAL = "Cộng"
FEW = "<5"
NONE = "–"

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NUMBER = "Số: ……/BC-……"
DATE = "{place}, ngày {day:02d} tháng {month:02d} năm {year}"
PLACE = "……"
SCHOOL = "TÊN ĐƠN VỊ"
TITLE = "BÁO CÁO"
ABOUT = "Kết quả tự học về Chỉ thị số 21-CT/TW và hướng nghiệp trên trợ lý La Bàn, {month}"
MONTH = "tháng {month} năm {year}"
OPENING = (
    "Thực hiện việc học tập, tuyên truyền Chỉ thị số 21-CT/TW ngày 04/5/2023 của Ban Bí thư, "
    "đơn vị báo cáo số lượt học trên trợ lý hướng nghiệp La Bàn trong {month} như sau:"
)
BY_COURSE = "1. Kết quả theo bài học"
BY_ROLE = "2. Kết quả theo đối tượng"
NOTES = "3. Cách đếm"
NOTE_LINES = (
    "Số liệu là số lượt, không phải số người: một người học lại thì được đếm thêm một lượt. Hệ "
    "thống không lưu tên hay tài khoản trong phần đếm này.",
    "Để không ai bị nhận ra, ô có từ 1 đến 4 lượt ghi là “<5”; dòng cộng có ô như vậy ghi khoảng "
    "nhỏ nhất–lớn nhất. Dấu “–” là không tính trung bình.",
    "Đối tượng là điều người học tự cho biết. Mỗi bài có 5 câu hỏi khi hoàn thành.",
)
NOTHING = "Trong tháng không có lượt học nào."
RECEIVERS = "Nơi nhận:"
RECEIVER_LINES = ("- ……;", "- Lưu: VT.")
SIGNER = "HIỆU TRƯỞNG"
SIGN = "(Ký, ghi rõ họ tên và đóng dấu)"

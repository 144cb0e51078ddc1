"""What is written to a visitor about interests. Vietnamese; `speak` fills in who is meant."""

FACES = ("😣 1", "🙁 2", "😐 3", "🙂 4", "😍 5")
GO_ON = "Làm tiếp trắc nghiệm"
AGAIN = "Làm lại trắc nghiệm"
PATHWAY = "Tư vấn lộ trình"
KEEP = ("Giữ kết quả này", "Giữ kết quả trắc nghiệm {code}")
SHARE = ("Tóm tắt để gửi thầy cô", "Tóm tắt trắc nghiệm {code}")
SHARE_KEPT = ("Tóm tắt để gửi thầy cô", "Tóm tắt trắc nghiệm")
DROP = "Xoá kết quả trắc nghiệm"

INTRO = """Bài trắc nghiệm sở thích, theo sáu nhóm của Holland (RIASEC): {items} việc quen thuộc, \
mỗi việc {{người học}} chọn thích tới đâu, mất chừng 3–4 phút. Không có câu nào đúng hay sai; việc \
nào chưa làm bao giờ thì đoán xem có muốn thử không.

Đây là gợi ý để tìm hiểu nghề, không phải chẩn đoán. Xong bài mình không nhớ kết quả, trừ khi \
{{bạn}} bảo giữ.

Gõ “quay lại” để sửa câu trước, “dừng” để nghỉ rồi làm tiếp sau, “xem kết quả luôn” để xem sớm."""
OTHER_LEARNER = "\n\nNên để {người học} tự trả lời thì kết quả mới là của {người học}."
HALF_WAY = "Được nửa đường rồi.\n\n"
QUESTION = """{progress} {{Người học}} thích việc này tới đâu? (1 là ghét, 5 là rất thích)

“{item}”"""

TOO_FEW = """{{Bạn}} mới trả lời {answered}/{items} câu, còn thiếu {missing} câu, nên mình chưa \
nói được nhóm nào nổi hơn: nói bây giờ là đoán bừa. Thêm {needed} câu nữa (đủ ba câu mỗi nhóm) là \
xem được kết quả tạm. Các câu đã trả lời mình vẫn nhớ."""
STRAIGHT = """{{Người học}} chọn gần như một mức cho mọi việc ({answered} câu), nên mình không \
nói được nhóm nào nổi hơn; nói ra một nhóm thì là bịa.

Có thể {{người học}} thấy việc nào cũng như nhau, có thể bấm hơi nhanh, cả hai đều không sao. Làm \
lại lúc rảnh, dùng cả mặt 1 lẫn mặt 5 cho việc thật ghét, thật thích; hoặc kể với thầy cô tư vấn \
xem lúc rảnh hay làm gì."""
FLAT = """Sáu nhóm của {{người học}} gần bằng nhau, nên mình không chọn ra một nhóm: chênh lệch \
nhỏ thế này chưa nói lên điều gì.

{points}

Điều đó bình thường, nhất là khi chưa thử nhiều việc. Tháng này nên thử ba việc khác hẳn nhau \
(một việc tay chân, một việc với người, một việc với con số), ghi lại việc nào làm quên cả giờ, \
rồi hỏi thêm thầy cô tư vấn. Đây là gợi ý, không phải chẩn đoán; bài này chưa được kiểm định \
trên học sinh."""
RESULT = """{opening}{lead}

{types}

{points}

Đây là gợi ý để bắt đầu, không phải chẩn đoán; bài này chưa được kiểm định trên học sinh. Thấy \
không giống mình thì {{người học}} cứ tin trải nghiệm của mình."""
LEADING = "{{Người học}} nghiêng nhiều nhất về nhóm {tiers}."
LEADING_LOW = (
    "Phần nhiều việc trong bài {{người học}} chưa thích. Cao hơn cả là nhóm {tiers}, tuy điểm "
    "vẫn thấp."
)
POINTS = "Điểm sáu nhóm, mỗi nhóm từ {least} đến {most}: {points}."
INCOMPLETE = "Kết quả tạm, mới {answered}/{items} câu nên chưa chắc.\n\n"
NEXT = """Nhóm nghề nên tìm hiểu trước, và bậc học thường có:
{families}
Nam hay nữ đều học được. Trường nào dạy bậc nào thì {{bạn}} hỏi trường.

Tháng này {{người học}} thử {count} việc nhỏ, không tốn tiền:
{tries}

Trước khi chọn, đặt kết quả cạnh học lực, sức khoẻ, hoàn cảnh gia đình và những gì đã thử, rồi \
hỏi thầy cô tư vấn."""

SUMMARY = """Tóm tắt trắc nghiệm sở thích (La Bàn, không có tên)

{opening}{points}
{lead}

Đây là gợi ý, chưa được kiểm định trên học sinh; cần ghép với học lực, sức khoẻ, hoàn cảnh gia \
đình, trải nghiệm nghề.

Muốn hỏi thầy cô: những nghề nào gần các nhóm này học được ở gần đây, cần học lực và sức khoẻ thế \
nào, thử ở đâu trước?

{{Bạn}} chép đoạn trên gửi thầy cô chủ nhiệm hoặc thầy cô tư vấn nhé; mình không tự gửi cho ai."""
SUMMARY_FLAT = "Sáu nhóm gần bằng nhau, chưa nhóm nào nổi hơn."
KEPT = "Mình đã giữ kết quả này cho {bạn}. Lúc nào không muốn nữa thì bảo mình xoá."
DROPPED = (
    "Mình đã xoá kết quả trắc nghiệm, không còn nhớ nữa. Tin đã nhắn thì vẫn ở trong cuộc trò "
    "chuyện này, tới khi {bạn} xoá cuộc trò chuyện."
)
NOTHING = "Mình không giữ kết quả trắc nghiệm nào của {bạn}. {Bạn} làm bài, 3–4 phút là xong nhé?"
START = "Làm trắc nghiệm sở thích"
COUNT = {2: "hai", 3: "ba", 4: "bốn", 5: "năm"}

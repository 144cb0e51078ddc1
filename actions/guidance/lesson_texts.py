"""What is said in lessons, in Vietnamese. `{bạn}` and `{Bạn}` are left for `speak`."""

REMIND = ("Nhắc mình ôn lại", "Nhắc mình ôn bài")
RECORD = ("Kết quả học của mình", "Kết quả học của mình")
ANY_LESSON = ("Chọn bài để học", "Học bài")
LATER = ("Để lúc khác", "Thôi, dừng")
TO_QUIZ = ("Làm 5 câu hỏi ▶", "Sang câu hỏi")
REVIEW = "Ôn bài"

ABOUT = "📚 Mỗi bài chừng năm phút: đọc vài phần ngắn, rồi làm 5 câu hỏi."
CHOOSE = "{Bạn} chạm vào một bài, hoặc gõ số của bài."
NOT_YET = "Hôm nay chưa có câu nào đến hạn ôn. Lần tới là ngày {day}."
NOTHING_LEARNT = "{Bạn} chưa học bài nào, nên chưa có gì để ôn. Mình chọn một bài nhé."
NOTHING_TO_REMIND = "{Bạn} chưa học bài nào, nên chưa có gì để mình nhắc."

RIGHT = "✅ Đúng rồi!"
WRONG = "Chưa đúng, không sao cả. Đáp án là {letter}. {option}."
TOLD = "Không biết cũng không sao, giờ mình cùng biết nhé. Đáp án là {letter}. {option}."
SECOND_HAND = "Điều này mình đọc qua nguồn thứ cấp, nên đối chiếu văn bản gốc trước khi dùng."
TO_READ = "Nên đọc lại:"

LEARNT = "📒 {{Bạn}} đã học xong {learnt}/{lessons} bài."
BOXED = "🔁 {boxed} câu đang ôn, {waiting} câu đến hạn hôm nay."
PRIVATE = "Chỉ {bạn} thấy phần này. Báo cáo của trường chỉ có số đếm, không có tên."


def part_head(number: int, title: str, part: int, last: int) -> str:
    """Return what stands above a part of a lesson."""
    return f"📖 Bài {number}. {title} · phần {part}/{last}"


def question_head(number: int, last: int, ask: str) -> str:
    """Return a question with its number."""
    return f"❓ Câu {number}/{last}: {ask}"


def next_part(number: int) -> tuple[str, str]:
    """Return the button that turns to a part."""
    return ("Tiếp ▶", f"Sang phần {number}")


def answer_button(number: int, letter: str) -> tuple[str, str]:
    """Return the button of an option; it says to which question it belongs."""
    return (letter, f"Câu {number}: {letter}")


def lesson_button(number: int, title: str) -> tuple[str, str]:
    """Return the button of a lesson."""
    return (f"{number}. {title}", f"Học bài {number}")


def onwards_button(number: int) -> tuple[str, str]:
    """Return the button of the lesson that comes next."""
    return (f"Học tiếp bài {number}", f"Học bài {number}")


def review_button(waiting: int) -> tuple[str, str]:
    """Return the button that repeats what is due."""
    return (f"🔁 Ôn {waiting} câu đến hạn", REVIEW)


def score(title: str | None, right: int, of: int) -> str:
    """Return how a quiz went; `title` is None for a review."""
    what = f"bài “{title}”" if title else "phần ôn"
    return f"🎓 Xong {what}! {{Bạn}} trả lời đúng {right}/{of} câu."


def done_line(number: int, title: str, got: str) -> str:
    """Return the line of a lesson that was finished; `got` as `last_score` says it."""
    return f"{number}. {title} – ✓ {got}"


def open_line(number: int, title: str) -> str:
    """Return the line of a lesson that was not finished yet."""
    return f"{number}. {title}"


def last_score(right: int, of: int, day: str, times: int) -> str:
    """Return how the last quiz of a lesson went, and how often it was done."""
    often = f" ({times} lần)" if times > 1 else ""
    return f"đúng {right}/{of}, ngày {day}{often}"

import pytest

from bot.masking import mask


@pytest.mark.parametrize(
    "personal",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "091-234-5678",
        "+84 912 345 678",
        "(024) 3825 1234",
        "84912345678",
        "lan.nguyen+1@truong.edu.vn",
        "012345678901",
        "012 345 678 901",
        "123456789",
    ],
)
def test_what_identifies_a_person_is_hidden(personal):
    assert mask(f"Gọi {personal} nhé, em cảm ơn.") == "Gọi [đã ẩn] nhé, em cảm ơn."


def test_every_one_in_a_text_is_hidden():
    text = "mẹ 0912345678, bố 0987654321; thư: a@b.vn."
    assert mask(text) == "mẹ [đã ẩn], bố [đã ẩn]; thư: [đã ẩn]."


@pytest.mark.parametrize(
    "text",
    [
        "gọi 111 hoặc 113",
        "năm học 2026-2027",
        "Nghị định 238/2025/NĐ-CP ngày 03/09/2025",
        "học phí 1.300.000 đồng",
        "50-55% vào năm 2030",
        "điểm 8.5, lớp 9A2 @ Hạ Long",
    ],
)
def test_other_numbers_stay(text):
    assert mask(text) == text

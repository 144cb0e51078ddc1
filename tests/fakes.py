"""An embedder without a model and the small values of a corpus, for knowledge/ and actions/."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.passages import Citation, Document, Passage, Signs
from nlu.text import fold, words


class FakeEmbedder:
    """Texts that share words are near: a bag of folded words, of length 1."""

    dimension = 2048

    def __init__(self, model: str = "fake") -> None:
        self.model = model
        self.asked: list[str] = []
        self.read: list[str] = []
        self.failure: Exception | None = None

    def embed_questions(self, questions: Sequence[str]) -> NDArray[np.float32]:
        self.asked += questions
        return self._embed(questions)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read += texts
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self.failure:
            raise self.failure
        bags = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for bag, text in zip(bags, texts, strict=True):
            for word in words(fold(text)):
                bag[crc32(word.encode()) % self.dimension] += 1
        return bags / np.maximum(np.linalg.norm(bags, axis=1, keepdims=True), 1e-9)


FEES = Document(
    id="nd-238-2025",
    number="238/2025/NĐ-CP",
    kind="Nghị định",
    title="Quy định về học phí, miễn, giảm học phí",
    issuer="Chính phủ",
    issued=date(2025, 9, 3),
    in_force_from=date(2025, 9, 3),
    in_force_until=None,
    supersedes=("nd-81-2021",),
    superseded_by=None,
    status="in_force",
    evidence="verified",
)
OLD_FEES = replace(
    FEES,
    id="nd-81-2021",
    number="81/2021/NĐ-CP",
    issued=date(2021, 8, 27),
    in_force_from=date(2021, 10, 15),
    in_force_until=date(2025, 9, 3),
    supersedes=(),
    superseded_by="nd-238-2025",
    status="superseded",
)
PRESS = replace(
    FEES,
    id="bao-dan-tri",
    number=None,
    kind="Bài báo",
    title="Học nghề ở Quảng Ninh",
    issuer="Dân trí",
    issued=None,
    in_force_from=None,
    supersedes=(),
    status="secondary",
    evidence="verified-2",
)

FREE = Passage(
    id="hoc-phi/mien",
    title="Ai được miễn học phí khi học nghề?",
    also=("Học nghề có mất tiền không?",),
    text="Tốt nghiệp lớp 9 học tiếp trung cấp thì được miễn học phí.\n\n{Bạn} hỏi trường về hồ sơ.",
    audience=("student", "parent"),
    level="national",
    province=None,
    citations=(Citation(FEES, "Điều 15"),),
    evidence="verified",
    facts=("F4.01",),
    holds_from=None,
    holds_until=None,
    reviewed=date(2026, 1, 2),
    next=("ho-tro/vay-von", "bang-cap/trung-cap", "ho-tro/noi-tru"),
)
LOAN = replace(
    FREE,
    id="ho-tro/vay-von",
    title="Vay vốn đi học ở đâu?",
    also=("Nhà nghèo mượn ngân hàng được mấy triệu?",),
    text="Hộ khó khăn vay ở Ngân hàng Chính sách xã hội.\n\nTrước năm 2025 là quy định khác.",
    citations=(Citation(OLD_FEES, None, "Nghị định 238/2025/NĐ-CP"),),
    next=(),
)
DIPLOMA = replace(
    FREE,
    id="bang-cap/trung-cap",
    title="Xong trung cấp cầm bằng gì?",
    also=(),
    text="{Bạn} nhận bằng tốt nghiệp trung cấp, dự tuyển lên cao đẳng.",
    citations=(Citation(PRESS, None),),
    evidence="verified-2",
    next=("hoc-phi/mien",),
)
HOSTEL = replace(
    FREE,
    id="ho-tro/noi-tru",
    title="Ở nội trú trong trường dạy nghề ra sao?",
    also=(),
    text="Ký túc xá tuỳ từng nơi, {bạn} gọi cho phòng tuyển sinh.",
    next=(),
)
CORPUS = (DIPLOMA, LOAN, HOSTEL, FREE)

NO_SIGNS = Signs(cosine=0.0, coverage=0.0, lead=0.0)

"""A corpus on disk: one good card, the two documents of its table, and ways to spoil them."""

from pathlib import Path

from knowledge.corpus import read_corpus

TABLE = """\
- id: nd-238-2025
  number: 238/2025/NĐ-CP
  kind: Nghị định
  title: Miễn, giảm học phí
  issuer: Chính phủ
  issued: 2025-09-03
  in_force_from: 2025-09-03
  in_force_until: null
  supersedes: [nd-81-2021]
  superseded_by: null
  status: in_force
  evidence: verified
- id: nd-81-2021
  number: 81/2021/NĐ-CP
  kind: Nghị định
  title: Thu, quản lý học phí
  issuer: Chính phủ
  issued: 2021-08-27
  in_force_from: 2021-10-15
  in_force_until: 2025-09-03
  supersedes: []
  superseded_by: nd-238-2025
  status: superseded
  evidence: verified
  url: https://vanban.test/81
  note: Bản cũ
"""
BODY = """\
Tốt nghiệp lớp 9 học tiếp trung cấp thì được miễn học phí, áp dụng trong cả nước.

{Bạn} hỏi trường về hồ sơ, nộp đơn khi nhập học và giữ lại giấy biên nhận cho {bạn}."""
CARD = f"""\
---
id: hoc-phi/mien
title: Ai được miễn học phí?
also:
  - Học nghề có mất tiền không?
audience: [student, parent]
level: national
citations:
  - document: nd-238-2025
    clause: Điều 15
evidence: verified
facts: [F4.01, F4.07]
reviewed: 2025-10-01
next: []
---
{BODY}
"""


class CorpusFolder:
    """A corpus on disk: a table of two documents, and the cards that are written to it."""

    def __init__(self, root: Path) -> None:
        self.documents = root / "documents"
        self.documents.mkdir()
        self.table = root / "documents.yml"
        self.table.write_text(TABLE, encoding="utf-8")

    def write(self, name: str, card: str) -> Path:
        path = self.documents / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(card, encoding="utf-8")
        return path

    def read(self) -> tuple[list[str], list[str]]:
        """Return the ids of the good cards, and the problems as a person reads them."""
        passages, problems = read_corpus(self.documents, self.table)
        return [passage.id for passage in passages], [str(problem) for problem in problems]

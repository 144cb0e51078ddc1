"""Settings of the action server (`ACTIONS_*`); those of the knowledge base come with it."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ActionsSettings(BaseSettings):
    """Where the action server listens, and how sure it must be."""

    model_config = SettingsConfigDict(
        env_prefix="ACTIONS_", env_file=".env", extra="ignore", frozen=True
    )

    host: str = "127.0.0.1"
    port: int = Field(default=5055, ge=1, le=65535)
    time_budget_seconds: float = Field(default=5.0, gt=0, le=10)
    """How long one action may take before the visitor is told to try again."""
    clarify_from: float = Field(default=0.15, ge=0, le=1)
    """Confidence from which on a passage is offered as a choice."""
    small_talk_from: float = Field(default=0.8, ge=0, le=1)
    """Confidence a passage needs where the message seems to be small talk."""
    school_contact: str = ""
    """How to reach the school's counsellor, said to who asks for a person; may be empty."""

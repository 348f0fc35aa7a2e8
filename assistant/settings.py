"""Every setting of the assistant, read once from the environment and passed down."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_cache_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import UsageError

DEFAULT_CORPUS = Path("corpus/partner-network-licensing")
DEFAULT_ENCODER = "all-MiniLM-L6-v2-int8"


class Settings(BaseSettings):
    """Settings, each from the variable FAQ_<NAME>; a wrong value is refused with its name and value."""

    model_config = SettingsConfigDict(env_prefix="FAQ_", frozen=True, extra="forbid")

    corpus: Path = Field(DEFAULT_CORPUS, description="folder of the FAQ that is served")
    cache_dir: Path = Field(
        default_factory=lambda: user_cache_path("faq-assistant"),
        description="folder for exported encoders and for indexes",
    )
    encoder: str = Field(
        DEFAULT_ENCODER,
        description="'all-MiniLM-L6-v2-int8', or any sentence-transformers model name or folder",
    )
    threads: int = Field(1, ge=1, le=256, description="threads of one model call")
    keep_versions: int = Field(5, ge=1, le=1000, description="index versions kept for rollback")
    max_question_chars: int = Field(2000, ge=1, description="longest question, in characters")
    max_history: int = Field(10, ge=0, description="earlier questions of a conversation looked at")


def load_settings(**overrides: object) -> Settings:
    """Read the environment; `overrides` (None means: not given) win over it.

    Raises UsageError that names the variable and the value that is wrong.
    """
    given = {key: value for key, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "FAQ_" + "_".join(str(part) for part in first["loc"]).upper()
        raise UsageError(f"{name}={first['input']!r}: {first['msg']}") from None

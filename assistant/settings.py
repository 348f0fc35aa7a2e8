"""Every setting of the assistant, read once from the environment and passed down."""

from __future__ import annotations

import ipaddress
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from assistant.errors import UsageError

DEFAULT_CORPUS = Path("corpus/partner-network-licensing")
_CHECKOUT = (
    Path(__file__).resolve().parents[1]
)  # where the package is installed, it has no corpus beside it
DEFAULT_ENCODER = "all-MiniLM-L6-v2-int8"
_SHORTEST_TOKEN = 16
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+")


class SlackUnsure(StrEnum):
    """What Slack's channels see where the FAQ does not settle a question."""

    REACT = "react"
    SILENT = "silent"
    ANSWER = "answer"


def _default_store() -> str:
    return f"sqlite:///{user_data_path('faq-assistant') / 'store.sqlite3'}"


def _default_corpus() -> Path:
    """The FAQ of this repository: that of the working folder, else of the checkout that the package is in."""
    elsewhere = _CHECKOUT / DEFAULT_CORPUS
    return elsewhere if elsewhere.is_dir() and not DEFAULT_CORPUS.is_dir() else DEFAULT_CORPUS


class Settings(BaseSettings):
    """Settings, each from the variable FAQ_<NAME>; a wrong value is refused with its name and value."""

    model_config = SettingsConfigDict(env_prefix="FAQ_", frozen=True, extra="forbid")

    corpus: Path = Field(
        default_factory=_default_corpus, description="folder of the FAQ that is served"
    )
    cache_dir: Path = Field(
        default_factory=lambda: user_cache_path("faq-assistant"),
        description="folder for exported encoders and for indexes",
    )
    encoder: str = Field(
        DEFAULT_ENCODER,
        description="'all-MiniLM-L6-v2-int8', or any sentence-transformers model name or folder",
    )
    judge: str = Field(
        "default",
        description="'default': the trained weights that come with the package; a folder of other "
        "exported weights; or 'none': no re-ranking, and yes or no only from pinned facts and from "
        "answers that begin with Yes or No",
    )
    threads: int = Field(1, ge=1, le=256, description="threads of one model call, and of numpy")
    keep_versions: int = Field(5, ge=1, le=1000, description="index versions kept for rollback")
    max_question_chars: int = Field(2000, ge=1, description="longest question, in characters")
    max_history: int = Field(10, ge=0, description="earlier questions of a conversation looked at")
    store: str = Field(
        default_factory=_default_store,
        description="database URL of conversations, answers and feedback: "
        "sqlite:///FILE, or postgresql+DRIVER://...",
    )
    retention_days: int = Field(
        90, ge=1, le=3650, description="days after which conversations are deleted from the store"
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="exact origins of other sites that may embed the widget, with commas between",
    )
    trusted_proxies: str = Field(
        "",
        description="addresses of reverse proxies whose X-Forwarded-For is believed; '*' only behind one that "
        "replaces that header, or clients choose their own address",
    )
    rate_limit_client: str = Field(
        "120/minute", description="requests of one client, suggestions apart; empty: no limit"
    )
    rate_limit_suggest: str = Field(
        "600/minute", description="requests of one client for suggestions; empty: no limit"
    )
    rate_limit_total: str = Field(
        "6000/minute", description="requests of all clients together; empty: no limit"
    )
    request_timeout_s: float = Field(
        30, gt=0, le=3600, description="longest time for one request, in seconds"
    )
    concurrency: int = Field(
        0,
        ge=0,
        le=1024,
        description="questions worked out at once; 0: as many as processors, divided by FAQ_THREADS",
    )
    cached_answers: int = Field(
        1000, ge=0, description="answers kept in memory for questions asked again; 0: none"
    )
    slack_signing_secret: SecretStr | None = Field(
        None, description="signing secret of the Slack app; with the bot token it switches Slack on"
    )
    slack_bot_token: SecretStr | None = Field(
        None, description="bot token of the Slack app, xoxb-..."
    )
    slack_app_token: SecretStr | None = Field(
        None,
        description="app-level token of the Slack app, xapp-...: events come by Socket Mode, "
        "which needs no public address",
    )
    slack_unsure: SlackUnsure = Field(
        SlackUnsure.REACT,
        description="in Slack channels, where the FAQ does not settle a question: 'react' with an "
        "emoji, stay 'silent', or 'answer' that it does not",
    )
    slack_api_url: str = Field(
        "https://slack.com/api/",
        pattern=r"^https?://[^\s?#]+/$",
        description="address of Slack's Web API, with a slash at its end",
    )

    admin_token: SecretStr | None = Field(
        None,
        description="what opens /admin/, at least 16 characters; without it there are no such pages",
    )
    review_dir: Path = Field(
        default_factory=lambda: user_data_path("faq-assistant") / "review",
        description="folder for changes to the FAQ that wait for review, as patches",
    )

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, values: dict[str, object]) -> dict[str, object]:
        """An empty variable is one that was not set, as compose files set them; a limit is none then."""
        return {k: v for k, v in values.items() if v != "" or k.startswith("rate_limit_")}

    @field_validator("admin_token")
    @classmethod
    def _is_no_blank(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        bare = value.get_secret_value().strip()  # a file it is read from ends its line
        if len(bare) < _SHORTEST_TOKEN:
            raise ValueError(f"it has fewer than {_SHORTEST_TOKEN} characters, blanks aside")
        return SecretStr(bare)

    @field_validator("trusted_proxies")
    @classmethod
    def _are_addresses(cls, value: str) -> str:
        for part in () if value.strip() in ("", "*") else value.split(","):
            try:
                ipaddress.ip_network(part.strip(), strict=False)
            except ValueError:
                raise ValueError(
                    f"{part.strip()!r} is no address, as in 10.0.0.1 or 10.0.0.0/8, and not '*'"
                ) from None
        return value

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _split_origins(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        origins = tuple(part.strip() for part in value.split(",") if part.strip())
        for origin in origins:
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(f"{origin!r} is no exact origin, as in https://www.example.com")
        return origins


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
        shown = "…" if "TOKEN" in name or "SECRET" in name else repr(first["input"])
        reason = first["msg"].removeprefix("Value error, ")
        raise UsageError(f"{name}={shown}: {reason}") from None

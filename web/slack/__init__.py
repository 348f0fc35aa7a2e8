"""Slack's endpoint: the same answers in channels, direct messages and the slash command.

Off unless both FAQ_SLACK_SIGNING_SECRET and FAQ_SLACK_BOT_TOKEN are set; only then is Slack's library
imported.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import SecretStr

from assistant.errors import UsageError
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Secrets:
    """What Slack and the application know of each other; never shown, not even in a traceback."""

    signing: SecretStr
    bot_token: SecretStr
    app_token: SecretStr | None


def secrets_of(settings: Settings) -> Secrets | None:
    """The secrets where Slack is switched on, else None. Raises UsageError where one is missing."""
    signing, bot = _given(settings.slack_signing_secret), _given(settings.slack_bot_token)
    app = _given(settings.slack_app_token)
    if signing is None and bot is None and app is None:
        return None
    if signing is None or bot is None:
        name = "FAQ_SLACK_SIGNING_SECRET" if signing is None else "FAQ_SLACK_BOT_TOKEN"
        raise UsageError(
            f"{name} is missing, but another of Slack's settings is there: set it too, or none of them"
        )
    return Secrets(signing, bot, app)


def _given(secret: SecretStr | None) -> SecretStr | None:
    return secret if secret is not None and secret.get_secret_value().strip() else None

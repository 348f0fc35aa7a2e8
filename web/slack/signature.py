"""Whether a request comes from Slack, and now."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping

from slack_sdk.signature import Clock, SignatureVerifier

WINDOW_S = 300
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class RefusedError(Exception):
    """A request that is not answered; the message is the reason, and holds nothing of the request."""


class _Clock(Clock):
    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now

    def now(self) -> float:
        return self._now()


class Signatures:
    """Checks signatures as Slack describes it: HMAC-SHA256 over the raw body, within five minutes.

    Slack's own verifier compares, in constant time; what it takes for granted is checked before.
    """

    def __init__(self, secret: str, *, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._verifier = SignatureVerifier(secret, clock=_Clock(now))

    def check(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Raise RefusedError for a request that Slack did not sign in the last five minutes."""
        timestamp = headers.get("x-slack-request-timestamp")
        signature = headers.get("x-slack-signature")
        if timestamp is None or signature is None:
            raise RefusedError("a header of the signature is missing")
        if not _TIMESTAMP.fullmatch(timestamp):
            raise RefusedError("the timestamp is no number")
        if not _SIGNATURE.fullmatch(signature):
            raise RefusedError("the signature is malformed")
        try:
            body.decode("utf-8")
        except UnicodeDecodeError:
            raise RefusedError("the body is not UTF-8") from None
        if abs(self._now() - int(timestamp)) > WINDOW_S:
            raise RefusedError(
                "the timestamp is more than five minutes away: an old request again?"
            )
        if not self._verifier.is_valid(body, timestamp, signature):
            raise RefusedError("the signature is wrong")

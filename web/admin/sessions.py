"""Who is signed in. Sessions are kept in memory: a restart signs everybody out."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from web.bounded import Bounded

SESSION_S = 8 * 3600
_SESSIONS = 100


@dataclass
class Session:
    """A browser that has shown the token.

    `notice` is told once, on the next page; `draft` has the fields of a form that was refused, to show again.
    """

    until: float
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    notice: str = ""
    notice_is_problem: bool = False
    draft: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def tell(self, notice: str, *, problem: bool = False) -> None:
        """Have the next page say something."""
        self.notice, self.notice_is_problem = notice, problem

    def take_notice(self) -> tuple[str, bool]:
        """What is to be said now, and whether it is a problem."""
        taken = self.notice, self.notice_is_problem
        self.notice, self.notice_is_problem = "", False
        return taken

    def take_draft(self) -> Mapping[str, Sequence[str]]:
        """What was sent and refused."""
        taken, self.draft = self.draft, {}
        return taken


class Sessions:
    """Sessions by an id that cannot be guessed and says nothing about the token."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: Bounded[str, Session] = Bounded(_SESSIONS)

    def start(self) -> str:
        """Sign a browser in; returns what goes into its cookie."""
        made = secrets.token_urlsafe(32)
        self._open.put(_key(made), Session(self._clock() + SESSION_S))
        return made

    def get(self, given: str) -> Session | None:
        """The session of a cookie, while it lasts."""
        session = self._open.get(_key(given))
        return session if session and self._clock() < session.until else None

    def end(self, given: str) -> None:
        """Sign a browser out."""
        session = self._open.get(_key(given))
        if session:
            session.until = float("-inf")


def _key(given: str) -> str:
    return hashlib.sha256(given.encode("utf-8", "replace")).hexdigest()


def same(given: str, expected: str) -> bool:
    """Whether two secrets are equal, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(_key(given), _key(expected))

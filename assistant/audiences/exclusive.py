"""Finds questions whether something is for one audience alone: "Is it only for members?" (English). Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.audiences.mentions import NEAR, find_mentions, with_nouns
from assistant.patterns import any_of
from assistant.types import Audience

# Right before the name of the audience; the preposition stays where the question is asked of another one.
# matches: "only for (guests)", "Do only the (members)", "reserved for (guests)"
# not: "the only (guest)", "not only (guests)", "she is only a (guest)", "we are just (guests)"
_ONLY = re.compile(
    r"(?<!\bthe )(?<!\bnot )\b(?:"
    + any_of(r"""
        (?:only|just(?=\s+for\b)|solely|exclusively)(?:\s+(?:available|open|meant|there))?
        (?:nobody|no\s+one|none)\s+but
    """)
    + r"(?:\s+(?P<preposition>for|to|by|with|on|under))?"
    + r"|(?P<reserved>exclusive(?:ly)?|limited|reserved|restricted)\s+(?:for|to))"
    + r"(?:\s+(?:the|our|your))?\s+$",
    re.IGNORECASE,
)


class Exclusive(NamedTuple):
    """What is asked of one `audience` alone; the question without that is `before`, its name, and `after`."""

    audience: str
    before: str
    after: str

    def asked_of(self, label: str) -> str:
        """The question whether it is for the audience with this `label` at all."""
        return f"{self.before}{label}{self.after}"


def exclusive_to(text: str, audiences: tuple[Audience, ...]) -> Exclusive | None:
    """The one audience of several that `text` asks about as the only one; None where it asks about none so."""
    mentions = find_mentions(text, audiences)
    if len(audiences) < 2 or len(mentions) != 1:
        return None
    named = with_nouns(mentions[0], text)
    only = _ONLY.search(text, max(0, named.start - NEAR), named.start)
    if only is None:
        return None
    preposition = "for" if only["reserved"] else only["preposition"]
    before = text[: only.start()] + (f"{preposition} " if preposition else "")
    return Exclusive(named.audience, before, text[named.end :])

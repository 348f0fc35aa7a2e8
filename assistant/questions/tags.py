"""Negative statements that end as a question ("Cash isn't accepted, is it?"), as the question they put.

The tag has the verb of the statement once more, which tells that verb from the others. A positive statement
("Cash is accepted, isn't it?") says what its question asks, and is left as it is.
"""

from __future__ import annotations

import re

from assistant.english import WH_WORD, straight_quotes
from assistant.patterns import any_of

_MAX_STATEMENT = 300  # characters
_VERB = any_of("""
    is | are | am | was | were | do | does | did | has | have | had | need
    can | could | may | might | must | shall | should | will | would
""")
_PRONOUN = any_of("i | we | you | they | he | she | it | one | there | this | that | these | those")
_TAG = re.compile(
    rf"(?P<told>.*(?<![\s,]))(?:\s*,\s*|\s+)(?P<verb>{_VERB}) (?P<pronoun>{_PRONOUN})\s*\?*$",
    re.DOTALL,
)
# After one of these stands no tag but a question of its own: "..., where is it?"
_BEFORE_A_QUESTION = re.compile(rf"(?:\b{WH_WORD}|[?!.:;])$")
# What may stand before the statement: "If I pay late, you don't fine me, do you?"
_STARTS = re.compile(r"[,;:.?!–—]\s+(?:(?:and|but|so|because|then)\s+)?")
_BEFORE_NOT = {"can": "ca", "will": "wo", "shall": "sha"}  # before "n't"
_AINT = frozenset({"is", "are", "am", "has", "have"})  # that "ain't" may stand for
_CONTRACTED = {
    "is": "s",
    "has": "s",
    "are": "re",
    "am": "m",
    "have": "ve",
    "will": "ll",
    "would": "d",
}
# "I don't think cash is accepted, is it?" denies what one thinks.
_DOUBT = r"(?:i|we) (?:do not|don't|dont) (?:think|believe|suppose|expect|imagine)(?: that)?\s"
_NO = r"(?:no longer|no|never|nobody|nothing)\b(?! (?:more|less|later) )"
_ANY = {
    "no": "any",
    "no longer": "still",
    "never": "ever",
    "nobody": "anybody",
    "nothing": "anything",
}
_SPEAKERS = frozenset({"i", "we", "you"})
_SUBJECT_OF_DO = re.compile(r"(?:i|we|you|they)\b")


def untagged(text: str) -> str | None:
    """The question that a negative statement with a tag puts; None for any other text.

    What stands before the statement stays in front of the question.

    >>> untagged("Cash isn't accepted, is it?"), untagged("If I pay late, you don't fine me, do you?")
    ('Is Cash accepted?', 'If I pay late, do you fine me?')
    >>> untagged("Cash is accepted, isn't it?") is None
    True
    """
    before, text = text[:-_MAX_STATEMENT], text[-_MAX_STATEMENT:]
    lowered = straight_quotes(text).lower()
    tag = _TAG.match(lowered)
    if tag is None or len(lowered) != len(text) or _BEFORE_A_QUESTION.search(tag["told"]):
        return None
    denials = list(_denials(tag["verb"]).finditer(tag["told"]))
    if len(denials) != 1:
        return None
    denial = denials[0]
    start = max((m.end() for m in _STARTS.finditer(tag["told"], 0, denial.start())), default=0)
    said = text[start : denial.start()]
    rest = text[denial.end() : tag.end("told")]
    if denial["verb"] is None:
        said, rest = _parted(f"{said}{_ANY.get(denial.group(), '')}{rest}", tag["verb"])
    if not said.strip() or not rest.strip() or _speaker(said) != _speaker(tag["pronoun"]):
        return None  # "I don't have a card, do you?"
    verb = tag["verb"].capitalize() if text[start].isupper() else tag["verb"]
    return f"{before}{text[:start]}{verb} {said.strip()} {rest.strip()}?"


def _denials(verb: str) -> re.Pattern[str]:
    """What denies a statement with this verb."""
    stem, short = _BEFORE_NOT.get(verb, verb), _CONTRACTED.get(verb, verb)
    stem = any_of(f"{stem} | ai") if verb in _AINT else stem
    negative = any_of(rf"\b{stem}n'?t | \b{verb} ?not | '{short} not")
    return re.compile(rf"\b{_DOUBT}|\b{_NO}|(?P<verb>{negative}\b)")


def _parted(statement: str, verb: str) -> tuple[str, str]:
    """What stands before and after the verb of a positive statement; nothing where that is not clear."""
    lowered = straight_quotes(statement).lower()
    found = list(re.finditer(rf"\b{verb}\b|'{_CONTRACTED.get(verb, verb)}\b", lowered))
    if len(found) == 1:
        return statement[: found[0].start()], statement[found[0].end() :]
    subject = _SUBJECT_OF_DO.match(lowered) if verb == "do" and not found else None
    return (statement[: subject.end()], statement[subject.end() :]) if subject else ("", "")


def _speaker(subject: str) -> str:
    """Which of those who talk the subject is; nothing for anybody else."""
    first = subject.lower().split()[0]
    return first if first in _SPEAKERS else ""

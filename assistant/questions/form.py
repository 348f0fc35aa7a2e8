"""Analyses the words of a question. Pure, and linear in the length of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.questions.courtesy import is_courtesy, opener_end
from assistant.questions.sentences import normalised, split_sentences
from assistant.questions.words import (
    AUX,
    DETERMINER,
    NEGATIVE_AUX,
    PRONOUN,
    WH_START,
    fold,
    repaired,
)
from assistant.types import QuestionForm

_ASKS = (
    r"(?:(?:can|could|would|will) (?:you|someone|anyone)(?: please| kindly)? (?:tell|say|confirm|clarify|"
    r"explain|advise|let (?:me|us) know)(?: (?:me|us|to me|to us))?|(?:please |kindly )?(?:tell|confirm|clarify|"
    r"advise|explain|let (?:me|us) know)(?: (?:me|us|to me|to us))?|do you (?:happen to )?know|any idea|"
    r"(?:i|we)(?:'d| would)? (?:like|want|need|love)(?: to (?:know|understand|find out|check|ask|confirm|be sure))|"
    r"(?:i|we)(?:'m| am|'re| are)? (?:wonder|wondering|asking|unsure|not sure|curious|trying to find out)|"
    r"(?:i|we) (?:do not|don't) know|it is (?:not clear|unclear)(?: to (?:me|us))?|"
    r"(?:my|our|the|one) question is|is it known|the question is)"
)
_EMBEDDED = re.compile(
    rf"{_ASKS},?\s+(?:about\s+)?(?P<rest>(?:whether|if|that|{WH_START}).*)$", re.DOTALL
)
# Asks to be told something, in the form of a question about whether one can or will.
_REQUEST = re.compile(
    r"(?:(?:can|could|would|will) (?:you|someone|anyone|somebody|anybody)(?: please| kindly)? (?:explain|describe|list|"
    r"give|send|show|provide|tell|name|outline|summari[sz]e|help)|do you (?:happen to )?know|any idea)\b"
)
_WHETHER = re.compile(r"\b(?:whether|if)\b")
_WH = re.compile(rf"{WH_START}(?!\w)")
_AUX_START = re.compile(rf"{AUX}(?:\s+not)?\s+\S")
_NEGATIVE_START = re.compile(rf"(?P<aux>{NEGATIVE_AUX})\s+(?P<rest>.*)", re.DOTALL)
_NOT_AFTER_SUBJECT = re.compile(
    rf"(?P<head>(?:{AUX})\s+{PRONOUN})\s+not\s+(?!only\b|just\b)(?P<rest>.*)", re.DOTALL
)
_FRONTED = re.compile(
    rf"(?:if|when|once|while|after|before|unless|as|since|because|given|assuming|suppose|supposing|provided|"
    rf"under|in|on|for|with|at|during|regarding|concerning)\b[^?]*?[,:;]\s+(?={AUX}\s|{WH_START}\s)"
)
_LABEL = re.compile(rf"[^?]*?(?:[:;,–—]|\s-)\s+(?={AUX}\s|{WH_START}\s)")
_CLAUSE_AUX = re.compile(
    rf"\b(?:is|are|was|were|do|does|did|can|could|may|might|must|shall|should|will|would|has|have)\s+"
    rf"(?:{PRONOUN}|{DETERMINER})\b"
)
_TAG = re.compile(
    rf"(?:,\s*|\s+|^)(?:right|correct|ok|okay|yes|no|true|or not|is that (?:right|correct|so)|(?:{AUX})\s+(?:not\s+)?{PRONOUN})\s*\?*$"
)
_OPEN_REQUEST = re.compile(
    r"(?:explain|describe|list|show|give|tell|send|provide|name|define|outline|summari[sz]e|compare|"
    r"looking for|need|help|info|information|details|instructions|steps|difference|"
    r"(?:the )?(?:best|easiest|quickest|right|correct) (?:way|method|place)|(?:i|we) have (?:an?|another|some)(?: \w+)? questions?)\b"
)
_OPEN_NOUN = re.compile(
    r"\b(?:length|duration|price|cost|fee|number|amount|limit|deadline|date|size|list|address|phone|"
    r"meaning|definition|steps|procedure|reason|name|lenght)\s*\?*$"
)
_ALTERNATIVE = re.compile(
    rf"(?:{AUX})\b[^?]*?\b(?P<a>per|by|from|in|on|at|to|with|for|through|monthly|annually)\b[^?]*\bor\s+(?P=a)\b"
    rf"|\bor\s+(?:rather|instead|else|{AUX}\s)|\bwhich (?:one|of)\b[^?]*\bor\b"
)
_POSITIVE = {
    "can't": "can", "cant": "can", "cannot": "can", "can not": "can", "won't": "will", "wont": "will",
    "shan't": "shall", "shant": "shall", "ain't": "is", "aint": "is",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """One question as understood.

    `text` is the whole input, white space normalised; `focus` is the part of it that asks and
    `context` the sentences before and after that describe the situation. `positive` is the focus
    without its negation ("Can't we ...?" -> "Can we ...?"): a negative question takes its verdict.
    """

    text: str
    focus: str
    context: tuple[str, ...]
    form: QuestionForm
    negative: bool
    positive: str


def analyse(text: str) -> Question:
    """Find the question in `text` and what kind of answer it asks for. Accepts any string."""
    whole = normalised(text)
    sentences = [s for s in split_sentences(text) if re.search(r"\w", s) and not is_courtesy(s)]
    if not sentences:
        return Question(whole, whole, (), QuestionForm.OPEN, negative=False, positive=whole)
    number = _asking(sentences)
    asked = sentences[number]
    focus = asked[opener_end(asked) :].strip() or asked
    context = tuple(s for n, s in enumerate(sentences) if n != number)
    form = _form(focus, situated=bool(context))
    positive = _positive(focus)
    return Question(whole, focus, context, form, positive is not None, positive or focus)


def _asking(sentences: list[str]) -> int:
    """Number of the sentence that asks: the last one with a question mark, else the last request."""
    marked = [n for n, s in enumerate(sentences) if s.rstrip("\"')] ").endswith(("?", "？", "?!"))]
    if marked:
        return marked[-1]
    asking = [n for n, s in enumerate(sentences) if _asks(repaired(s[opener_end(s) :]))]
    return asking[-1] if asking else len(sentences) - 1


def _asks(lowered: str) -> bool:
    return bool(_AUX_START.match(lowered) or _WH.match(lowered) or _EMBEDDED.match(lowered))


def asks_by_itself(focus: str) -> bool:
    """Whether the words of `focus` say what kind of answer they want ("And within one country?" does not)."""
    lowered = repaired(focus[:1000]).strip()
    return _asks(lowered) or any(opening.match(lowered) for opening in (_FRONTED, _LABEL))


def _form(focus: str, *, situated: bool) -> QuestionForm:
    lowered = repaired(focus[:1000]).strip()
    embedded = _EMBEDDED.match(lowered)
    if embedded is not None:
        rest = embedded["rest"]
        return _form_of_clause(rest, situated) if _WH.match(rest) else QuestionForm.POLAR
    return _form_of_clause(lowered, situated)


def _form_of_clause(lowered: str, situated: bool) -> QuestionForm:
    for opening in (_FRONTED, _LABEL):
        match = opening.match(lowered)
        if match is not None and not (_WH.match(lowered) or _AUX_START.match(lowered)):
            lowered = lowered[match.end() :]
            break
    if _WH.match(lowered):
        tagged = _TAG.search(lowered) is not None and lowered.startswith("what about") is False
        statement = re.match(r"(?:when|where|while)\b[^?]*,\s", lowered) is not None
        return (
            QuestionForm.POLAR
            if statement and (tagged or _CLAUSE_AUX.search(lowered))
            else QuestionForm.OPEN
        )
    if _ALTERNATIVE.search(lowered):
        return QuestionForm.ALTERNATIVE
    if _REQUEST.match(lowered) and not _WHETHER.search(lowered):
        label = _LABEL.match(lowered)  # "Could you tell me: can we ...?"
        asked = lowered[label.end() :] if label else ""
        return QuestionForm.POLAR if _AUX_START.match(asked) else QuestionForm.OPEN
    if _AUX_START.match(lowered):
        return QuestionForm.POLAR
    return _form_of_fragment(lowered, situated)


def _form_of_fragment(lowered: str, situated: bool) -> QuestionForm:
    """A statement, a telegram or a bare phrase; after a described situation, "Possible?" is enough."""
    if _OPEN_REQUEST.match(lowered) and not _WHETHER.search(lowered):
        return QuestionForm.OPEN
    if _OPEN_NOUN.search(lowered):
        return QuestionForm.OPEN
    if re.search(
        r"\b(?:what|which|how (?:many|much|long|often|do|to|can)|why|where|when)\b[^,]{0,60}\?*$",
        lowered,
    ):
        return QuestionForm.OPEN
    polar = lowered.endswith("?") or _TAG.search(lowered) or _CLAUSE_AUX.search(lowered)
    enough = situated or len(lowered.split()) >= 3
    return QuestionForm.POLAR if polar and enough else QuestionForm.OPEN


def _positive(focus: str) -> str | None:
    """The focus without its negation, or None where it has none that a rule can take out."""
    folded = fold(focus[:1000])
    match = _NEGATIVE_START.match(folded.lower())
    if match is not None:
        word = match["aux"]
        plain = _POSITIVE.get(word) or word.removesuffix("n't").removesuffix("nt")
        kept = focus[match.start("rest") :]
        return (plain.capitalize() if focus[:1].isupper() else plain) + " " + kept
    match = _NOT_AFTER_SUBJECT.match(folded.lower())
    if match is not None:
        return focus[: match.end("head")] + " " + focus[match.start("rest") :]
    return None

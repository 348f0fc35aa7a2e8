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
    PREPOSITION,
    PRONOUN,
    WH_START,
    WH_WORD,
    fold,
    repaired,
)
from assistant.types import QuestionForm

_SOMEBODY = r"(?:you|someone|anyone|somebody|anybody)"
_TO_KNOW = r"(?:know|understand|find out|check|ask|confirm|be sure|learn)"
_ASKS = (
    rf"(?:(?:can|could|would|will) {_SOMEBODY}(?: please| kindly)? (?:tell|say|confirm|clarify|"
    r"explain|advise|check|show|let (?:me|us) know)(?: (?:me|us|to me|to us))?|(?:please |kindly )?(?:tell|confirm|clarify|"
    r"advise|explain|let (?:me|us) know)(?: (?:me|us|to me|to us))?|any idea|"
    rf"(?:do|does) (?:{_SOMEBODY}|we|they) (?:happen to )?(?:know|have (?:any idea|an idea|a clue))|any(?:one|body) know|"
    r"(?:can|could|may|might) (?:i|we)(?: please| just| also)? (?:ask|know|enquire|inquire)(?: you)?|"
    r"(?:would|do) you mind (?:telling|explaining|confirming|letting)(?: (?:me|us))?(?: know)?|"
    r"(?:is it|would it be) possible to (?:know|find out|tell me)|"
    rf"(?:i|we)(?:'d| would)?(?: (?:also|just|really))? (?:like|want|need|love)(?: to {_TO_KNOW})?|"
    rf"(?:(?:i|we) )?(?:(?:would|just|also) )*(?:like|want|need|love) to {_TO_KNOW}|"
    r"(?:(?:i|we) )?(?:(?:i'm|am|we're|are|was|were|just|also|still|have been|been) )*(?:wonder|wondering|wondered|asking|"
    r"checking|unsure|(?:not|aren't) (?:quite |entirely )?(?:sure|certain)|curious|confused|trying to find out)|"
    r"(?:(?:i|we) )?(?:do not|don't) know|it(?: is|'s) (?:not clear|unclear)(?: to (?:me|us))?|"
    rf"(?:i|we)(?:'d| would) be (?:grateful|glad|happy|interested|curious) to {_TO_KNOW}|"
    r"(?:my|our|the|one) question is|is it known)"
)
# Asking stands first in its sentence, or after what led to it: "We moved in May and would like to know if ...".
_EMBEDDED = re.compile(
    rf"(?P<before>^|[,;:]\s+|\b(?:and|but|so|because)\s+){_ASKS},?\s+(?:(?:about|as to)\s+)?"
    rf"(?P<rest>(?:whether|if|that|{WH_START}|{AUX}\s+(?:{PRONOUN}|{DETERMINER})\b).*)$",
    re.DOTALL,
)
# Asks to be told something, in the form of a question about whether one can or will. Who asks to be given
# or sent a thing asks whether; who asks for details of it asks what they are.
_REQUEST = re.compile(
    rf"(?:(?:can|could|would|will) {_SOMEBODY}(?: please| kindly)? (?:(?:explain|describe|list|clarify(?! that\b)|"
    r"tell|name|outline|summari[sz]e|help|recommend|suggest|show (?:me|us)|(?:walk|guide|point|direct) (?:me|us))\b|"
    r"(?:give|send|provide)(?: (?:me|us))?(?: please)?(?: (?:an?|the|some|any|your|more|further))*(?: [\w'-]+)? (?:lists?|info|information|details?|overview|instructions?|"
    r"examples?|steps|links?|summary|explanation|prices?|quote|address|number|guidance|advice|idea|documentation)\b)|"
    rf"do you (?:happen to )?know\b|any idea\b)"
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
    rf"under|in|on|for|with|at|during|regarding|concerning)\b[^?]*?[,:;]\s+(?={AUX}\s|{WH_START}(?!\w))"
)
_LABEL = re.compile(rf"[^?]*?(?:[:;,–—]|\s-)\s+(?={AUX}\s|{WH_START}\s)")
# "When I cancel, do I ...?", "What if I lose it, can I ...?": the wh-word opens the situation, not the question.
_SITUATION = re.compile(
    rf"(?:when|where|while|what if|(?:what|when|where|which|who|how)ever)\s+(?!{AUX}|{PREPOSITION}\b|else\b)"
    rf"(?:(?:(?!\b{WH_WORD}\b)[^?])*?,\s+(?={AUX}\s|{WH_START}(?!\w))|"
    rf"(?:{PRONOUN}|{DETERMINER})\b(?:(?!\b{WH_WORD}\b)[^?])*?\s"
    r"(?=(?:is|are|am|was|do|does|did|can|could|may|must|should|will|would)\s+(?:i|we|you|they|it)\s))"
)
_CLAUSE_AUX = re.compile(
    rf"\b(?:is|are|was|were|do|does|did|can|could|may|might|must|shall|should|will|would|has|have)\s+"
    rf"(?:{PRONOUN}|{DETERMINER})\b"
)
_TAG = re.compile(
    rf"(?:,\s*|(?<! is)(?<! are)(?<! was)(?<! not)(?<!n't)(?<!'s)\s+|^)(?:right|correct|ok|okay|yes|no|true|or not|is that (?:right|correct|so)|(?:{AUX})\s+(?:not\s+)?{PRONOUN})\s*\?*$"
)
_IS_SO = re.compile(r"(?:ok|okay|fine|right|correct|true|yes|alright|all right|sure)\s*\?+")
_OPEN_REQUEST = re.compile(
    r"(?:explain|describe|list|show|give|tell|send|provide|name|define|outline|summari[sz]e|compare|"
    r"looking for|need(?! (?:to|i|we)\b)|help|info|information|details|instructions|steps|difference|"
    r"(?:the )?(?:best|easiest|quickest|right|correct) (?:way|method|place)|(?:i|we) have (?:an?|another|some)(?: \w+)? questions?)\b"
)
_NOUN = (
    r"(?:length|duration|price|cost|fee|number|amount|limit|deadline|date|size|list|address|phone|"
    r"meaning|definition|steps|procedure|reason|name)"
)
_OPEN_NOUN = re.compile(rf"(?!{PREPOSITION}\b).*\b{_NOUN}\s*\?*$", re.DOTALL)
_DETAIL = re.compile(
    r"(?:(?:(?:what|how) about|what(?:'s| is| are| was)) )?(?:the )?"
    r"(?:price|cost|fee|charge|deadline|duration|limit|maximum|minimum|reason|procedure)s?[\s?.!]*"
)
_PREDICATE = (
    r"(?:allowed|permitted|possible|ok|okay|included|free|available|required|necessary|needed|mandatory|compulsory|"
    r"obligatory|accepted|supported|covered|valid|\w{3,}[ai]ble)"
)
# "Price of a card?", "Opening hours on Sunday?" name what is asked for; "Number of guests limited?" says something.
_OPEN_PHRASE = re.compile(
    rf"(?:(?:the|an?) )?(?:(?!(?:any|no)\b)[\w'-]+ ){{0,2}}(?:{_NOUN}|prices|costs|fees|hours|times?|age|reasons|contact|"
    rf"charges)\s+(?:of|for|in|on|at|to|from|per|between)\b(?!.*(?:\w{{2}}ed|\b{_PREDICATE})\s*\?*$)"
    rf"(?!.*(?:,|\b{AUX}\s))"
)
# "Pets allowed", "Delivery to Norway possible?": no verb, and none needed.
_TELEGRAM = re.compile(
    rf"(?!.*\b(?:{AUX}|not|got|get|seems?|everything|all|that|this|it)\b)(?:[\w'/.&-]+ ){{1,10}}"
    rf"(?:{_PREDICATE}\s*\?*|(?:open|closed)\s*\?+)$"
)
# Without a question mark, no subject is missing from "Can't log in", "Was charged twice": the writer is it.
_STATES = re.compile(
    rf"(?:(?:{NEGATIVE_AUX}|(?:{AUX}) not)\s+(?:log|sign|access|find|get|open|load|work|receive|connect|download|install|"
    r"print|pay|see|reset|remember|upload|change|update|want|need|have|know|understand|reach|cancel|start|use|add|"
    r"register|book|verify|activate|save|delete|remove|create|join|buy|submit|complete|enter|edit|view|sync|scan|"
    r"received|got|been|able|working|sure)\b|would (?:like|love|prefer)\b|(?:have|had) (?:an?|two|some|been|got|no|trouble|"
    r"problems?|issues?|already|just)\b|am (?!i\b)|(?:was|were) \w+ed\b)[^?]*$"
)
_OFTEN = r"(?:hourly|daily|weekly|monthly|quarterly|yearly|annually)"
_WH_INSIDE = re.compile(
    r"\b(?:(?:what|which|how (?:many|much|long|often|do|to|can)|why)\b[^,]{0,60}|(?:where|when)\W*)\?*$"
)
_ALTERNATIVE = re.compile(
    rf"(?:{AUX})\b[^?]*?\b(?P<a>per|by|from|in|on|at|to|with|for|through)\b[^?]*\bor\s+(?P=a)\b"
    rf"|(?:{AUX})\b[^?]*?\b(?:{_OFTEN}\s+or\s+{_OFTEN}|with\s+or\s+without|(?:in|ex)clu\w+\s+or\s+(?:in|ex)clu\w+|"
    r"free\s+or\s+(?:paid|chargeable))\b"
    rf"|\bor\s+(?:rather|instead|{AUX}\s)|\bwhich (?:one|of)\b[^?]*\bor\b"
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
    sentences = _without_courtesies(split_sentences(text))
    if not sentences:
        return Question(whole, whole, (), QuestionForm.OPEN, negative=False, positive=whole)
    number = _asking(sentences)
    asked = sentences[number]
    focus = asked[opener_end(asked) :].strip() or asked
    context = tuple(s for n, s in enumerate(sentences) if n != number)
    form = _form(focus, situated=bool(context))
    positive = _positive(focus)
    return Question(whole, focus, context, form, positive is not None, positive or focus)


def _without_courtesies(sentences: tuple[str, ...]) -> list[str]:
    """The sentences that say something; behind a statement "OK?" asks whether it is so."""
    said = [s for s in sentences if re.search(r"\w", s)]
    kept = [s for s in said if not is_courtesy(s)]
    last = said[-1] if said else ""
    if kept and _IS_SO.fullmatch(last.lower()) and not any(s.endswith("?") for s in kept):
        kept.append(last)
    return kept


def _asking(sentences: list[str]) -> int:
    """Number of the sentence that asks: the last one with a question mark, else the last request."""
    marked = [n for n, s in enumerate(sentences) if s.rstrip("\"')] ").endswith(("?", "？", "?!"))]
    if marked:
        return marked[-1]
    bare = [repaired(s[opener_end(s) :]) for s in sentences]
    asking = [n for n, s in enumerate(bare) if _asks(s)]
    asking = asking or [n for n, s in enumerate(bare) if _OPEN_REQUEST.match(s)]
    return asking[-1] if asking else len(sentences) - 1


def _asks(lowered: str) -> bool:
    if _AUX_START.match(lowered) or _WH.match(lowered):
        return _STATES.match(lowered) is None or _embedded(lowered) is not None
    return _embedded(lowered) is not None


def _embedded(lowered: str) -> str | None:
    """What is asked by words that say that one asks ("I'd like to know if ..."); None for no such words."""
    match = _EMBEDDED.search(lowered)
    if match is None or (match["before"] and (_AUX_START.match(lowered) or _WH.match(lowered))):
        return None
    return match["rest"]


def asks_by_itself(focus: str) -> bool:
    """Whether the words of `focus` say what kind of answer they want ("And within one country?" does not)."""
    lowered = repaired(focus[:1000]).strip()
    return _asks(lowered) or any(opening.match(lowered) for opening in (_FRONTED, _LABEL))


def names_a_detail(focus: str) -> bool:
    """Whether `focus` asks for a detail of what was asked before ("And the price?", "What is the limit?")."""
    return _DETAIL.fullmatch(repaired(focus[:200]).strip()) is not None


def _form(focus: str, *, situated: bool) -> QuestionForm:
    lowered = repaired(focus[:1000]).strip()
    rest = _embedded(lowered)
    if rest is not None:
        return _form_of_clause(rest, situated) if _WH.match(rest) else QuestionForm.POLAR
    return _form_of_clause(lowered, situated)


def _form_of_clause(lowered: str, situated: bool) -> QuestionForm:
    for opening in (_FRONTED, _LABEL):
        match = opening.match(lowered)
        if match is not None and not (_WH.match(lowered) or _AUX_START.match(lowered)):
            lowered = lowered[match.end() :]
            break
    situation = _SITUATION.match(lowered)
    if situation is not None:
        lowered = lowered[situation.end() :]
    if _WH.match(lowered):
        statement = re.match(rf"(?:when|where|while)\s+(?!{AUX})[^?]*,\s", lowered) is not None
        polar = statement and (_TAG.search(lowered) or _CLAUSE_AUX.search(lowered))
        return QuestionForm.POLAR if polar else QuestionForm.OPEN
    if _ALTERNATIVE.search(lowered):
        return QuestionForm.ALTERNATIVE
    if _REQUEST.match(lowered) and not _WHETHER.search(lowered):
        label = _LABEL.match(lowered)  # "Could you tell me: can we ...?"
        asked = lowered[label.end() :] if label else ""
        return QuestionForm.POLAR if _AUX_START.match(asked) else QuestionForm.OPEN
    if _STATES.match(lowered):
        return QuestionForm.OPEN
    if _AUX_START.match(lowered) or lowered.startswith("whether "):
        return QuestionForm.POLAR
    return _form_of_fragment(lowered, situated)


def _form_of_fragment(lowered: str, situated: bool) -> QuestionForm:
    """A statement, a telegram or a bare phrase; after a described situation, "Possible?" is enough."""
    if _OPEN_REQUEST.match(lowered) and not _WHETHER.search(lowered):
        return QuestionForm.OPEN
    if _OPEN_NOUN.match(lowered) or _OPEN_PHRASE.match(lowered) or _WH_INSIDE.search(lowered):
        return QuestionForm.OPEN
    if _TELEGRAM.match(lowered):
        return QuestionForm.POLAR
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

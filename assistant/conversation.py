"""Understands one turn of a conversation: small talk, a wish for a person, or a question that stands alone.

Knows no HTTP and no Slack. State is bounded: the history that the caller passes, oldest first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.audiences import find_mentions, mentioned_audiences
from assistant.questions import Question, analyse
from assistant.questions.courtesy import GOODBYE, GREETING, THANKS, is_courtesy
from assistant.questions.form import asks_by_itself
from assistant.questions.words import fold
from assistant.types import Audience, Turn


class Kind(StrEnum):
    """What a turn is."""

    QUESTION = "question"
    SMALL_TALK = "small_talk"
    HANDOFF = "handoff"


@dataclass(frozen=True, slots=True)
class Understanding:
    """A turn as understood.

    `standalone` needs no history to be understood, `question` is its analysis, and `reply` is what
    to say to small talk. `audience` is the reader's, from the turn, this question or the history.
    """

    kind: Kind
    standalone: str
    question: Question
    audience: str | None
    is_followup: bool = False
    reply: str = ""


_MAX_HISTORY = 10
_MAX_CHARS = 2000
_PERSON = (
    r"(?:an? |the |your |some )?(?:real |live |actual |human )*(?:person|human|agent|representative|rep|"
    r"operator|someone|somebody|advisor|adviser|colleague|support(?: (?:team|agent|person|staff))?|"
    r"customer (?:service|support)|employee|people)(?: (?:real|human|else|there|please|now|from support))*"
)
# Who hands over "this" or a licence asks about a rule; who wants to be handed over says "me" or "us".
_HANDOFF = re.compile(
    rf"(?:please |pls |ok,? |no,? |hi,? |hello,? )*(?:(?:can|could|may|let) (?:i|we|me|you|us)(?: please)? |"
    rf"(?:i|we)(?:'d| would)? (?:like|want|need|wish|prefer)(?: to)? |how (?:can|do) (?:i|we) )?"
    rf"(?:(?:please )?(?:(?:speak|talk|chat|contact|reach|call|get(?: in touch| through| hold|(?= an? )))(?: (?:to|with|of))? |"
    rf"(?:connect|transfer|put|hand|get|escalate)(?: (?:me|us))(?: (?:over|in touch|through))*(?: (?:to|with))? |"
    rf"escalate(?: this)?(?: to)? ))?{_PERSON}(?:,? (?:please|now|instead))*[\s.!?]*",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"(?:help|help me|menu|start|what (?:can|do) you do(?: for me)?|what can i ask(?: you)?|"
    r"how does this work|how do you work|who are you|what are you|are you (?:a )?(?:bot|human|robot|real|"
    r"an? ai|a person)|what is this)[\s.!?]*",
    re.IGNORECASE,
)
_STARTS_FOLLOWUP = re.compile(
    r"(?:and|but|or|so|also|then|what about|how about|what if|even|not even|only|same for|"
    r"in that case|why not|how so|how come|really|are you sure|which ones?|since when|until when|by when|"
    r"such as|for example|for how long)\b",
    re.IGNORECASE,
)
# Asks by itself where it goes on: "How many?" leans, "How many licences do we receive?" does not.
_BARE = re.compile(r"(?:why|who|when|where|how (?:long|many|much|often))\b", re.IGNORECASE)
# A phrase that asks nothing by itself: "For six weeks?", "Already in the second week?", "Without paying?"
_PHRASE = re.compile(
    r"(?:for|from|into|in|without|with|including|except|unless|if|once|already|split|next|to|as (?:many|much|long|often|soon))\b",
    re.IGNORECASE,
)
_EXPLETIVE = (
    r"possible|impossible|allowed|ok|okay|necessary|required|permitted|true|correct|mandatory|compulsory|forbidden|"
    r"the|an?|enough|better|best|still possible|also possible"
)
_POINTS_BACK = re.compile(
    # "it" that stands for nothing, and what points to a noun before it in the same question, do not count.
    rf"(?<!is )\bit\b|\bis it\b(?! (?:{_EXPLETIVE})\b)|(?<!\w{{4}} )\b(?:its|their|both)\b|"
    r"\b(?:they|them|those|these|this|he|she|(?<!is )(?<!are )there(?!'s| is| are)|then|the same|"
    r"either|neither|such|as well|too|instead|likewise|so)\b|\b(?:ones?|as \w+)(?=\W*$|,)|"
    # "that" after a noun begins a clause ("a card that has expired"); after these words it points back.
    r"(?:^|\b(?:about|after|all|and|are|at|before|but|by|can|could|did|do|does|doing|for|from|has|have|if|in|is|"
    r"like|of|on|or|should|than|to|until|was|will|with|without|would) )that\b",
    re.IGNORECASE,
)
_WHAT_ABOUT = re.compile(
    r"(?:and|but|so|or)?,?\s*(?:what|how) (?:about|if (?:we|you|i)(?:'re| are)|of)\s+(?P<rest>.+?)[\s?.!]*$"
    r"|(?:and|but)\s+(?:for|as)\s+(?P<other>.+?)[\s?.!]*$",
    re.IGNORECASE,
)
_STATES_AUDIENCE = re.compile(
    r"(?:(?:well|so|yes|no|ok|actually|hi|hello)[,.]? )?(?:(?:we|i)(?:'re| are|'m| am| have)|as|for|our company "
    r"is|my company is)?\s*(?:an? |the )?$",
    re.IGNORECASE,
)
_CONTENT = re.compile(r"[^\W_]{3,}")
_BARE_CONTENT = 3  # "How long does that take"
_SHORT = 5  # content words; a question with fewer may lean on the one before

_REPLIES = {
    "greeting": "Hello. Ask me anything about this FAQ.",
    "thanks": "You are welcome.",
    "goodbye": "Goodbye.",
    "help": "I answer questions from this FAQ, with the exact passage. Ask in your own words, or ask "
    "to speak to a person.",
    "other": "Good. Ask me anything else about this FAQ.",
}


def interpret(turn: Turn, audiences: tuple[Audience, ...]) -> Understanding:
    """Understand `turn`; `audiences` are those that the corpus declares. Accepts any text."""
    text = turn.question.strip()
    history = tuple(item[:_MAX_CHARS] for item in turn.history[-_MAX_HISTORY:])
    earlier = [item for item in history if not _is_talk(item)]
    audience = _audience(turn.audience, text, history, audiences)
    if _HANDOFF.fullmatch(fold(text)):
        return Understanding(Kind.HANDOFF, text, analyse(text), audience)
    reply = _reply(text)
    if reply and not (earlier and _STARTS_FOLLOWUP.match(text)):
        return Understanding(Kind.SMALL_TALK, text, analyse(text), audience, reply=reply)
    if not earlier:
        return Understanding(Kind.QUESTION, text, analyse(text), audience)
    return _in_context(text, earlier, audience, audiences)


def _in_context(
    text: str, earlier: list[str], audience: str | None, audiences: tuple[Audience, ...]
) -> Understanding:
    question = analyse(text)
    root = _root(earlier, audiences)
    stated = _restated(text, root, audiences)
    if stated is not None:
        return Understanding(Kind.QUESTION, stated, analyse(stated), audience, is_followup=True)
    if not _leans(text, question):
        return Understanding(Kind.QUESTION, text, question, audience)
    standalone = f"{root} {text}"
    before = analyse(root)
    form = question.form if asks_by_itself(question.focus) else before.form
    merged = Question(
        standalone,
        f"{before.focus} {text}",
        before.context,
        form,
        question.negative,
        f"{before.focus} {question.positive}",
    )
    return Understanding(Kind.QUESTION, standalone, merged, audience, is_followup=True)


def _is_talk(text: str) -> bool:
    return bool(_reply(text)) or bool(_HANDOFF.fullmatch(fold(text.strip())))


def _reply(text: str) -> str:
    """What to say to small talk; empty where the text is none."""
    folded = fold(text.strip())[:200]
    if _HELP.fullmatch(folded):
        return _REPLIES["help"]
    if not is_courtesy(text) or not re.search(r"\w", text):
        return ""
    for pattern, name in ((THANKS, "thanks"), (GOODBYE, "goodbye"), (GREETING, "greeting")):
        if re.match(rf"{pattern}\b", folded, re.IGNORECASE):
            return _REPLIES[name]
    return _REPLIES["other"]


def _audience(
    given: str | None, text: str, history: tuple[str, ...], audiences: tuple[Audience, ...]
) -> str | None:
    """The turn's own audience, else the one that the question names, else the latest one named."""
    if given is not None:
        return given
    for item in (text, *reversed(history)):
        named = mentioned_audiences(item, audiences)
        if named:
            return named[0] if len(named) == 1 else None
    return None


def _root(earlier: list[str], audiences: tuple[Audience, ...]) -> str:
    """The latest earlier question that stands alone; the oldest where all lean on another."""
    for item in reversed(earlier):
        if not _leans(item, analyse(item)) and _restated(item, "", audiences) is None:
            return item
    return earlier[0]


def _restated(text: str, root: str, audiences: tuple[Audience, ...]) -> str | None:
    """The root question asked again for the audience that `text` names and nothing else."""
    match = _WHAT_ABOUT.match(text)
    rest = (match["rest"] or match["other"]) if match else text.strip(" ?.!")
    mentions = find_mentions(rest, audiences)
    if len(mentions) != 1:
        return None
    mention = mentions[0]
    before, after = rest[: mention.start], rest[mention.end :].strip(" ?.!")
    if after or not _STATES_AUDIENCE.fullmatch(before):
        return None
    name = rest[mention.start : mention.end]
    replaced = [m for m in find_mentions(root, audiences) if m.audience != mention.audience]
    if len(replaced) == 1:
        place = replaced[0]
        return root[: place.start] + name + root[place.end :]
    return f"{root} ({name})" if root else name


def _leans(text: str, question: Question) -> bool:
    """Whether the text cannot be understood without what came before."""
    focus = question.focus
    content = _CONTENT.findall(focus)
    if _STARTS_FOLLOWUP.match(text.strip()) and len(content) <= 2 * _SHORT:
        return True
    if _BARE.match(focus) and len(content) <= _BARE_CONTENT:
        return True
    if _PHRASE.match(focus) and len(content) <= 2 * _SHORT and not asks_by_itself(focus):
        return True
    if _POINTS_BACK.search(focus) and len(content) <= 2 * _SHORT and not question.context:
        return True
    return len(content) < 3

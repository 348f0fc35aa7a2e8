"""Understands one turn of a conversation: small talk, a wish for a person, or a question that stands alone.

Knows no HTTP and no Slack. State is bounded: the history that the caller passes, oldest first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from assistant.audiences import denied_audiences, find_mentions, mentioned_audiences
from assistant.questions import Question, analyse
from assistant.questions.courtesy import GOODBYE, GREETING, THANKS, is_courtesy
from assistant.questions.form import asks_by_itself, names_a_detail
from assistant.questions.words import fold
from assistant.types import Audience, Clarification, QuestionForm, Turn


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
    `joined_to` is the earlier question that a short one was joined to for no more than being short:
    "Is parking free?" may lean on it, or turn to something else.
    `also_asked` are the other questions of the same message. Without `asks_back` the reader has said that
    no more can be told; `unclear` is what was asked back and not settled by the turn.
    """

    kind: Kind
    standalone: str
    question: Question
    audience: str | None
    is_followup: bool = False
    reply: str = ""
    joined_to: str = ""
    also_asked: tuple[str, ...] = ()
    asks_back: bool = True
    unclear: Clarification | None = None


_MAX_HISTORY = 10
_MAX_CHARS = 2000
_PERSON = (
    r"(?:an? |the |your |some )?(?:real |live |actual |human )*(?:person|human|agent|representative|rep|"
    r"operator|someone|somebody|anyone|anybody|advisor|adviser|colleague|manager|supervisor|support(?: (?:team|agent|person|staff))?|"
    r"customer (?:service|support)|employee|people)(?: (?:real|human|else|there|please|now|from support))*"
)
# Who hands over "this" or a licence asks about a rule; who wants to be handed over says "me" or "us".
_HANDOFF = re.compile(
    rf"(?!(?:employee|people)s? (?:at|in)\b)(?!(?:someone|somebody|anyone|anybody|employee|people|colleague|manager|supervisor|advis[eo]r)\W*$)"
    rf"(?:please |pls |ok,? |no,? |hi,? |hello,? )*(?:(?:can|could|may|let) (?:i|we|me|you|us)(?: please)? |"
    rf"(?:i|we)(?:'d| would)? (?:like|want|need|wish|prefer)(?: to)? |how (?:can|do) (?:i|we) )?"
    rf"(?:(?:please )?(?:(?:(?P<talk>speak|talk|chat)|contact|reach|call|get(?: in touch| through| hold|(?= an? )))(?: (?:to|with|of))? |"
    rf"(?:(?P<join>connect|transfer)|put|hand|get|escalate)(?: (?:me|us))(?: (?:over|in touch|through))*(?: (?:to|with))? |"
    rf"(?:help|assistance) from |"
    rf"escalate(?: this)?(?: to)? ))?{_PERSON}(?: (?:at|from|in) (?:the |your )?(?:\w+ )?"
    rf"(?:desk|helpdesk|department|office|team|staff|support|sales|billing))?(?:,? (?:please|now|instead))*[\s.!?]*"
    rf"|(?:is|are) there (?P<there>{_PERSON})(?: (?:that|who|whom))? (?:(?:i|we) (?:can|could|may) )?(?:to )?(?:speak|talk|chat) "
    rf"(?:to|with)[\s.!?]*|(?P<who>who) (?:can|could|do) (?:i|we) (?:speak|talk|chat) (?:to|with)[\s.!?]*"
    rf"|(?:please |(?:can|could) (?:you|someone|somebody)(?: please)? )?(?P<back>call) (?:me|us)(?: back)?(?: please)?[\s.!?]*",
    re.IGNORECASE,
)
# Nobody asks the FAQ for one of these, whatever the situation told before.
_HUMAN = re.compile(
    r"\b(?:want|need|like|prefer)\b.*\b(?:human|person|agent|representative|operator)\b",
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
# Short, and nothing without what came before: "How many?", "Is it possible abroad?"
_ELLIPTIC = re.compile(r"\bit\b|^\w+(?: (?:long|many|much|often))?\W*$", re.IGNORECASE)
# A phrase that asks nothing by itself: "For six weeks?", "Already in the second week?", "Without paying?"
_PHRASE = re.compile(
    r"(?:for|from|into|in|without|with|after|at|before|between|by|during|on|over|through|under|until|via|within|"
    r"including|except|unless|if|once|already|split|next|to|as (?:many|much|long|often|soon))\b",
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
    r"(?:and|but|so|or)?,?\s*(?:what|how) (?:about|if (?:we|you|i)(?:'re|'m| are| am)|of)\s+(?P<rest>.+?)[\s?.!]*$"
    r"|(?:and|but)\s+(?:for|as)\s+(?P<other>.+?)[\s?.!]*$"
    # "Is that the same for students?", "Does this also apply to guests?"
    r"|(?:(?:and|but|so)\s+)?(?:(?:is|are|was|does|do)\s+(?:that|this|it|these|those|they|the same)\s+)?(?:also\s+)?"
    r"(?:(?:(?:exactly\s+)?the\s+)?same|different|any different|true|the case|valid|apply|applies|hold|go|work|count)\s+"
    r"(?:also\s+|too\s+)?(?:for|to|with)\s+(?P<same>.+?)(?:,?\s+(?:too|as well|also))?[\s?.!]*$",
    re.IGNORECASE,
)
# "What about Sundays?" asks of something else what was asked before.
_ASKS_SAME = re.compile(r"(?:what|how) (?:about|if)\b", re.IGNORECASE)
_STATES_AUDIENCE = re.compile(
    r"(?:(?:well|so|yes|no|ok|oh|sorry|actually|hi|hello|wait|rather|make that|(?:i|we) (?:mean|meant))[,.]? )*"
    r"(?:if )?(?:(?:we|i)(?:'re| are|'m| am|'ve| have)|our company "
    r"is|my company is)?\s*(?:(?:as|for|on|in|with|using)\s+)?(?:an? |the |our |your )?$",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"(?:,? ?\b(?:by the way|btw|though|actually|here|too|as well|then|please|plan|tier|edition|members?|customers?|"
    r"users?|accounts?)\b)*",
    re.IGNORECASE,
)
# Asks to hear the last answer again, or in other words, which no FAQ has.
_ASKS_AGAIN = re.compile(
    r"(?:(?:sorry|ok|oh|hm+)[,.]?\s+)?(?:(?:can|could|would|will) you )?(?:please )?(?:(?:repeat|rephrase|say) (?:that|this|it)|come again|"
    r"what (?:do|did|does) (?:you|that|this|it) (?:mean|say)(?: (?:by|with) (?:that|this|it))?|pardon(?: me)?|huh|what|"
    r"(?:i )?(?:do not|don't|didn't) (?:really )?(?:understand|get)(?: (?:that|this|it))?|(?:once more|again))"
    r"(?: (?:again|once more|please))*[\s.!?]*",
    re.IGNORECASE,
)
# Small talk that, after a question, asks for more about its answer.
_ASKS_ON = re.compile(
    r"(?:(?:can|could|would|will) (?:you|someone|anyone) )?(?:please )?(?:explain|clarify|confirm|elaborate)"
    r"(?: (?:this|that|it|me|to me|further|more|please))*[\s.!?]*|(?:sure|right|correct|true|ok|okay)\s*\?+|"
    r"how does (?:this|that|it) work[\s?]*|what is (?:this|that)[\s?]*",
    re.IGNORECASE,
)
_SALUTATION = re.compile(rf"(?<!\w)(?:{GREETING}|{THANKS})(?!\w)", re.IGNORECASE)
_CONTENT = re.compile(r"[^\W_]{3,}")
_BARE_CONTENT = 3  # "How long does that take"
_NAME_ADDED = re.compile(r"(?P<asked>.+) \((?P<name>[^()]+)\)", re.DOTALL)
_TOPIC = 2  # content words; "What about downgrade rights?" may turn to another entry
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
    question = analyse(text)
    history = tuple(item[:_MAX_CHARS] for item in turn.history[-_MAX_HISTORY:])
    earlier = [item for item in history if not is_talk(item)]
    audience = _audience(turn.audience, text, history, audiences)
    if _wants_person(text, question):
        return Understanding(Kind.HANDOFF, text, question, audience)
    reply = _reply(text)
    if reply and not (earlier and (_STARTS_FOLLOWUP.match(text) or _asks_on(text))):
        return Understanding(Kind.SMALL_TALK, text, question, audience, reply=reply)
    if not earlier:
        return Understanding(Kind.QUESTION, text, question, audience)
    return _in_context(text, question, earlier, audience, audiences)


def _in_context(
    text: str,
    question: Question,
    earlier: list[str],
    audience: str | None,
    audiences: tuple[Audience, ...],
) -> Understanding:
    root = _root(earlier, audiences)
    stated = _restated(text, question, root, audiences)
    if stated is not None:
        # Who names nothing but another audience asks for that one, whatever the reader's own is.
        meant = analyse(stated.meant)
        return Understanding(
            Kind.QUESTION, stated.standalone, meant, stated.audience, is_followup=True
        )
    if _ASKS_AGAIN.fullmatch(fold(text)):
        again = analyse(_without_name(root, audiences))
        return Understanding(Kind.QUESTION, root, again, audience, is_followup=True)
    if not _leans(text, question):
        return Understanding(Kind.QUESTION, text, question, audience)
    standalone = f"{root} {text}"
    before = analyse(_without_name(root, audiences))
    same = question.form is QuestionForm.OPEN and _ASKS_SAME.match(question.focus) is not None
    own = asks_by_itself(question.focus) and not is_courtesy(text) and not same
    form = question.form if own or names_a_detail(question.focus) else before.form
    merged = Question(
        standalone,
        f"{before.focus} {text}",
        before.context,
        form,
        question.negative,
        f"{before.focus} {question.positive}",
    )
    leans = points_back(text, question) or _ELLIPTIC.search(question.focus)
    turns = asks_by_itself(question.focus) and not leans
    joined_to = root if turns or _names_a_topic(text) else ""
    return Understanding(
        Kind.QUESTION, standalone, merged, audience, is_followup=True, joined_to=joined_to
    )


def _names_a_topic(text: str) -> bool:
    """Whether "What about ...?" names in so many words what it is about that it may be something else."""
    match = _WHAT_ABOUT.match(fold(text))
    return match is not None and len(_CONTENT.findall(match["rest"] or "")) >= _TOPIC


def by_itself(understood: Understanding, typed: str, meant: str) -> Understanding:
    """`understood` where the turn goes on with nothing: as it was `typed`, and without its slips."""
    return Understanding(Kind.QUESTION, typed.strip(), analyse(meant), understood.audience)


def is_talk(text: str) -> bool:
    """Whether the text is small talk or asks for a person: no question that one can come back to."""
    return bool(_reply(text)) or _wants_person(text, analyse(text))


def _wants_person(text: str, question: Question) -> bool:
    """Whether the turn asks for a person: all of it, or after a greeting or a complaint what it asks."""
    if _HANDOFF.fullmatch(fold(text.strip())):
        return True
    match = _HANDOFF.fullmatch(fold(question.focus))
    if match is None:
        return False
    return not question.context or match.lastgroup is not None or bool(_HUMAN.search(match[0]))


def _asks_on(text: str) -> bool:
    return _ASKS_ON.fullmatch(fold(text.strip())) is not None


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
    """The turn's own audience, else the one that the question names, else the latest one named and not
    denied since."""
    if given is not None:
        return given
    denied: frozenset[str] = frozenset()
    for item in (text, *reversed(history)):
        # "Hi team" speaks to the people who answer; "what about free?" says nothing but the plan.
        said = _SALUTATION.sub(" ", item)
        named = mentioned_audiences(_sole_name(said, audiences) or said, audiences)
        if not denied.issuperset(named):
            return named[0] if len(named) == 1 else None
        denied |= denied_audiences(item, audiences)
    return None


def _root(earlier: list[str], audiences: tuple[Audience, ...]) -> str:
    """The latest earlier question that stands alone, for the audience it was last asked for; the oldest
    where all lean on another."""
    root = earlier[0]
    for item in earlier[1:]:
        question = analyse(item)
        stated = _restated(item, question, root, audiences)
        if stated is not None:
            root = stated.standalone
        elif not _leans(item, question) and not _ASKS_AGAIN.fullmatch(fold(item)):
            root = item
    return root


class _Restated(NamedTuple):
    """An earlier question asked for another audience; `meant` is it without a name added in brackets."""

    standalone: str
    meant: str
    audience: str


def _restated(
    text: str, question: Question, root: str, audiences: tuple[Audience, ...]
) -> _Restated | None:
    """The root question asked again for the audience that `text` names and nothing else."""
    name = _sole_name(text, audiences)
    if name is None and not question.context:  # behind "Thanks!" or "Ok, and"
        name = _sole_name(question.focus, audiences)
    if name is None:
        return None
    own, root = find_mentions(name, audiences)[0].audience, _without_name(root, audiences)
    replaced = [m for m in find_mentions(root, audiences) if m.audience != own]
    if len(replaced) == 1:
        place = replaced[0]
        stated = root[: place.start] + name + root[place.end :]
        return _Restated(stated, stated, own)
    return _Restated(f"{root} ({name})", root, own)


def _without_name(root: str, audiences: tuple[Audience, ...]) -> str:
    """The question without the audience that `_restated` added to it: who reads is not what is asked."""
    match = _NAME_ADDED.fullmatch(root)
    return match["asked"] if match and _sole_name(match["name"], audiences) else root


def _sole_name(text: str, audiences: tuple[Audience, ...]) -> str | None:
    """The audience's name in a text that says no more than which audience is meant."""
    match = _WHAT_ABOUT.match(fold(text))
    part = match.lastgroup if match else None
    rest = text[slice(*match.span(part))] if match and part else text.strip(" ?.!")
    mentions = find_mentions(rest, audiences)
    if len(mentions) != 1:
        return None
    mention = mentions[0]
    before, after = fold(rest[: mention.start]), rest[mention.end :].strip(" ?.!")
    if _AFTER_NAME.fullmatch(after) and _STATES_AUDIENCE.fullmatch(before):
        return rest[mention.start : mention.end]
    return None


def _leans(text: str, question: Question) -> bool:
    """Whether the text cannot be understood without what came before."""
    content = _CONTENT.findall(question.focus)
    if points_back(text, question) or names_a_detail(question.focus):
        return True
    if _BARE.match(question.focus) and len(content) <= _BARE_CONTENT:
        return True
    return len(content) < 3


def points_back(text: str, question: Question) -> bool:
    """Whether a word of the text says that it goes on with what came before."""
    focus = question.focus
    content = _CONTENT.findall(focus)
    begins = [text.strip()] if question.context else [text.strip(), focus]
    if any(map(_STARTS_FOLLOWUP.match, begins)) and len(content) <= 2 * _SHORT:
        return True
    if _asks_on(text):
        return True
    if _PHRASE.match(focus) and len(content) <= 2 * _SHORT and not asks_by_itself(focus):
        return True
    points = _POINTS_BACK.search(focus) is not None
    return points and len(content) <= 2 * _SHORT and not question.context

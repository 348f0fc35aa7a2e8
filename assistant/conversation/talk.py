"""Recognises turns that ask the FAQ nothing: small talk, and requests about the last answer."""

from __future__ import annotations

import re

from assistant.conversation.person import wants_person
from assistant.patterns import any_of
from assistant.questions import analyse
from assistant.questions.courtesy import GOODBYE, GREETING, HESITATION, THANKS, is_courtesy
from assistant.questions.words import SOMEBODY, fold

_LONGEST = 200  # characters that are looked at for what kind of small talk it is
_END = r"[\s.!?]*"

_HELP = re.compile(
    any_of("""
        help | help me | menu | start
        what (?:can|do) you do(?: for me)? | what can i ask(?: you)?
        how does this work | how do you work
        who are you | what are you | what is this
        are you (?:a )?(?:bot|human|robot|real|an? ai|a person)
    """)
    + _END,
    re.IGNORECASE,
)

_THAT = "(?:that|this|it)"
# Asks to hear the last answer again, or in other words, which no FAQ has.
_ASKS_AGAIN = re.compile(
    rf"(?:(?:{HESITATION}|sorry)[,.]?\s+)?(?:(?:can|could|would|will) you )?(?:please )?"
    + any_of(rf"""
        (?:repeat|rephrase|say) {_THAT} | once more | again | come again
        what (?:do|did|does) (?:you|{_THAT}) (?:mean|say)(?: (?:by|with) {_THAT})?
        (?:i )?(?:do not|don't|didn't) (?:really )?(?:understand|get)(?: {_THAT})?
        pardon(?: me)? | huh | what
    """)
    + rf"(?: (?:again|once more|please))*{_END}",
    re.IGNORECASE,
)
# Small talk that, after a question, asks for more about its answer.
_EXPLAIN = "(?:explain|clarify|confirm|elaborate)"
_ASKS_ON = re.compile(
    any_of(rf"""
        (?:(?:can|could|would|will) {SOMEBODY} )?(?:please )?{_EXPLAIN}(?: (?:{_THAT}|me|to me|further|more|please))*{_END}
        (?:sure|right|correct|true|ok|okay)\s*\?+
        how does {_THAT} work[\s?]* | what is (?:this|that)[\s?]*
    """),
    re.IGNORECASE,
)

_REPLIES = {
    "greeting": "Hello. Ask me anything about this FAQ.",
    "thanks": "You are welcome.",
    "goodbye": "Goodbye.",
    "help": "I answer questions from this FAQ, with the exact passage. Ask in your own words, or ask "
    "to speak to a person.",
    "other": "Good. Ask me anything else about this FAQ.",
}
_KINDS = tuple(
    (name, re.compile(rf"{pattern}\b", re.IGNORECASE))
    for name, pattern in (("thanks", THANKS), ("goodbye", GOODBYE), ("greeting", GREETING))
)


def reply_to(text: str) -> str:
    """What to say to small talk; empty where the text is none.

    >>> reply_to("Many thanks!"), reply_to("Is parking free?")
    ('You are welcome.', '')
    """
    folded = fold(text.strip())[:_LONGEST]
    if _HELP.fullmatch(folded):
        return _REPLIES["help"]
    if not is_courtesy(text) or not re.search(r"\w", text):
        return ""
    name = next((name for name, pattern in _KINDS if pattern.match(folded)), "other")
    return _REPLIES[name]


def is_talk(text: str) -> bool:
    """Whether the text is small talk or asks for a person: no question that one can come back to."""
    return bool(reply_to(text)) or wants_person(text, analyse(text))


def asks_again(text: str) -> bool:
    """Whether the text asks for no more than the last answer once more ("What do you mean?")."""
    return _ASKS_AGAIN.fullmatch(fold(text)) is not None


def asks_on(text: str) -> bool:
    """Whether the text asks for more about the last answer without saying what ("Please explain")."""
    return _ASKS_ON.fullmatch(fold(text.strip())) is not None

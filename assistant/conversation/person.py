"""Tells a wish for a person, or for a way to reach one, from a question about people."""

from __future__ import annotations

import re

from assistant.audiences import find_name
from assistant.english import ANYBODY, SOMEBODY, correct_question_words, straight_quotes
from assistant.patterns import any_of
from assistant.questions import Question
from assistant.questions.courtesy import is_courtesy, opener_end
from assistant.questions.form import asks_by_itself
from assistant.questions.message import split_message
from assistant.types import Escalation

# Naming one of these asks for them: "Agent please".
_STAFF = any_of("""
    human | person | agent | representative | rep | operator
    support(?: (?:team|agent|person|staff))? | customer (?:service|support)
""")
# These may as well be what a question is about ("Manager?"): other words must say that one wants them.
_ANYONE = any_of(f"""
    {ANYBODY} | people | employee | colleague | manager | supervisor | advis[eo]r
""")
_PERSON = (
    r"(?:(?:an?|the|your|some) )?(?:(?:real|live|actual|human) )*"
    rf"(?:{_STAFF}|{_ANYONE})(?: (?:real|human|else|there|please|now|from support))*"
)
_NOW = any_of("please | now | instead | asap | urgently | right away | thanks | thank you | thx")
_OF = any_of("about | regarding | concerning | on | because of")
_ABOUT = rf"(?: {_OF} [^,;:?!]{{1,60}})?"
_NO_WISH = re.compile(
    any_of(rf"""
        {_ANYONE}\W*$
        (?:people|employee) (?:at|in)\b    # some of them: "People in sales"
        .*\b(?:people|employee|colleague|manager|supervisor|advis[eo]r)\b.* {_OF}\b
    """),
    re.IGNORECASE,
)
_AT_A_DESK = (
    r"(?: (?:at|from|in) (?:(?:the|your) )?(?:\w+ )?"
    r"(?:desk|helpdesk|department|office|team|staff|support|sales|billing))"
)

_POLITELY = r"(?:(?:please|pls|ok,?|no,?|hi,?|hello,?) )*"
_MAY_I = any_of(r"""
    (?:can|could|may|let) (?:i|we|me|you|us)(?: please)?
    (?:i|we)(?:'d| would)? (?:(?:really|just|still) )?(?:like|want|need|wish|prefer)(?: to)?
    (?:i|we)(?:'d| would) (?:much )?rather
    how (?:can|do) (?:i|we)
""")
# To hand over "this" or a licence is a rule to ask about; a wish for a person hands over "me" or "us".
_REACH = any_of(r"""
    (?:(?P<talk>speak|talk|chat)|contact|reach|call|get(?: in touch| through| hold|(?= an? )))(?: (?:to|with|of))?
    (?P<join>connect|transfer|put|hand|get|escalate) (?:me|us)(?: (?:over|in touch|through))*(?: (?:to|with))?
    escalate(?: this)?(?: to)?
    (?:help|assistance) from
""")
_GET_ME = rf"(?:{_REACH}|(?P<give>give) (?:me|us))"
_CONTACT = "(?:contact|call|phone|ring|e-?mail|reach|get back to|write to)"
_TALK_TO = r"(?:speak|talk|chat) (?:to|with)"
_WILL_SOMEBODY = rf"(?:please |(?:can|could) {SOMEBODY}(?: please)? )?"
_I_CAN = "(?:(?:i|we) (?:can|could|may) )?"
_WOULD_YOU = (
    "(?:(?:(?:can|could|will|would) you|(?:i|we)(?:'d| would)? (?:like|want|wish) to)(?: please)? )"
)
_CASE = "(?:this|that|it|(?:this|my|our) (?:case|complaint|issue|matter|problem|question|request|ticket))"
_CALL_ME = rf"(?:to )?{_CONTACT} (?:me|us)(?: back)?"
# What leads to a wish: thanks, or a complaint.
_LEAD = any_of(r"""
    (?:thanks|thank you),? but
    (?:this|that|it) is (?:useless|unhelpful|not helpful|no help|no use|hopeless|ridiculous),
""")
_BEFORE = rf"(?:{_LEAD} )?{_POLITELY}(?:{_MAY_I} )?"
# The groups have names where no more is needed to tell what is wanted (see `wants_person`).
# matches: "Agent please", "Can I talk to somebody at the desk?", "Ask somebody to call me", "Call me back"
# not: "Can I transfer a licence to a colleague?", "People in sales"
_WISH = re.compile(
    any_of(rf"""
        {_BEFORE}(?:(?:please )?{_GET_ME} )?{_PERSON}{_AT_A_DESK}?(?:,? {_NOW})*{_ABOUT}
        {_POLITELY}{_WOULD_YOU}?(?P<escalate>escalate)(?: {_CASE})?(?:,? {_NOW})*
        {_WILL_SOMEBODY}(?P<ask>ask|have|get|tell) {_PERSON}{_AT_A_DESK}? {_CALL_ME}{_ABOUT}
        (?:is|are) there (?P<there>{_PERSON})(?: (?:that|who|whom))? {_I_CAN}(?:to )?{_TALK_TO}
        (?P<who>who) (?:can|could|do) (?:i|we) {_TALK_TO}
        {_WILL_SOMEBODY}(?P<back>call|phone|ring) (?:me|us)(?: back)?(?: please)?{_ABOUT}
    """)
    + r"[\s.!?]*",
    re.IGNORECASE,
)
# Nobody asks the FAQ for one of these, whatever was said before.
_WANTS_A_HUMAN = re.compile(
    r"\b(?:want|need|like|prefer)\b.*\b(?:human|person|agent|representative|operator)\b",
    re.IGNORECASE,
)
# Where a clause ends, and another may wish for a person; "must I call and speak to somebody" is one.
_CLAUSE_END = re.compile(
    r"[,;:–—]\s+(?:(?:and|but|so)\s+)?|\s+-+\s+"
    r"|\s+(?:and|but|so)\s+(?!(?:speak|talk|chat|contact|reach|call|phone|ring|get|have|ask|tell)\b)",
    re.IGNORECASE,
)
# What follows holds for a case only: on "If I lose my key, who can I talk to?" the FAQ may have an entry.
_SUPPOSES = re.compile(
    any_of("if | when | where | once | unless | in case | after | before | while") + r"\b", re.I
)

# A wish for somebody by name, whom the FAQ may have.
# matches: "How do I reach the People team?", "Put me through to Anna please"
_REACHES = re.compile(
    rf"{_POLITELY}(?:{_MAY_I} )?(?:please )?{_REACH}(?: {_PERSON} (?:at|from|in|of))?"
    r"(?: (?:the|your|our))? (?P<name>.{2,60}?)(?:,? (?:please|now|directly))*[\s.!?]*",
    re.IGNORECASE,
)

WAYS_TO_CONTACT = (
    "contact", "reach", "phone", "telephone", "phone number", "hotline", "e-mail", "email", "get in touch",
)  # fmt: skip
_MAY_I_CONTACT = (
    r"(?:(?:when|where|how) )?(?:can|could|may|do|should) (?:i|we)(?: please)? "
    rf"(?:{_CONTACT}|{_TALK_TO}|get in touch with)"
)
_YOU = (
    r"(?:you|u|your team)"
    r"(?: (?:guys|directly|now|today|best|by \w+|on the phone|via \w+))*"
)
_GIVE_ME = (
    r"(?:what(?:'s| is| are)|whats|(?:can|could|may) (?:i|we) (?:have|get)|give me|do you have)"
)
_NUMBER = (
    r"(?:(?:support|tele)?(?:phone|contact|e-?mail)? ?(?:number|address|details)|hotline|phone|e-?mail)"
    r"(?: (?:number|address|details))?"
)
# Asks how to reach whoever answers; the FAQ may say so itself.
# matches: "Can I call you?", "What's your phone number?"
# not: "Can I call you by my first name?"
_CONTACTS = re.compile(
    rf"{_POLITELY}"
    + any_of(rf"""
        {_MAY_I_CONTACT} {_YOU}
        {_GIVE_ME} (?:your|the|an?) {_NUMBER}
    """)
    + r"(?:,? please)?[\s.!?]*",
    re.IGNORECASE,
)


def wants_person(text: str, question: Question) -> bool:
    """Whether the turn asks for a person and nothing else: all of it, what it asks, or a clause of it.

    With other words it must say so plainly: on "We moved. Contact support?" the FAQ may have an entry.
    """
    if _wish(text.strip()):
        return True
    wish = _wish(question.clause)
    if wish is not None:
        return _is_plain(wish) or not question.context
    return wants_person_too(text) and not any(
        _asks(clause) for sentence in split_message(text) for clause in _CLAUSE_END.split(sentence)
    )


def wants_person_too(text: str) -> bool:
    """Whether a clause of the text plainly asks for a person, whatever the others ask.

    >>> wants_person_too("Is parking free? And please connect me to a person.")
    True
    >>> wants_person_too("If I lose my key, who can I talk to?")
    False
    """
    return any(map(_wishes, split_message(text)))


def _wishes(sentence: str) -> bool:
    clauses = _CLAUSE_END.split(sentence)
    if any(_SUPPOSES.match(clause[opener_end(clause) :]) for clause in clauses):
        return False
    found = map(_wish, (clause[opener_end(clause) :] for clause in clauses))
    return any(wish is not None and _is_plain(wish) for wish in found)


def _is_plain(wish: re.Match[str]) -> bool:
    """Whether it can be nothing else; "call me on 555 if you have questions" leaves it to others."""
    if " if " in wish[0]:
        return False
    return wish.lastgroup is not None or _WANTS_A_HUMAN.search(wish[0]) is not None


def _asks(clause: str) -> bool:
    """Whether the clause asks the FAQ something."""
    bare = clause[opener_end(clause) :]
    asks = asks_by_itself(bare) or bare.endswith("?")
    return asks and _wish(bare) is None and not is_courtesy(clause)


def _wish(text: str) -> re.Match[str] | None:
    said = correct_question_words(text)
    return None if _NO_WISH.match(said) else _WISH.fullmatch(said)


def asks_for_contact(text: str) -> bool:
    """Whether the turn asks how to reach whoever answers, and nothing else.

    >>> asks_for_contact("How can I contact you?"), asks_for_contact("Can I call you by my first name?")
    (True, False)
    """
    return _CONTACTS.fullmatch(straight_quotes(text.strip())) is not None


def reaches_out_to(text: str) -> str:
    """The name of whom the turn asks to be put in touch with, and nothing else; empty where it does not.

    >>> reaches_out_to("How do I reach the People team?"), reaches_out_to("How do I reach Oslo by train?")
    ('People team', 'Oslo by train')
    """
    match = _REACHES.fullmatch(straight_quotes(text.strip()))
    return match["name"] if match else ""


def is_told_of(name: str, escalation: Escalation) -> bool:
    """Whether the way out to a person leads to `name`: a link, or a name in its text."""
    if any(True for link in escalation.links for _ in find_name(name, link.title)):
        return True
    return any(_is_name(match) for match in find_name(name, escalation.text))


def _is_name(match: re.Match[str]) -> bool:
    """Whether the words have a capital, other than the one that begins a sentence."""
    before = match.string[: match.start()].rstrip()
    begins = not before or before.endswith((".", "!", "?"))
    words = match[0][1:] if begins else match[0]
    return words != words.lower()

"""Words that introduce a question ("I'd like to know whether ..."), and the question that follows them.

Patterns match text as `correct_question_words` gives it.
"""

from __future__ import annotations

import re

from assistant.english import (
    AUX,
    AUX_QUESTION,
    DETERMINER,
    SOMEBODY,
    SUBJECT,
    WH_QUESTION,
    WH_START,
    WH_WORD,
)
from assistant.patterns import any_of

_ME = any_of("me | us | to me | to us")
_LET_ME_KNOW = "let (?:me|us) know"
_KNOW = any_of("know | understand | find out | check | ask | confirm | be sure | learn")
_WANT = any_of("like | want | need | love")
_WOULD_YOU = (
    rf"(?:(?:can|could|would|will) {SOMEBODY}|(?:is|are) {SOMEBODY} able to)(?: please| kindly)?"
)
_TELL = rf"(?:tell|say|confirm|clarify|explain|advise|check|show|{_LET_ME_KNOW})(?: {_ME})?"
_APPRECIATE = "(?:appreciate(?: it)?|be (?:very |most )?(?:grateful|glad|happy|thankful))"
_GLAD = any_of(rf"""
    (?:i|we)(?:'d| would)(?: (?:really|much|very much))? {_APPRECIATE}
    (?:it(?:'d| would)|would) be (?:very |really )?(?:great|nice|good|kind|helpful|lovely|appreciated)
""")
_UNCERTAIN = any_of("""
    wonder | wondering | wondered | asking | checking | trying to find out
    unsure | (?:not|aren't) (?:quite |entirely )?(?:sure|certain) | curious | confused
""")
_WHAT_I = r"(?:what|the (?:one )?thing) (?:i|we)(?:'d| would)?(?: (?:really|also|just))?"
_INTRODUCES = any_of(rf"""
    {_WOULD_YOU} {_TELL}
    {_GLAD} if {SOMEBODY}(?: (?:can|could|would|will|might|were able to))?(?: please| kindly)? {_TELL}
    (?:please |kindly )?(?:tell|confirm|clarify|advise|explain|{_LET_ME_KNOW})(?: {_ME})?

    any idea | any(?:one|body) know | is it known
    (?:do|does) (?:{SOMEBODY}|we|they) (?:happen to )?(?:know|have (?:any idea|an idea|a clue))
    (?:would|do) you mind (?:telling|explaining|confirming|letting)(?: (?:me|us))?(?: know)?
    (?:is it|would it be) possible to (?:know|find out|tell me)
    (?:can|could|may|might) (?:i|we)(?: please| just| also)? (?:ask|know|enquire|inquire)(?: you)?

    (?:i|we)(?:'d| would)?(?: (?:also|just|really))? {_WANT}(?: to {_KNOW})?    # "I want that ..." too
    (?:(?:i|we) )?(?:(?:would|just|also) )*{_WANT} to {_KNOW}                   # "Would like to know ..."
    (?:i|we)(?:'d| would) be (?:grateful|glad|happy|interested|curious) to {_KNOW}

    (?:(?:i|we) )?(?:(?:i'm|am|we're|are|was|were|just|also|still|have been|been) )*{_UNCERTAIN}
    (?:(?:i|we) )?(?:do not|don't) know | it(?: is|'s) (?:not clear|unclear)(?: to (?:me|us))?
    (?:my|our|the|one) question is
    {_WHAT_I} (?:{_WANT}|wanted) to {_KNOW}(?: is|(?=[,:]))    # "What I want to know is whether ..."
    (?:which|this|that) brings (?:me|us) to (?:my|our|the)(?: [\w-]+)? question(?=[,:.]?\s)
""")
# Asking stands first in its sentence, or after what led to it: "We moved in May and would like to know if ...".
_EMBEDDED = re.compile(
    rf"(?P<before>^|[,;:]\s+|\b(?:and|but|so|because)\s+){_INTRODUCES}[,:]?\s+(?:(?:about|as to)\s+)?"
    rf"(?P<rest>(?:whether|if|that|{WH_START}|{AUX}\s+{SUBJECT}\b|(?<=:\s){AUX}\s).*)$",
    re.DOTALL,
)

# Somebody else's question of yes or no. What is asked about the writer alone ("The form asks if I am a member")
# is no question for the FAQ.
_SOMEONE_ELSE = rf"(?:{DETERMINER}(?: [\w'-]+){{1,3}}?|they|he|she|somebody|someone)"
_ASKS = any_of(rf"""
    (?:(?:has|have|had|is|are|was|were|just|also|been) )*(?:asks?|asked|asking|wonders?|wondered|wondering)(?: {_ME})?
    (?:(?:would|also|just|really) )*(?:wants?|wanted|needs?|needed|likes?) to {_KNOW}
""")
_MAY = any_of("""
    can | could | may | might | must | should | (?:have|need) to | (?:am|are) (?:allowed|permitted|entitled|able)
""")
_RELAYED = re.compile(
    rf"{_SOMEONE_ELSE} {_ASKS} (?P<rest>(?:if|whether) (?!(?:i|we) (?!{_MAY}\b)).*)$", re.DOTALL
)

# A request for a thing ("Can you send me a card?") asks whether it is done; one for what can be told
# ("Can you send me the price?") asks for that.
# What others are to be told is done, too: "Will you tell the police?", "Can you recommend us to others?"
_TO_OTHERS = (
    rf"(?:(?! (?:{WH_WORD}|steps|ways?|things|options)\b)[^,?])*?"
    rf" to (?:(?:{DETERMINER}|other) [\w-]+|others|\w{{3,}}s)\W*$"
)
_EXPLAIN = any_of(rf"""
    explain | clarify(?! that\b) | help | outline | summari[sz]e
    tell(?= (?:me|us|about|again|more|something|{WH_WORD})\b) | (?:show|walk|guide|point|direct) (?:me|us)
    (?:describe|list|name|recommend|suggest)(?!{_TO_OTHERS})
""")
_GIVE = (
    r"(?:give|send|provide)(?: (?:me|us))?(?: please)?"
    r"(?: (?:an?|the|some|any|your|more|further))*(?: [\w'-]+)?"
)
_INFORMATION = any_of("""
    lists? | info | information | details? | overview | summary | explanation | documentation
    instructions? | examples? | steps | links? | guidance | advice | idea
    prices? | quote | address | number
""")
# "Can I get a list of what is allowed?"; of "a list of my invoices" it is asked whether one can get it.
_SOME = "(?:(?:an?|the|some|any|your|more|further|full|complete) )*"
_TO_BE_TOLD = any_of(rf"""
    know(?! (?:if|whether|that)\b)
    (?:have|get|see) {_SOME}(?:lists?|overview|summary|examples?) of (?:all|the|what|which|where|who|how|your)
    (?:have|get|see) {_SOME}(?:info|information|details?|guidance|advice) (?:about|on|of|for)
    (?:have|get|see) (?:the|your) (?:prices?|costs?|fees?|address|phone number|opening hours)
""")
_MAY_I = "(?:can|could|may|might) (?:i|we)(?: please| just| also)?"
# matches: "can you explain ...", "could you send me the price", "may i see the prices", "any idea"
# not: "can you send me a card", "may i see the doctor"
_REQUEST = re.compile(
    any_of(rf"""
        {_WOULD_YOU} (?:{_EXPLAIN}|{_GIVE} {_INFORMATION})
        {_MAY_I} {_TO_BE_TOLD}
        do you (?:happen to )?know | any idea
    """)
    + r"\b"
)
_WHETHER = re.compile(r"\b(?:whether|if)\b")


def begins_to_ask(lowered: str) -> bool:
    """Whether the words begin as a question: "can we ...", "for how long ..."."""
    return AUX_QUESTION.match(lowered) is not None or WH_QUESTION.match(lowered) is not None


def embedded(lowered: str) -> str | None:
    """The question that such words introduce; None where there are none.

    Of a text that begins as a question itself, only words in front of all others count.

    >>> embedded("we moved in may and would like to know if we need a new card")
    'if we need a new card'
    >>> embedded("can we cancel, and may i ask why") is None
    True
    """
    match = _EMBEDDED.search(lowered)
    if match is None or (match["before"] and begins_to_ask(lowered)):
        return None
    return match["rest"]


def relayed(lowered: str) -> str | None:
    """The question of yes or no that somebody else is said to ask; None where there is none.

    With a question after it, it is the situation of that one.

    >>> relayed("my boss wants to know if guests may come")
    'if guests may come'
    >>> relayed("the form asks if i am a member") is None
    True
    """
    match = _RELAYED.match(lowered)
    return match["rest"] if match else None


def introduces(lowered: str) -> bool:
    """Whether the words end where a question is to follow: "can i ask", "we moved and would like to know"."""
    return embedded(f"{lowered} whether") is not None


def requests_information(lowered: str) -> bool:
    """Whether one asks to be told something, in the form of a question about whether one can or will.

    >>> requests_information("can you give me a list of products?")
    True
    >>> requests_information("can you tell me if it is free?") or requests_information("can you give me a key?")
    False
    """
    return _REQUEST.match(lowered) is not None and not says_whether(lowered)


def says_whether(lowered: str) -> bool:
    """Whether "whether" or "if" turns a request into a yes/no question ("Tell me if it is free")."""
    return _WHETHER.search(lowered) is not None

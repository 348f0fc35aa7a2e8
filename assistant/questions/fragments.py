"""Forms of what is no whole question: statements, verbless questions and bare phrases.

Patterns match text as `correct_question_words` gives it.
"""

from __future__ import annotations

import re

from assistant.english import (
    AUX,
    NEGATIVE_AUX,
    PREPOSITION,
    PRONOUN,
    SUBJECT,
    WH_WORD,
    correct_question_words,
    straight_quotes,
)
from assistant.patterns import any_of
from assistant.questions.asking import says_whether
from assistant.types import QuestionForm

# What is asked for without a question: "Explain the refund procedure", "Best way to return a book?"
_OPEN_REQUEST = re.compile(
    any_of(r"""
        explain | describe | list | show | give | tell | send | provide | name | define | outline
        summari[sz]e | compare | looking for
        need (?:(?:some|any|more|your) )?(?:help|info|information|details|advice|instructions|support|assistance)
        need(?! (?:to|i|we)\b)(?=[^?]*$)    # "need a card?" asks whether
        help | info | information | details | instructions | steps | difference
        (?:the )?(?:best|easiest|quickest|right|correct) (?:way|method|place)
        (?:i|we) have (?:an?|another|some)(?: \w+)? questions?
    """)
    + r"\b"
)
# Things that are asked for by their name alone: "Warranty length?"
_NOUN = any_of("""
    length | duration | price | cost | fee | number | amount | limit | deadline | date | size | list
    address | phone | meaning | definition | steps | procedure | reason | name
""")
# With a verb, what stands last says something of them: "There is no time limit?", "We pay a fee?"
_SAYS_SOMETHING = rf"(?:[^,;:]*\b{AUX}|(?:i|we|you|they|he|she)\b)"
_OPEN_NOUN = re.compile(
    rf"(?!{PREPOSITION}\b)(?:.*[,;:]\s*)?(?!{_SAYS_SOMETHING})[^,;:]*\b{_NOUN}\s*\?*$", re.DOTALL
)
# What something may be said to be: "Pets allowed", "Delivery possible?"
_PREDICATE = any_of(r"""
    allowed | permitted | ok | okay | included | free | required | necessary | needed | mandatory
    compulsory | obligatory | accepted | supported | covered | valid
    \w{3,}[ai]ble    # possible, available, refundable
""")
# matches: "Price of a card?", "Opening hours on Sunday?"
# not: "Number of guests limited?", which says something
_OPEN_PHRASE = re.compile(
    r"(?:(?:the|an?) )?(?:(?!(?:any|no)\b)[\w'-]+ ){0,2}"
    rf"(?:{_NOUN}|prices|costs|fees|hours|times?|age|reasons|contact|charges)\s+"
    r"(?:of|for|in|on|at|to|from|per|between)\b"
    rf"(?!.*(?:\w{{2}}ed|\b{_PREDICATE})\s*\?*$)(?!.*(?:,|\b{AUX}\s))"
)
# matches: "Pets allowed", "Delivery to Norway possible?"
# not: "Is delivery possible?", "Got everything covered?"
_VERBLESS = re.compile(
    rf"(?!.*\b(?:{AUX}|not|got|get|seems?|everything|all|that|this|it)\b)(?:[\w'/.&-]+ ){{1,10}}"
    rf"(?:{_PREDICATE}\s*\?*|(?:open|closed)\s*\?+)$"
)
_NEEDS = re.compile(r"need [^?]+\?+$")  # "Need a card?"
# What asks for yes or no without a verb, also without a question mark; the second lot may be told, too.
# matches: "Possible to change my number", "Any chance we get a date?", "Too late to change the date?"
# not: "Possible delivery date?", "Free phone?"
_POSSIBLE = any_of("""
    (?:ok|okay|allowed|permitted|free|legal|safe) (?:to|for)
    possible (?:to|for|that) | able to
    any (?:chance|possibility) | any way (?:to|of|for|i|we|you)
""")
_POSSIBLE_IF_ASKED = any_of(r"too \w+ to | (?:need|no need|time|no way|no chance) (?:to|of)")
_WHETHER_POSSIBLE = re.compile(
    rf"(?:(?:still|also|only) )?(?:{_POSSIBLE}\b|{_POSSIBLE_IF_ASKED} [^?]+\?)"
)
# "A stay of how many nights?", "And if not, why?", "Given to whom?"
_WH_INSIDE = re.compile(
    r"\b(?:(?:what|which|how (?:many|much|long|often|do|to|can)|why)\b[^,]{0,60}|(?:where|when)\W*"
    r"|(?:by|for|from|of|than|to|with) whom?\W*)\?*$"
)

# What makes a yes/no question of a statement: "Refunds are paid in cash, right?"
_CLAUSE_AUX = any_of("""
    is | are | was | were | do | does | did | can | could | may | might | must | shall | should | will
    would | has | have
""")
_CLAUSE = re.compile(rf"\b{_CLAUSE_AUX}\s+{SUBJECT}\b")
# A subject of few words and its verb; a phrase ("In June when it is hot?") or a clause of a noun has none.
_PUT = re.compile(
    rf"(?!(?:{PREPOSITION}|{AUX}|{WH_WORD}|if|once|unless|while|because|and|but|or)\b)"
    rf"(?:(?!(?:that|who|which|if|when|where|what|how|why)\b)[^\s,;:?]+ ){{1,5}}?{_CLAUSE_AUX} [^?]+\?+$"
)
_MAX_STATEMENT = 200  # characters
# "It is not correct" has no tag.
_NO_PREDICATE = r"(?<! is)(?<! are)(?<! was)(?<! not)(?<!n't)(?<!'s)"
_TAG = re.compile(
    rf"(?:,\s*|{_NO_PREDICATE}\s+|^)"
    + any_of(rf"""
        right | correct | ok | okay | yes | no | true | or not | is that (?:right|correct|so)
        (?P<verb>{AUX}\s+(?:not\s+)?{PRONOUN})    # "isn't it"
    """)
    + r"\s*\?*$"
)

_DENIES = re.compile(rf"\b(?:{NEGATIVE_AUX}|(?:not|no|never|nobody|nothing|none|hardly)\b)")
# Before what looks like a tag stands a question or a case.
# matches: "Why (can't they?)", "If I don't pay(, do they?)"
_ASKS_OR_SUPPOSES = re.compile(
    rf"(?:{AUX}|(?:{WH_WORD}|{PREPOSITION}|if|once|unless|while|because|suppose|supposing)\b)"
)


def requests_openly(lowered: str) -> bool:
    """Whether it begins by asking for something, without a question ("Explain the refund procedure")."""
    return _OPEN_REQUEST.match(lowered) is not None


def puts_to_the_reader(lowered: str) -> bool:
    """Whether a statement is put to the reader for yes or no ("Refunds are in cash, right?", "... can we ...")."""
    return ends_in_a_tag(lowered) or _CLAUSE.search(lowered) is not None


def ends_in_a_tag(lowered: str) -> bool:
    """Whether a statement is put to the reader by its last words ("Refunds are in cash, right?")."""
    return _TAG.search(lowered) is not None


def without_tag(text: str) -> str:
    """A statement that is put as a question, without the tag at its end; any other text as it is.

    A tag denies what the statement says, or says what it denies.

    >>> without_tag("Cash isn't accepted, is it?"), without_tag("The new cards, are they?")
    ("Cash isn't accepted?", 'The new cards, are they?')
    """
    lowered = straight_quotes(text).lower()
    tag = _TAG.search(lowered) if len(lowered) == len(text) <= _MAX_STATEMENT else None
    if tag is None or not tag.start() or _ASKS_OR_SUPPOSES.match(lowered):
        return text
    denied = _DENIES.search(lowered, 0, tag.start()) is not None
    if tag["verb"] and denied is (_DENIES.search(tag["verb"]) is not None):
        return text
    return f"{text[: tag.start()]}?"


def puts_a_statement(text: str) -> bool:
    """Whether a statement with a subject and a verb is put as a question ("So 50 is too many?")."""
    return _PUT.match(correct_question_words(text[:_MAX_STATEMENT])) is not None


def asks_without_a_verb(text: str) -> bool:
    """Whether it asks whether a thing is so, without a verb ("Pets allowed?")."""
    return _VERBLESS.match(correct_question_words(text[:_MAX_STATEMENT])) is not None


def form_of_fragment(fragment: str, situated: bool) -> QuestionForm:
    """The form of a statement, a verbless question ("Pets allowed?") or a bare phrase ("Opening hours").

    After a described situation (`situated`), one word such as "Possible?" is enough to ask for yes or no.
    """
    if requests_openly(fragment) and not says_whether(fragment):
        return QuestionForm.OPEN
    if _WH_INSIDE.search(fragment):
        return QuestionForm.OPEN
    if _WHETHER_POSSIBLE.match(fragment):
        return QuestionForm.POLAR
    if _OPEN_NOUN.match(fragment) or _OPEN_PHRASE.match(fragment):
        return QuestionForm.OPEN
    if _VERBLESS.match(fragment) or _NEEDS.match(fragment):
        return QuestionForm.POLAR
    polar = fragment.endswith("?") or puts_to_the_reader(fragment)
    enough = situated or len(fragment.split()) >= 3
    return QuestionForm.POLAR if polar and enough else QuestionForm.OPEN

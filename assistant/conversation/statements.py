"""Tells a turn that only states or supposes how things are from one that asks.

Pure; the rules are for English.
"""

from __future__ import annotations

import re

from assistant.english import ANYBODY, AUX, SUBJECT, correct_question_words, straight_quotes
from assistant.patterns import any_of
from assistant.questions import Question
from assistant.questions.asking import relayed
from assistant.questions.courtesy import opener_end
from assistant.questions.form import asks_by_itself
from assistant.questions.fragments import ends_in_a_tag

_MAX_CHARS = 300  # characters
_VERB = any_of(rf"""
    {AUX} | said | got | went | took | came | began | takes | lasts | says | gets | goes | costs
    needs | wants | works | lives | ends | starts | begins | comes | \w{{3,}}ed | died | left | quit | sold
""")
_OWN = any_of(
    "my | our | your | his | her | their | the | an? | this | that | these | those | both | all"
)
# matches: "I have worked here for two years", "There was no train", "My manager has approved it"
# not: "a card that has expired"
_STATES = re.compile(
    any_of(rf"""
        (?:i|we|you|he|she|they|it|there)(?:'\w+)? \S+ \S
        (?:i|we|you|he|she|they|it|there)'\w+ \S+
        (?:this|that|these|those)(?:'s| {AUX}) \S
        {_OWN}(?: (?!(?:that|which|who|whose|where|when)\b)[\w'-]+){{1,5}}? {_VERB}(?!\w)
    """),
    re.IGNORECASE,
)
# A wish or a trouble asks, though no word of it does.
_WANTS = any_of("""
    want | need | like | wish | love | prefer | mean | meant | ask | asked | asking | wonder | wondering | wondered
    look | looking | search | searching | try | trying | can't | cannot | could not | couldn't | unable | not able
    forgot | lose | lost | miss | missed | broke | dropped
""")
_SO = any_of(
    "just | also | only | still | really | actually | now | do | did | have | had | been | am | are"
    " | was | were | would"
)
_MATTER = re.compile(
    any_of(rf"""
        (?:i|we)(?:'\w+)?(?: {_SO})* {_WANTS}\b
        .*\b(?:broken|stolen|lost|missing|not working|(?:does not|doesn't|do not|don't|did not|didn't) work)\b
        .*\b(?:fail(?:s|ed)?|errors?|problems?|issues?|trouble|questions?|help|wrong)\b
    """),
    re.IGNORECASE,
)
# A case that is supposed, with no question after it. After "when" the verb stays behind its subject.
# matches: "What if I have a Light ticket?", "And when I move out?", "But where the lease forbids it?"
# not: "If I have a Light ticket, may I enter?", "And when can I move out?", "And where the office is?"
_WHEN = rf"(?:and|but|so),? (?:when|where|once) (?!.* {AUX}[\s?.!]*$)"
_SUPPOSES = re.compile(
    rf"(?:(?:(?:and|but|so),? )?(?:what )?if |{_WHEN})"
    rf"(?P<case>(?:{SUBJECT}|{ANYBODY}|nobody|no one)(?:'\w+)? [^?,;:]+?)[\s?.!]*$",
    re.IGNORECASE,
)
# "I paid twice, can I have it back"
_ASKS_WITHIN = re.compile(
    rf"\b{AUX} (?:i|we|you|they|he|she|it|there|anyone|someone)\b|\bwhether\b", re.IGNORECASE
)


def only_states(text: str, question: Question) -> bool:
    """Whether the text states how things are and asks nothing: no question, no wish and no trouble."""
    if "?" in text or len(text) > _MAX_CHARS:
        return False
    return all(map(_is_statement, (*question.context, question.clause)))


def supposes(text: str) -> bool:
    """Whether the text supposes a case, and no more: "What if I have a Light ticket?"."""
    return supposed(text) is not None


def supposed(text: str) -> str | None:
    """The case that the text supposes, if it says no more.

    >>> supposed("And if I have a Light ticket?")
    'I have a Light ticket'
    >>> supposed("And when I move out?"), supposed("And when can I move out?")
    ('I move out', None)
    """
    bare = text.strip()
    match = _SUPPOSES.fullmatch(straight_quotes(bare)) if len(bare) <= _MAX_CHARS else None
    return bare[slice(*match.span("case"))] if match else None


def _is_statement(sentence: str) -> bool:
    bare = straight_quotes(sentence[opener_end(sentence) :])
    if _STATES.match(bare) is None or _MATTER.match(bare) or _ASKS_WITHIN.search(bare):
        return False
    mended = correct_question_words(bare)
    return not (asks_by_itself(bare) or relayed(mended) or ends_in_a_tag(mended))


def with_situation(statement: str, question: str) -> str:
    """A statement and the question after it, as one message."""
    stop = "" if statement.rstrip().endswith((".", "!", "…", "。")) else "."
    return f"{statement.rstrip()}{stop} {question}"

"""Finds the questions of a message that asks more than one thing. Pure; the rules are for English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.conversation.leaning import points_back
from assistant.patterns import any_of
from assistant.questions import analyse
from assistant.questions.courtesy import is_courtesy, opener_end
from assistant.questions.form import asks_by_itself, names_a_detail
from assistant.questions.sentences import split_sentences
from assistant.questions.words import AUX, DETERMINER, SUBJECT, WH_START, WH_WORD, fold

_MOST = 4  # questions of one message; a longer list is taken as a whole
_FEWEST_WORDS = 2  # of three letters or more, in a question that can be asked alone
_WORD = re.compile(r"[^\W_]{3,}")
_FEWEST_TOLD = 3  # words that tell something: fewer are a name or the number of a list
_CLAUSE_END = re.compile(r"[,:;–—]")
_MARKED = re.compile(r"[?？]!?[\"')\]]*$")
# Goes on with the question before, whatever words it has itself.
_GOES_ON = re.compile(
    r"\W*"
    + any_of(r"""
        so | but | then | or | otherwise | if (?:so|not|yes|no)
        i mean | meaning | in other words | that is | i\.e
        e\.g | for (?:example|instance) | such as | like
    """)
    + r"\b",
    re.IGNORECASE,
)
# Without a question mark, these open what is told more often than what is asked ("What a storm!", "Don't laugh").
_TELLS = re.compile(
    any_of(r"""
        when | where | while | whatever | whenever | what (?:if|an?)
        (?:do not|don't) (?!(?:i|we|you|they)\b)\w+
    """)
    + r"\b",
    re.IGNORECASE,
)
# A second question in the same sentence; "... and have a card?" is none.
_JOINT = re.compile(
    r",?\s+(?:and|&)\s+(?:also\s+)?"
    + any_of(rf"""
        (?={WH_START}\s+(?:\w+\s+){{0,2}}?{AUX}\s)                           # "... and how long do they last?"
        (?!(?:have|has|had)\s+(?:{DETERMINER}|one)\b)(?={AUX}\s+{SUBJECT}\b)    # "... and can we share them?"
    """),
    re.IGNORECASE,
)
_ENDS_OPEN = re.compile(rf"\b{WH_WORD}$", re.IGNORECASE)  # "Do you know when and how ...?"


@dataclass(frozen=True, slots=True)
class Part:
    """One question of several: `text` has the situation that is told for it, `asked` is it alone."""

    text: str
    asked: str


def separate(text: str) -> tuple[Part, ...]:
    """The questions of a message that can each be asked alone, in order; none where there are not two.

    A question that leans on the one before stays with it. What is told before the first question or
    behind the last is told for all of them, what is told between two for the second.
    """
    sentences = [part for s in split_sentences(text) if not is_courtesy(s) for part in _cut(s)]
    groups: list[list[str]] = []  # of each question: what is told for it, then what is asked
    asked: list[list[str]] = []
    told: list[str] = []
    shared: list[str] = []
    for sentence in sentences:
        if not _is_question(sentence):
            told += [sentence] if len(sentence.split()) >= _FEWEST_TOLD else []
            continue
        if not groups:
            shared, told = told, []
        if groups and _leans(sentence):
            groups[-1] += [*told, sentence]
            asked[-1].append(sentence)
        else:
            groups.append([*told, sentence])
            asked.append([_alone(sentence)])
        told = []
    if not 2 <= len(groups) <= _MOST or any(map(_says_little, asked)):
        return ()
    return tuple(
        Part(" ".join([*shared, *group, *told]), " ".join(questions))
        for group, questions in zip(groups, asked, strict=True)
    )


def _cut(sentence: str) -> Iterator[str]:
    """The sentence, in two where it joins two questions by "and"."""
    joint = _JOINT.search(fold(sentence))
    if joint is not None and _MARKED.search(sentence):
        first, second = sentence[: joint.start()], sentence[joint.end() :]
        if _ENDS_OPEN.search(first) is None and _is_question(f"{first}?") and not _leans(second):
            yield f"{first}?"
            yield second
            return
    yield sentence


def _is_question(sentence: str) -> bool:
    bare = sentence[opener_end(sentence) :]
    if _MARKED.search(sentence) is not None:
        return asks_by_itself(bare) or _leans(sentence)
    return _TELLS.match(bare) is None and asks_by_itself(_CLAUSE_END.split(bare)[0])


def _leans(sentence: str) -> bool:
    """Whether the question goes on with the one before ("If so, for how long?", "Can they be shared?")."""
    bare = _alone(sentence)
    question = analyse(bare)
    if _GOES_ON.match(fold(sentence)) or names_a_detail(question.focus):
        return True
    return points_back(bare, question) or _says_little([bare])


def _says_little(questions: list[str]) -> bool:
    return len(_WORD.findall(" ".join(questions))) < _FEWEST_WORDS


def _alone(sentence: str) -> str:
    bare = sentence[opener_end(sentence) :].strip() or sentence
    return bare[:1].upper() + bare[1:]

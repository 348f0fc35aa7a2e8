"""Finds the questions of a message that asks more than one thing. Pure; the rules are for English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from assistant.conversation.asker_detection import after_correction, asks_the_same
from assistant.conversation.context_dependence import SAYS_HOW, names_only_a_topic, points_back
from assistant.conversation.coordination import IsVerb, with_auxiliary_repeated
from assistant.conversation.topic_substitution import substitute_topic
from assistant.english import (
    AUX,
    AUX_QUESTION,
    DETERMINER,
    SUBJECT,
    WH_START,
    WH_WORD,
    correct_question_words,
    straight_quotes,
)
from assistant.patterns import any_of
from assistant.questions import analyse
from assistant.questions.asking import introduces
from assistant.questions.courtesy import is_courtesy, opener_end
from assistant.questions.form import asks_by_itself, names_a_detail, reports
from assistant.questions.fragments import asks_without_a_verb
from assistant.questions.message import split_message
from assistant.types import QuestionForm

_MAX_QUESTIONS = 10  # questions of one message
_MAX_JOINTS = 20  # places of one sentence where it may be cut
_MAX_JOINED = 1500  # characters of a sentence that may be cut
_MIN_WORDS = 2  # that say something, in a question that can be asked alone
_WORD = re.compile(r"[^\W_]{3,}|\b(?:[A-Z]{2}|\d[A-Za-z]|[A-Za-z]\d)\b")  # "card", "TV", "5G"
_MAX_TOPIC_CHARS = 100  # characters of "And ...?"
_MIN_CONTEXT_WORDS = 3  # words that tell something: fewer are a name or the number of a list
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
# Without a question mark, these begin a statement more often than a question ("What a storm!", "Don't laugh").
_TELLS = re.compile(
    any_of(r"""
        when | where | while | whatever | whenever | what (?:if|an?)
        (?:do not|don't) (?!(?:i|we|you|they)\b)\w+
    """)
    + r"\b",
    re.IGNORECASE,
)
# Asks whether what was asked before is so, and nothing new: "Can I bring a dog? Is that allowed?"
_IS_THAT_SO = re.compile(
    r"(?:is|would|will|was) (?:that|this|it)(?: be)?(?: all| also| still)? "
    + any_of("""
        ok | okay | fine | alright | allowed | permitted | legal | possible | right | correct | true | so
        forbidden | a problem | the case
    """)
    + r"\W*"
)
# Begins as a question, but says what else is done.
# matches: "have a card", "have it changed", "do a test"; not: "have you a card", "do the members pay"
_DOES_IT = any_of(rf"""
    has\s+(?:{DETERMINER}|one) | (?:have|had)\s+(?!(?:i|we|you|they)\b)\w+
    do\s+(?:an?|it|this|that|one|each|every|another|so)
""")
# A second question in the same sentence.
# matches: "... and can we share them?", "... and how many rooms with a bath do you have?"
_AND = r",?\s+(?:and|&)\s+(?:also\s+)?"
_ASKS_TOO = rf"""
    (?=(?:what|how)\s+about\s)                                           # "... and what about dogs?"
    (?={WH_START}\s+(?:\w+\s+){{0,2}}?{AUX}\s)                           # "... and how long do they last?"
    (?=(?:how\s+(?:many|much)|which|what)\s+(?:[\w-]+\s+){{1,6}}?(?!ha(?:ve|s|d)\s){AUX}\s+{SUBJECT}\b)
    (?!{_DOES_IT}\b)(?={AUX}\s+{SUBJECT}\b)
    (?=how\s+(?:much|many|often|long|soon)\s*\?)                         # "... and how often?"
"""
# "Can I bring food, may I bring a friend and ...?"
_LISTED = rf",\s+(?={AUX}\s+(?!(?:it|this|that|these|those|they|he|she|one|there)\b){SUBJECT}\b)"
_JOINT = re.compile(any_of(f"{_AND}{any_of(_ASKS_TOO)} | {_LISTED}"), re.IGNORECASE)
# The same where the subject may be any word.
# matches: "... and is alcohol free?", "... and do members pay?", "... and whether alcohol is free?"
# not: "... and do paperwork?", "... and have lunch?", "... (something I bought) and is damaged?"
_NO_SUBJECT = r"(?:be|have|not|been|free|valid|open|closed|\w+(?:ed|[ai]ble))\b"
_LOOSELY = rf"""
    (?=whether\s) | (?=do\s+(?:[\w-]+\s+){{0,2}}?[\w-]+s\s+\w)
    (?!(?:do|have|has|had)\s)(?={AUX}\s+(?!{_NO_SUBJECT})\w)
"""
_LOOSE_JOINT = re.compile(
    any_of(f"{_AND}(?:{any_of(_ASKS_TOO)}|{any_of(_LOOSELY)}) | {_LISTED}"), re.IGNORECASE
)
_WHETHER = re.compile(r"whether\s", re.IGNORECASE)
_FRONTED = re.compile(r"(?:if|when|where|while|once|as|since|what if|how about)\b", re.IGNORECASE)
# What parts the questions of a list: "1) ...? 2) ...?", "...? / ...?", a dash before each line.
_PARTS = re.compile(
    any_of(r"""
        (?<!\S)\(?(?:\d{1,2}|[a-e])\)\s+
        (?<=\?)\s*[/|]+\s*
        ^[ \t]*[-*•·–—][ \t]+(?=\S)
    """),
    re.IGNORECASE | re.MULTILINE,
)
# matches: "how much is it?", "how often?", "what does it cost?", "when do i get it back?"
# not: "how?", "why is that?", "what does that mean?"
_ASKS_A_DETAIL = re.compile(
    any_of(rf"""
        how (?:much|many|often|long|soon)(?:\W*$| (?:\w+ )?{AUX}\s)
        what (?:does|will|would|did|is|are)\b(?!.*\bmean) | (?:when|where) {AUX}\s | who\b
    """)
)
# In a clause after the question, what points back points to that question: "... until I get a new one?"
_CLAUSE = re.compile(
    rf"\s(?:until|till|while|when|before|after|if|unless|because|since)\s+{SUBJECT}\b.*",
    re.IGNORECASE,
)
# matches: "Always (free?)"; not: "Hotspot (allowed?)"
_SAYS_HOW = re.compile(rf"{SAYS_HOW}\b", re.IGNORECASE)
_ENDS_OPEN = re.compile(rf"\b{WH_WORD}$", re.IGNORECASE)  # "Do you know when and how ...?"


@dataclass(frozen=True, slots=True)
class SubQuestion:
    """One question of a message with several."""

    text: str  # with the situation that is stated for it
    asked: str  # without
    place: int  # among the questions, from 0
    topic: str = (
        ""  # all that was said of it, where the rest is from the question before ("And dogs?")
    )
    depends: bool = False  # on the question before, with which `text` begins


@dataclass(frozen=True, slots=True)
class _Group:
    """A question, with what cannot be asked without it."""

    said: list[str]  # its statements, and what is asked
    asked: list[str]
    topic: str
    depends: bool  # on the question before, and yet wants a word of its own; the first, on earlier messages


def split_questions(
    text: str, *, loosely: bool = False, goes_on: bool = False, is_verb: IsVerb | None = None
) -> tuple[SubQuestion, ...]:
    """The questions of a message that can each be asked alone, in order; none where there are not two.

    Cut `loosely`, what "and" joins may not be two questions: see that each is answered. The same holds where
    `is_verb` tells what may be a verb: then those under one auxiliary are cut apart, too. Where the message
    `goes_on` with earlier ones, the first question may depend on those. A question that depends on the one
    before stays with it, unless it asks the same of something else ("And dogs?") or both ask for a yes or no.
    A statement before the first question or after the last belongs to all of them, one between two to the
    second.
    """
    joint = _LOOSE_JOINT if loosely else _JOINT
    lines = [s for s in split_message(_PARTS.sub("\n", text)) if not is_courtesy(s)]
    if is_verb is not None:
        lines = [with_auxiliary_repeated(line, is_verb) for line in lines]
    sentences = [part for line in lines for part in _cut(line, joint)]
    groups: list[_Group] = []
    statements: list[str] = []
    shared: list[str] = []
    for sentence in sentences:
        if not _is_question(sentence):
            statements += [sentence] if len(sentence.split()) >= _MIN_CONTEXT_WORDS else []
            continue
        if not groups:
            shared, statements = statements, []
        _add(sentence, statements, groups)
        statements = []
    alone = [g for place, g in enumerate(groups) if not (g.depends and (place or goes_on))]
    if len(groups) < 2 or any(_says_little(group.asked) for group in alone):
        return ()
    return tuple(
        SubQuestion(
            " ".join(
                [*shared, *_said_before(groups[: place + 1], goes_on), *group.said, *statements]
            ),
            " ".join(group.asked),
            place,
            group.topic,
            group.depends and place > 0,
        )
        for place, group in enumerate(groups[:_MAX_QUESTIONS])
    )


def _add(sentence: str, statements: list[str], groups: list[_Group]) -> None:
    """Put a question, and the statements before it, with the one that it depends on or after all others."""
    question, topic = without_opener(sentence), ""
    depends = _depends_on_one_before(sentence)
    if groups and depends:
        last = groups[-1]
        if instead := _asked_of_topic(last.asked[-1], sentence):
            question, topic, depends = instead, _topic(sentence), False
        elif not _is_apart(sentence, _asked_since_alone(groups)):
            last.said.extend([*statements, sentence])
            last.asked.append(sentence)
            return
    if depends or question not in (group.asked[0] for group in groups):
        # With no "And" before it, which would join it to whatever was asked in an earlier message.
        said = [*statements, question if groups else sentence]
        groups.append(_Group(said, [question], topic, depends))


def _asked_since_alone(groups: list[_Group]) -> list[str]:
    """What is asked from the latest question on that can be asked alone."""
    start = max((place for place, group in enumerate(groups) if not group.depends), default=0)
    return [text for group in groups[start:] for text in group.asked]


def _said_before(groups: list[_Group], goes_on: bool) -> list[str]:
    """What the last of the groups cannot be asked without."""
    *before, last = groups
    if not last.depends or not before:
        return []
    found = next((group.said for group in reversed(before) if not group.depends), None)
    return found or ([] if goes_on else before[0].said)


def _is_apart(sentence: str, before: list[str]) -> bool:
    """Whether it asks for something of its own, though it goes on with the questions before it.

    That is a yes or no ("How do I swap it? Is it free?"), or a detail after one ("Is there a fee? How much is
    it?"). "What if I lost it?" is no other question, but the case of which is asked.
    """
    bare = correct_question_words(without_opener(sentence))
    if _GOES_ON.match(straight_quotes(sentence)) or _IS_THAT_SO.fullmatch(bare):
        return False
    if AUX_QUESTION.match(bare) and analyse(sentence).form is QuestionForm.POLAR:
        return not all(map(asks_the_same, before))
    asks_a_detail = _ASKS_A_DETAIL.match(bare) is not None
    return asks_a_detail and any(analyse(text).form is QuestionForm.POLAR for text in before)


def _cut(sentence: str, joint: re.Pattern[str]) -> Iterator[str]:
    """The sentence, in as many as it joins questions by "and" or lists them."""
    rest = sentence
    folded = straight_quotes(sentence)
    start = 0
    if len(sentence) <= _MAX_JOINED and _MARKED.search(sentence):
        for match in islice(joint.finditer(folded), _MAX_JOINTS):
            first, second = sentence[start : match.start()], sentence[match.end() :]
            if is_courtesy(first):
                start, rest = match.end(), second
                continue
            depends = _depends_on_one_before(second) and not _asked_of_topic(f"{first}?", second)
            apart = not depends or _is_apart(second, [f"{first}?"])
            if _may_end(first, listed="and" not in match[0].lower()) and apart:
                yield f"{first}?"
                start, rest = match.end(), second
    yield rest


def _may_end(first: str, *, listed: bool) -> bool:
    """Whether a question may end here; before a comma alone, nothing that leads to one ("If I pay, ...", "Had
    my card stolen, ...", "Can I ask, ...")."""
    if _ENDS_OPEN.search(first):
        return False
    bare = first[opener_end(first) :]
    if listed:
        leads = _FRONTED.match(bare) or reports(bare) or introduces(correct_question_words(bare))
        return asks_by_itself(bare) and not leads
    return _asks(f"{first}?")


def _is_question(sentence: str) -> bool:
    bare = sentence[opener_end(sentence) :]
    named = _SAYS_HOW.match(bare) is None and asks_without_a_verb(bare)
    return _asks(sentence) or (named and _MARKED.search(sentence) is not None)


def _asks(sentence: str) -> bool:
    bare = sentence[opener_end(sentence) :]
    if _MARKED.search(sentence) is not None:
        return (
            asks_by_itself(bare)
            or _WHETHER.match(bare) is not None
            or _depends_on_one_before(sentence)
        )
    return _TELLS.match(bare) is None and asks_by_itself(_CLAUSE_END.split(bare)[0])


def _asked_of_topic(before: str, sentence: str) -> str:
    """The question before, asked of the topic that the sentence names ("And dogs?", "What about dogs?").

    Empty where the sentence is no such topic, or no rule tells what the topic replaces.
    """
    topic = _topic(sentence)
    return substitute_topic(analyse(before).clause, topic) if topic else ""


def _topic(sentence: str) -> str:
    """What the sentence names, if it says no more."""
    if len(sentence) > _MAX_TOPIC_CHARS:
        return ""
    named = analyse(after_correction(sentence[opener_end(sentence) :]))
    return named.clause if names_only_a_topic(named) else ""


def _depends_on_one_before(sentence: str) -> bool:
    """Whether the question goes on with the one before it ("If so, for how long?", "Can they be shared?")."""
    bare = _CLAUSE.sub("?", without_opener(sentence))
    question = analyse(bare)
    if _GOES_ON.match(straight_quotes(sentence)) or names_a_detail(question.clause):
        return True
    return points_back(bare, question) or _says_little([bare])


def _says_little(questions: list[str]) -> bool:
    return len(_WORD.findall(" ".join(questions))) < _MIN_WORDS


def without_opener(sentence: str) -> str:
    """The sentence without what leads to it ("And is it free?" -> "Is it free?")."""
    bare = sentence[opener_end(sentence) :].strip() or sentence
    return bare[:1].upper() + bare[1:]

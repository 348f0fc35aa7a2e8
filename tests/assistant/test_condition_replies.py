"""Replies to a condition, with the judge that ships, on invented rules whose answer is known."""

from collections import Counter
from collections.abc import Iterator

import pytest

from assistant.condition_answers import DescribedCase, verdict_given_answers
from assistant.conditions import asked_as, find_conditions, is_clause
from assistant.decision import Thresholds
from assistant.judge.runtime import OnnxJudge
from assistant.judge.training import grammar
from assistant.judge.training.examples import Example
from assistant.judge.training.grammar_words import CONDITIONS
from assistant.sentences import split_sentences
from assistant.types import Condition, ConditionAnswer, Evidence, Verdict, VerdictValue

pytestmark = pytest.mark.integration

Case = tuple[DescribedCase, Verdict, Evidence, str]


def replied(example: Example) -> Iterator[Case]:
    """The question without what it tells of the condition, which is said in reply instead."""
    told = (
        (clause, statement, applies)
        for clause, met, unmet in CONDITIONS
        for statement, applies in ((met, True), (unmet, False))
        if example.question.startswith(statement) and clause in example.text
    )
    for clause, statement, applies in told:
        sentences = (example.text[s.start : s.end] for s in split_sentences(example.text))
        rule = next(sentence for sentence in sentences if clause in sentence)
        found = tuple(Condition(rule[start:end], 0) for start, end in find_conditions(rule))
        asked = [c.text for c in found if clause in c.text and is_clause(c.text)]
        if not asked:
            continue
        question = example.question.removeprefix(statement).strip()
        answer = ConditionAnswer(asked_as(asked[0]), applies=applies)
        yield (
            DescribedCase(question[:1].upper() + question[1:], example.heading, [answer]),
            Verdict(VerdictValue.DEPENDS, 0.9, (), found),
            Evidence(0, rule, 0, len(rule)),
            str(example.label),
        )


def test_a_reply_gets_the_word_that_follows_from_the_rule_however_the_question_is_turned() -> None:
    judge, words = OnnxJudge(), Counter[str]()
    examples = (e for e in grammar.generate(1500, seed=11) if e.kind == "condition")
    for case, verdict, evidence, expected in (c for e in examples for c in replied(e)):
        found = verdict_given_answers(judge, case, verdict, [evidence], Thresholds().verdict).value
        given = found in (VerdictValue.YES, VerdictValue.NO)
        words["right" if found == expected else "wrong" if given else "none"] += 1
    assert words.total() >= 90
    assert words["right"] >= 0.95 * words.total(), words
    assert words["wrong"] <= 0.02 * words.total(), words

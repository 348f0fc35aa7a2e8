import random
import re
from collections import Counter, defaultdict

import pytest

from assistant.judge.training import grammar
from assistant.judge.training.examples import Example, Label
from assistant.judge.training.grammar_facts import FACTS, maximum
from assistant.judge.training.grammar_frames import FRAMES, NEGATIVE_FRAMES, OPPOSITE, TRUTH, Axis


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return list(grammar.generate(6000, seed=3))


def test_same_seed_gives_the_same_examples() -> None:
    assert list(grammar.generate(50, seed=7)) == list(grammar.generate(50, seed=7))
    assert list(grammar.generate(50, seed=7)) != list(grammar.generate(50, seed=8))


def test_opposite_standings_give_opposite_verdicts_on_every_axis() -> None:
    for axis, verdicts in TRUTH.items():
        for standing, label in verdicts.items():
            assert {label, verdicts[OPPOSITE[standing]]} == {Label.YES, Label.NO}, axis


def test_inverted_question_flips_the_word() -> None:
    shared = set(TRUTH[Axis.CAN]) & set(TRUTH[Axis.BARRED])
    assert shared
    for standing in shared:
        assert TRUTH[Axis.CAN][standing] is not TRUTH[Axis.BARRED][standing]


def test_every_kind_is_balanced(examples: list[Example]) -> None:
    counts: dict[str, Counter[Label]] = defaultdict(Counter)
    for example in examples:
        counts[example.kind][example.label] += 1
    for kind, labels in counts.items():
        if kind not in ("depends", "unsettled"):
            assert 0.4 < labels[Label.YES] / labels.total() < 0.6, kind


def test_question_words_do_not_give_the_verdict_away(examples: list[Example]) -> None:
    counts: dict[str, Counter[Label]] = defaultdict(Counter)
    for example in examples:
        if example.label in (Label.YES, Label.NO):
            for word in set(re.findall(r"[a-z']+", example.question.lower())):
                counts[word][example.label] += 1
    for word, labels in counts.items():
        if labels.total() >= 300:
            assert 0.38 < labels[Label.YES] / labels.total() < 0.62, word


def test_leading_word_of_the_text_does_not_give_the_verdict_away(examples: list[Example]) -> None:
    told = [e for e in examples if re.match(r"(Yes|No)\.", e.text)]
    agree = sum(e.text.lower().startswith(e.label.value) for e in told)
    assert len(told) > 200
    assert 0.4 < agree / len(told) < 0.75


def test_no_slot_is_left_open_and_sentences_end(examples: list[Example]) -> None:
    for example in examples:
        assert not re.search(r"[{}|]|  ", example.question + example.heading + example.text)
        assert example.text.endswith(".")
        assert not example.text[0].islower()


def test_negative_frames_exist_for_every_axis() -> None:
    assert set(NEGATIVE_FRAMES) == set(FRAMES) == set(Axis)


def test_only_if_never_follows_a_negation(examples: list[Example]) -> None:
    for example in examples:
        for sentence in example.text.split(". "):
            if "only if" in sentence or "but only where" in sentence:
                rule = re.split(r",? (?:but )?(?:only (?:if|where)|if, and only if)", sentence)[0]
                assert not re.search(r"\b(not|cannot|nothing|no)\b", rule), sentence


def test_audience_question_follows_the_asker_and_not_the_order() -> None:
    cases = [grammar.by_audience(random.Random(i)) for i in range(300)]
    first = Counter(
        case.sentences[0].lower().startswith(case.question.split(".")[0].lower()[-8:])
        for case in cases
    )
    assert {case.label for case in cases} == {Label.YES, Label.NO, Label.DEPENDS}
    assert first.total() == 300


def test_numbers_decide_limits() -> None:
    checked = 0
    for i in range(400):
        drawn = maximum(random.Random(i))
        asked = re.search(r"\d+", drawn.question)
        limit = re.search(r"\d+", drawn.sentence)
        if asked and limit:
            over = int(asked.group()) > int(limit.group())
            asks_over = bool(re.search(r"too many|over|exceed|more than", drawn.question))
            assert drawn.label is (Label.YES if over is asks_over else Label.NO)
            checked += 1
    assert checked > 100


@pytest.mark.parametrize("fact", FACTS)
def test_each_fact_gives_both_verdicts(fact: object) -> None:
    assert callable(fact)
    assert {fact(random.Random(i)).label for i in range(60)} == {Label.YES, Label.NO}

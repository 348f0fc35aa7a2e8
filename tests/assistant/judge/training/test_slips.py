import random

from assistant.judge.training.slips import with_slips

QUESTION = "May we share the licences with Oslo?"


def test_a_few_words_are_misspelt_and_short_ones_left() -> None:
    for seed in range(200):
        slipped = with_slips(QUESTION, random.Random(seed)).lower().rstrip("?").split()
        before = QUESTION.lower().rstrip("?").split()
        assert len(slipped) == len(before)
        changed = [old for old, new in zip(before, slipped, strict=True) if old != new]
        assert len(changed) <= 3
        assert not {"may", "we", "the"} & set(changed)
        assert all(old[0] == new[0] for old, new in zip(before, slipped, strict=True))


def test_the_same_seed_slips_the_same() -> None:
    assert with_slips(QUESTION, random.Random(4)) == with_slips(QUESTION, random.Random(4))


def test_text_without_long_words_keeps_its_words() -> None:
    assert with_slips("is it ok", random.Random(1)).split() == ["is", "it", "ok"]
    assert with_slips("", random.Random(1)) == ""

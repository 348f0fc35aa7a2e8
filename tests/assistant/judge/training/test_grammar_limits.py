"""The grammar of limits: labels, balance, and what its scenes may say."""

import re
from collections import Counter, defaultdict

from assistant.judge.training.examples import Label
from assistant.judge.training.grammar_limits import limits, scenes


def test_same_seed_gives_the_same_examples() -> None:
    assert list(limits(50, seed=7)) == list(limits(50, seed=7))
    assert list(limits(50, seed=7)) != list(limits(50, seed=8))


def test_no_scene_and_no_frame_leans_to_a_word() -> None:
    by_title: dict[str, Counter[Label]] = defaultdict(Counter)
    for example in limits(20_000, seed=1):
        by_title[example.heading][example.label] += 1
    assert len(by_title) == len(scenes()) + 1  # some stand without a heading
    for title, labels in by_title.items():
        assert set(labels) == {Label.YES, Label.NO}, title
        assert 0.4 < labels[Label.YES] / labels.total() < 0.6, title


def test_the_word_is_that_of_the_numbers() -> None:
    """Where both are digits of one unit, a reader of the title knows the answer."""
    found = Counter[str]()
    for example in limits(5000, seed=2):
        told = re.search(r"the parcel came|my parcel came (\d+) days ago", example.question.lower())
        limit = re.search(r"(\d+) days", example.text)
        if not (told and told[1] and limit):
            continue
        late = int(told[1]) > int(limit[1])
        asks_late = re.search("too late|missed|stuck|refuse", example.question) is not None
        assert example.label is (Label.YES if late is asks_late else Label.NO), example
        found["late" if late else "in time"] += 1
    assert min(found["late"], found["in time"]) > 3


def test_every_scene_can_be_filled() -> None:
    for scene in scenes():
        assert all("{n}" in rule for rule in scene.rules), scene.title
        assert all("{m}" in told for told in scene.told), scene.title
        assert "{" not in "".join((*scene.within, *scene.beyond, scene.aside)), scene.title
        assert len(scene.within) > 1, scene.title
        assert len(scene.beyond) > 1, scene.title

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.clusters import cluster
from tests.fakes import FakeEncoder

QUESTIONS = [
    "where can I park my car",
    "where can I park my bike",
    "where can I park",
    "is there a café below",
    "is there a café",
    "42",
]


def test_questions_that_share_their_words_are_together_most_frequent_first() -> None:
    vectors = FakeEncoder().encode_queries(QUESTIONS)
    found = cluster(vectors, [1, 1, 5, 2, 1, 1], near=0.6)
    assert [c.members for c in found] == [(2, 0, 1), (3, 4), (5,)]
    assert [c.weight for c in found] == [7, 3, 1]
    assert [c.centre for c in found] == [2, 3, 5]


def test_without_questions_there_is_no_cluster() -> None:
    assert cluster(np.zeros((0, 4), np.float32), []) == []


@given(st.lists(st.sampled_from(QUESTIONS), max_size=12), st.data())
def test_every_question_is_in_one_cluster_and_the_same_input_gives_the_same(
    asked: list[str], data: st.DataObject
) -> None:
    weights = [data.draw(st.integers(1, 9)) for _ in asked]
    vectors = FakeEncoder(64).encode_queries(asked)
    found = cluster(vectors, weights)
    assert sorted(row for c in found for row in c.members) == list(range(len(asked)))
    assert sum(c.weight for c in found) == sum(weights)
    assert all(c.centre in c.members for c in found)
    assert cluster(vectors, weights) == found


def test_equal_questions_are_never_apart() -> None:
    vectors = FakeEncoder().encode_queries(QUESTIONS + QUESTIONS)
    for found in cluster(vectors, [1] * 12):
        assert {row % 6 for row in found.members} == {row - 6 for row in found.members if row >= 6}

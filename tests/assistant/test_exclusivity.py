"""Whether something is for one audience alone, from what the FAQ says to each; with fake models."""

import pytest

from assistant.assistant import Assistant
from assistant.types import Turn, VerdictValue
from tests.assistant.halls import opened_on
from tests.fakes import FakeJudge

FAQ = """---
audiences:
  - {id: guest, label: Guests, aliases: [guest]}
  - {id: member, label: Members, aliases: [member]}
---

## Who may use the warm sauna?
Members may use the warm sauna.

Guests may not use the warm sauna.

## Who may use the cold pool?
Members may use the cold pool.

Guests may use the cold pool as depends on the day.

## Who may use the quiet garden?
Members may use the quiet garden.

## Who may use the new gym?
The new gym is used by members only.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened_on(FAQ, tmp_path_factory.mktemp("exclusive"), FakeJudge())


@pytest.mark.parametrize(
    ("question", "value", "proof"),
    [
        ("May only members use the warm sauna?", VerdictValue.YES, 2),
        ("May only guests use the warm sauna?", VerdictValue.NO, 2),
        ("May only members use the cold pool?", VerdictValue.NO, 2),
        ("Is the new gym used only by members?", VerdictValue.YES, 1),
    ],
)
def test_the_word_follows_from_what_each_audience_is_told(
    assistant: Assistant, question: str, value: VerdictValue, proof: int
) -> None:
    answer = assistant.ask(Turn(question))
    assert answer.verdict is not None
    assert (answer.verdict.value, answer.verdict.by_audience) == (value, ())
    assert len(answer.evidence) == proof
    assert answer.clarification is None


def test_what_some_may_is_not_theirs_alone_unless_the_text_says_so(assistant: Assistant) -> None:
    answer = assistant.ask(Turn("May only members use the quiet garden?"))
    assert answer.verdict is not None
    assert answer.verdict.value is VerdictValue.UNDETERMINED

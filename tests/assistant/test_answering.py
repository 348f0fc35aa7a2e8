"""Which word, rows and provisos an answer tells; with fake models."""

import pytest

from assistant.assistant import Assistant
from assistant.judge.runtime import Polarity
from assistant.types import Turn, Verdict, VerdictValue
from tests.assistant.halls import opened_on
from tests.fakes import FakeJudge

FAQ = """---
audiences:
  - {id: guest, label: Guests, aliases: [guest]}
  - {id: member, label: Members, aliases: [member]}
---

## Are bags taken back?
For guests: bags are taken back whole.

For members: bags are taken back with a note.
"""


class Wavering(FakeJudge):
    """To whoever asks, it depends."""

    def polarity(self, question: str, evidence: str) -> Polarity:
        return Polarity(0.0, 0.0, 0.98, 0.02)


@pytest.fixture(scope="module")
def wavering(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened_on(FAQ, tmp_path_factory.mktemp("wavering"), Wavering())


def verdict(assistant: Assistant, question: str, audience: str | None = None) -> Verdict:
    found = assistant.ask(Turn(question, (), audience)).verdict
    assert found is not None
    return found


def test_rows_that_all_say_it_depends_and_no_proviso_are_no_answer(wavering: Assistant) -> None:
    found = verdict(wavering, "Are bags taken back?")
    assert (found.value, found.by_audience) == (VerdictValue.UNDETERMINED, ())

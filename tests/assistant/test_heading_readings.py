"""What the Yes or No says that a text begins with, under its own heading."""

from pathlib import Path

import pytest

from assistant.types import Block, Corpus, FaqEntry, Span, Turn, VerdictValue
from assistant.verdict import heading_readings
from tests.assistant.halls import opened_on
from tests.fakes import FakeJudge

YES, NO, DEPENDS = VerdictValue.YES, VerdictValue.NO, VerdictValue.DEPENDS


def said(text: str) -> VerdictValue | None:
    entry = FaqEntry(
        "e", "T", "f.md", 1, Span(0, 0), Span(0, len(text)), (Block(Span(0, len(text))),)
    )
    reading = heading_readings(Corpus("test", "Test", {"f.md": text}, (entry,), "0")).get("e")
    return reading.value if reading else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Yes, if it is big.", DEPENDS),
        ("No, unless you ask. It may change.", DEPENDS),
        ("**Yes**, but only where it is torn. Otherwise it costs 12.", DEPENDS),
        ("Yes — as long as they sit.", DEPENDS),
        ("Yes, you can, but only if you ask.", DEPENDS),
        ("Yes you may if you ask.", DEPENDS),
        ("Yes, if:\n\n- you ask, or\n- you pay.", DEPENDS),
        ("Yes. If the others are red. Blue ones are not.", YES),
        ("Yes, within ten days.", YES),  # how far the yes reaches, and nobody can be asked that
        ("Yes, up to 3 of them.", YES),
        ("Yes, the fee is due if you are late.", YES),
        ("No, if we suspect theft.", NO),
        ("No.", NO),
        ("Nobody may, unless they ask.", None),
    ],
)
def test_a_yes_that_hangs_on_a_condition_is_no_plain_yes(
    text: str, value: VerdictValue | None
) -> None:
    assert said(text) is value


def test_the_condition_of_a_yes_is_listed_and_asked_back(tmp_path: Path) -> None:
    faq = "# Hall\n\n## Are bags kept?\nYes, if they are small. Ask at the desk.\n"
    answer = opened_on(faq, tmp_path, FakeJudge()).ask(Turn("Are bags kept?"))
    assert answer.verdict is not None
    assert answer.verdict.value is DEPENDS
    assert [c.text for c in answer.verdict.conditions] == ["if they are small"]
    assert answer.clarification is not None
    assert "“they are small”" in answer.clarification.question

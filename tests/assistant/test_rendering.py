"""An Answer on a terminal."""

from io import StringIO

from rich.console import Console

from assistant.cli.rendering import print_answer
from assistant.composition import compose
from assistant.types import (
    Content,
    Evidence,
    Outcome,
    Passage,
    Source,
    Verdict,
    VerdictValue,
)
from tests.fakes import bare_answer


def test_the_evidence_is_underlined_in_the_passage_and_the_word_only_where_it_leads() -> None:
    text = "No. Seats may not be shared. No."
    passage = Passage("seats", 'May "No." be shared?', text, Source("faq.md", 0, 32), None, 0.9)
    evidence = (Evidence(0, "No.", 0, 3), Evidence(0, "Seats may not be shared.", 4, 28))
    verdict = Verdict(VerdictValue.NO, 0.9)
    message = compose(
        Content(Outcome.ANSWERED, passages=(passage,), evidence=evidence, verdict=verdict)
    )
    answer = bare_answer(
        outcome=Outcome.ANSWERED,
        message=message,
        passages=(passage,),
        evidence=evidence,
        verdict=verdict,
    )
    out = StringIO()
    print_answer(
        answer, Console(file=out, force_terminal=True, color_system="standard", highlight=False)
    )
    shown = out.getvalue()
    assert shown.startswith("\x1b[1;31mNo.\x1b[0m\n")
    assert '\x1b[2mFrom "May "No." be shared?":\x1b[0m' in shown
    assert shown.count("\x1b[1;31m") == 1
    assert shown.count("\x1b[4mNo.\x1b[0m") == 1
    assert shown.count("\x1b[4mSeats may not be shared.\x1b[0m") == 1

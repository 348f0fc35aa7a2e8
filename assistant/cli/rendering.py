"""An Answer on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from assistant.composition import headline, shown_quote
from assistant.types import Answer, Outcome, VerdictValue

_COLOURS = {
    VerdictValue.YES: "bold green",
    VerdictValue.NO: "bold red",
    VerdictValue.DEPENDS: "bold yellow",
    VerdictValue.UNDETERMINED: "bold",
}


def print_answer(answer: Answer, console: Console | None = None) -> None:
    """The message; on a terminal with the verdict in colour and the evidence underlined."""
    console = console or Console(highlight=False, soft_wrap=True)
    text = Text(answer.message.text)
    if answer.verdict is not None and text.plain.startswith(word := headline(answer.verdict)):
        text.stylize(_COLOURS[answer.verdict.value], 0, len(word))
    if answer.outcome is Outcome.ANSWERED:
        source = f'From "{answer.passages[0].title}":'
        start = text.plain.index(source)
        text.stylize("dim", start, start + len(source))
        for line in _quoted_lines(answer):
            # Below its source: the same words may stand in the verdict or in the title, too.
            place = text.plain.find(line, start + len(source))
            if place >= 0:
                text.stylize("underline", place, place + len(line))
    console.print(text)


def _quoted_lines(answer: Answer) -> Iterator[str]:
    for item in answer.evidence:
        yield from (quoted.line for quoted in shown_quote(answer.passages, item))

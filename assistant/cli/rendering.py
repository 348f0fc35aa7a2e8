"""An Answer on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
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
    if answer.verdict is not None:
        text.highlight_words([headline(answer.verdict)], _COLOURS[answer.verdict.value])
    if answer.outcome is Outcome.ANSWERED:
        shown = (q for item in answer.evidence for q in shown_quote(answer.passages, item))
        quotes = [quoted.line for quoted in shown]
        text.highlight_words(quotes, "underline")
        text.highlight_words([f'From "{escape(answer.passages[0].title)}":'], "dim")
    console.print(text)

"""`faq ask`, `faq chat`, `faq batch`."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from pathlib import Path

import click

from assistant.cli.shared import corpus_option, notify, settings
from assistant.errors import FaqError


@click.command()
@click.argument("question")
@click.option("--history", multiple=True, help="An earlier question; repeat it, oldest first.")
@click.option("--audience", help="Id of the reader's audience, as the corpus declares it.")
@click.option("--json", "as_json", is_flag=True, help="Print the Answer object.")
@corpus_option
def ask(question: str, history: tuple[str, ...], audience: str | None, as_json: bool) -> None:
    """Answer one QUESTION."""
    from assistant.answer_json import answer_to_json
    from assistant.assistant import Assistant
    from assistant.types import Turn

    assistant = Assistant.open(settings(), notify=notify)
    answer = assistant.ask(Turn(question, history, audience))
    if as_json:
        plain = not (sys.stdout.encoding or "utf-8").lower().startswith("utf")
        click.echo(json.dumps(answer_to_json(answer), ensure_ascii=plain, indent=2))
        return
    from assistant.cli.rendering import print_answer

    print_answer(answer)


@click.command()
@click.option("--audience", help="Id of the reader's audience, as the corpus declares it.")
@corpus_option
def chat(audience: str | None) -> None:
    """Talk to the FAQ; an empty line, "bye" or Ctrl-D ends it."""
    from assistant.assistant import Assistant
    from assistant.cli.rendering import print_answer
    from assistant.conversation.small_talk import is_farewell
    from assistant.types import Turn

    assistant = Assistant.open(settings(), notify=notify)
    assistant.check(Turn("Hello", audience=audience))  # at once, not at every question
    click.echo(f"{assistant.index.corpus.title}. Ask a question; an empty line ends.")
    if sys.stdin.isatty():
        with suppress(ImportError):  # where there is none, lines are typed without it
            import readline  # noqa: F401 - to be there is to edit lines and go back to earlier ones
    history: list[str] = []
    while True:
        try:
            question = click.prompt(">", prompt_suffix=" ", default="", show_default=False)
        except click.exceptions.Abort:
            click.echo()
            return
        if not question.strip():
            return
        try:
            answer = assistant.ask(Turn(question, tuple(history), audience))
        except FaqError as error:
            notify(str(error))
            continue
        history.append(question)
        print_answer(answer)
        if is_farewell(question):
            return


@click.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="IN.jsonl")
@click.argument("target", type=click.Path(path_type=Path), metavar="OUT.jsonl")
@corpus_option
def batch(source: Path, target: Path) -> None:
    """Answer every line of IN.jsonl into OUT.jsonl, in the same order; - is standard input or output."""
    from assistant.assistant import Assistant
    from assistant.cli.batching import answer_lines

    bad = answer_lines(
        lambda: Assistant.open(settings(), notify=notify), source, target, notify=notify
    )
    for problem in bad:
        notify(problem)
    if bad:
        sys.exit(1)

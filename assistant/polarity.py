"""Reads with the judge what the selected quotes say to a question: yes, no, it depends, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.antecedents import antecedent_of_such, start_of, with_antecedent, with_section_lead
from assistant.bounds import (
    MAX_FURTHER_SENTENCES,
    MAX_UNKNOWN_ON_TOPIC,
    MAX_UNKNOWN_READ_ON,
    READ_WHOLE_BELOW,
)
from assistant.evidence import Selection
from assistant.judge.runtime import Judge, Polarity, evidence_text
from assistant.limits import at_limit, beyond_limit
from assistant.tables import told_row, told_tables
from assistant.types import Chunk, Hit
from assistant.verdict import Reading


def read_polarity(
    judge: Judge,
    question: str,
    selection: Selection,
    siblings: Sequence[Hit],
    label: str | None = None,
) -> tuple[Reading, ...]:
    """What the selected quotes say to `question`, one reading for each audience they are for.

    `label` names the audience that asks. Text for one audience is read with it: to somebody of whom nothing is
    known the same words say "it depends".
    """
    groups: dict[str | None, list[Chunk]] = {}
    for quote in selection.quotes:
        groups.setdefault(quote.audience, []).append(quote)
    passages = {hit.chunk.passage: hit.chunk for hit in selection.passages}
    readings = []
    for scope, quotes in groups.items():
        asking = asked_by(label if scope else None, question)
        quoted = _quoted(quotes, passages, siblings)
        whole = _passage_in_words(passages[quotes[0].passage])
        found = judge.polarity(asking, quoted)
        if len(groups) == 1 and whole != quoted and found.settled < READ_WHOLE_BELOW:
            found = found.mean(judge.polarity(asking, whole))
        if asking != question and found.confidence < READ_WHOLE_BELOW:
            found = _surer(found, judge.polarity(question, quoted))
        best = quotes[0]
        assert best.span is not None
        # One audience's words may settle what another's leave open: then that doubt counts, too.
        settled = 1.0 if len(groups) == 1 else 1 - found.unknown
        confidence = found.confidence * settled
        if _ignores_limit(judge, asking, quoted, found):
            confidence = 0.0
        readings.append(Reading(best.span, found.value, confidence, scope, unknown=found.unknown))
    return tuple(readings)


def _surer(told: Polarity, to_anybody: Polarity) -> Polarity:
    """What is `told` to one audience, or the same said to anybody where that is surer.

    So whoever names an audience is not told less than its row in the answer to those who name none.
    """
    alike = to_anybody.value is told.value
    return max(told, to_anybody, key=lambda p: p.confidence * (1 - p.unknown)) if alike else told


def _ignores_limit(judge: Judge, question: str, quoted: str, found: Polarity) -> bool:
    """Whether the judge says the same of a quantity on either side of the quoted limit: then it has not
    compared them."""
    across = at_limit(question, quoted) or beyond_limit(question, quoted)
    return bool(across) and judge.polarity(across, quoted).value is found.value


def read_for(
    judge: Judge,
    question: str,
    selection: Selection,
    siblings: Sequence[Hit],
    *,
    scope: str | None,
    label: str,
    allows: bool = False,
) -> Reading:
    """What the quotes for `scope` (None: for everybody) say to the audience with this `label`.

    Its confidence is that the quotes settle the question, and so. With `allows`, what depends is a yes: who may
    under a condition may.
    """
    quotes = [quote for quote in selection.quotes if quote.audience == scope]
    passages = {hit.chunk.passage: hit.chunk for hit in selection.passages}
    found = judge.polarity(asked_by(label, question), _quoted(quotes, passages, siblings))
    if allows:
        found = replace(found, yes=found.yes + found.depends, depends=0.0)
    return _reading(quotes[0], found, scope)


def read_passages(
    judge: Judge, question: str, selection: Selection, scope: str | None = None, label: str = ""
) -> Reading:
    """What the quoted passages say, read whole and as one text; with a `scope`, those quoted for this audience,
    which has this `label`.

    Its confidence is that they settle the question, and so.
    """
    quotes = [quote for quote in selection.quotes if scope in (None, quote.audience)]
    quoted = {quote.passage for quote in quotes}
    passages = [hit.chunk for hit in selection.passages if hit.chunk.passage in quoted]
    first, *others = sorted(passages, key=start_of)
    whole = " ".join([_passage_in_words(first), *(told_tables(other.text) for other in others)])
    found = judge.polarity(asked_by(label, question), whole)
    return _reading(quotes[0], found, scope)


def _reading(quote: Chunk, found: Polarity, scope: str | None) -> Reading:
    """What was `found`, at the place of `quote`; sure where the text settles the question, and so."""
    assert quote.span is not None
    confidence = found.confidence * (1 - found.unknown)
    return Reading(quote.span, found.value, confidence, scope, unknown=found.unknown)


def read_on(
    judge: Judge,
    question: str,
    selection: Selection,
    siblings: Sequence[Hit],
    label: str | None = None,
) -> Selection | None:
    """`selection` with another sentence of its passage quoted instead, where each quote alone leaves the question
    open and that one does not; None where there is no such sentence.

    Two sentences that say nothing hide one that does: relevance is about the subject, and they name it, too.
    """
    scopes = {quote.audience for quote in selection.quotes}
    if len(scopes) > 1:
        return None
    (scope,) = scopes
    passages = {hit.chunk.passage: hit.chunk for hit in selection.passages}
    asking = asked_by(label if scope else None, question)

    def unknown(quote: Chunk) -> float:
        return judge.polarity(asking, _quoted([quote], passages, siblings)).unknown

    if any(unknown(quote) < MAX_UNKNOWN_ON_TOPIC for quote in selection.quotes):
        return None
    others = [
        hit.chunk
        for hit in siblings
        if hit.chunk.passage == selection.quotes[0].passage
        and hit.chunk.audience == scope
        and hit.chunk not in selection.quotes
    ]
    found = [(unknown(other), n) for n, other in enumerate(others[:MAX_FURTHER_SENTENCES])]
    least, number = min(found, default=(1.0, 0))
    return replace(selection, quotes=(others[number],)) if least < MAX_UNKNOWN_READ_ON else None


def _quoted(
    quotes: Sequence[Chunk], passages: Mapping[int | None, Chunk], siblings: Sequence[Hit]
) -> str:
    """The quotes in the order of the text, each with what it cannot be understood without."""
    chunks = [hit.chunk for hit in siblings]
    texts: list[str] = []
    for quote in sorted(quotes, key=start_of):
        text = _row_in_words(quote) or with_antecedent(quote, passages[quote.passage], chunks)
        if text == quote.text:
            text = f"{antecedent_of_such(quote, chunks)} {text}".strip()
        lead = text.removesuffix(quote.text).strip()
        stands_above = lead and any(lead in earlier for earlier in texts)
        texts.append(quote.text if stands_above else text)
    return evidence_text(_heading(quotes[0]), " ".join(texts))


def _row_in_words(quote: Chunk) -> str:
    """A row of a table in words, as polarity cannot tell the columns from the cells; empty for anything else.

    Relevance can do without, and finds the right row less often with them.
    """
    _, row, columns = quote.context.partition("\n")
    text = told_row(quote.text, columns) if row else quote.text
    return text if text != quote.text else ""


def _passage_in_words(passage: Chunk) -> str:
    """The whole passage, its tables in words; one that begins with a row has the column names above it."""
    _, cut_off, columns = passage.context.partition("\n")
    rule = f"{columns}\n{'|---' * 2}|\n" if cut_off else ""
    return evidence_text(_heading(passage), told_tables(f"{rule}{with_section_lead(passage)}"))


def _heading(chunk: Chunk) -> str:
    """The context, without column names that the text already says in words."""
    heading, _, columns = chunk.context.partition("\n")
    return heading if told_row("|||", columns) != "|||" else chunk.context


def asked_by(label: str | None, question: str) -> str:
    """The question as the judge reads it where the text is for one audience: with the `label` of that one."""
    return f"{question} (For {label}.)" if label else question

"""Frames what was found as a message. Templates add words around the policy, never inside it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from assistant.layout import Tree, layout
from assistant.messages import INCOMPLETE, LEADS, VERDICT_LABELS, undetermined
from assistant.plain_text import Quoted, plain_text, quoted_lines
from assistant.sentences import without_list_punctuation
from assistant.types import (
    AudienceVerdict,
    Content,
    Evidence,
    Message,
    Node,
    Passage,
    Verdict,
    VerdictValue,
)


@dataclass(frozen=True, slots=True)
class PassagePiece:
    """A stretch of a passage, and whether it is evidence."""

    text: str
    evidence: bool


def compose(content: Content) -> Message:
    """The message in plain text and in safe HTML."""
    values = {
        "outcome": str(content.outcome),
        "phrase": content.phrase,
        "headline": headline(content.verdict) if content.verdict else "",
        "conflict": content.verdict is not None and content.verdict.conflict,
        "verdict": str(content.verdict.value) if content.verdict else "",
        "proof": _proof(content),
        "rows": shown_rows(content.verdict),
        "verdict_labels": VERDICT_LABELS,
        "lead": LEADS.get(content.outcome, ""),
        "incomplete": INCOMPLETE,
        "passages": content.passages,
        "texts": [plain_text(p.layout) if p.layout else p.text for p in content.passages],
        "pieces": [
            pieces(passage.text, [e for e in content.evidence if e.passage == index])
            for index, passage in enumerate(content.passages)
        ],
        "conditions": shown_conditions(content.verdict),
        "clarification": content.clarification,
        "also_asked": content.also_asked,
        "suggestions": content.suggestions,
        "resources": content.resources,
        "escalation": content.escalation,
    }
    environment = _environment()
    text = environment.get_template("answer.txt.j2").render(values)
    html = environment.get_template("answer.html.j2").render(values)
    return Message(text.strip(), html.strip())


def headline(verdict: Verdict) -> str:
    """What the answer opens with."""
    if verdict.value is VerdictValue.UNDETERMINED:
        return undetermined(verdict)
    return f"{verdict_label(verdict)}."


def verdict_label(verdict: Verdict) -> str:
    """The word; one by text for one audience only is not told to everybody."""
    word = VERDICT_LABELS[verdict.value]
    return word if (only := only_row(verdict)) is None else f"For {only.label}: {word}"


def only_row(verdict: Verdict | None) -> AudienceVerdict | None:
    """The row for the one audience whose text gives a yes or no."""
    if verdict is None:
        return None
    rows = verdict.by_audience
    clear = verdict.value in (VerdictValue.YES, VerdictValue.NO)
    return rows[0] if clear and len(rows) == 1 and rows[0].value is verdict.value else None


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("assistant", "templates"),
        autoescape=select_autoescape(["html.j2"], default_for_string=False),
        undefined=StrictUndefined,
        keep_trailing_newline=False,
        auto_reload=False,  # they do not change while the process runs
    )


def _proof(content: Content) -> list[str]:
    """The quotes that prove the verdict or contradict each other; none where there is neither yes nor no.

    For plain text: HTML marks them in the passage. Those of one passage are in its order, because "It cannot
    be combined" needs what "it" is before it.
    """
    verdict = content.verdict
    if verdict is None or (verdict.value is VerdictValue.UNDETERMINED and not verdict.conflict):
        return []
    lines: list[str] = []
    above: tuple[str, ...] = ()
    order = list(dict.fromkeys(item.passage for item in content.evidence))
    items = sorted(content.evidence, key=lambda item: (order.index(item.passage), item.start))
    for quoted in (q for item in items for q in shown_quote(content.passages, item)):
        if quoted.leads not in (above, tuple(lines[-len(quoted.leads) :])):
            lines += quoted.leads
        above = quoted.leads
        ends = quoted.line.endswith(".")
        lines.append(quoted.line if ends else without_list_punctuation(quoted.line))
    return lines


def shown_quote(passages: Sequence[Passage], item: Evidence) -> tuple[Quoted, ...]:
    """Evidence as it reads without Markdown's marks, below its sub-heading; a line for each paragraph, item or
    row of it."""
    passage = passages[item.passage]
    quoted = quoted_lines(passage.text, item.start, item.end)
    if not passage.section:
        return quoted
    return tuple(replace(line, leads=(passage.section, *line.leads)) for line in quoted)


def with_layout(passages: Sequence[Passage], evidence: Sequence[Evidence]) -> tuple[Passage, ...]:
    """The passages; those with Markdown in them, or below a sub-heading, with what is to be seen of them."""
    found: list[list[Evidence]] = [[] for _ in passages]
    for item in evidence:
        found[item.passage].append(item)
    return tuple(
        replace(passage, layout=tree) if (tree := _layout(passage, items)) else passage
        for passage, items in zip(passages, found, strict=True)
    )


def _layout(passage: Passage, evidence: Sequence[Evidence]) -> Tree:
    tree = layout(passage.text, tuple((item.start, item.end) for item in evidence))
    if not passage.section:
        return tree
    cut = pieces(passage.text, evidence)
    plain = (Node("mark", (piece.text,)) if piece.evidence else piece.text for piece in cut)
    heading = Node("p", (Node("strong", (passage.section,)),))
    return heading, *(tree or (Node("p", tuple(plain)),))


def shown_rows(verdict: Verdict | None) -> tuple[AudienceVerdict, ...]:
    """The rows that are listed, whatever the word is."""
    if verdict is None or only_row(verdict) is not None:  # the headline tells that one
        return ()
    return verdict.by_audience


def shown_conditions(verdict: Verdict | None) -> list[str]:
    """The conditions, each once; where the verdict has rows, after the label of whom their text is for."""
    if verdict is None:
        return []
    labels = {row.audience: f"{row.label}: " for row in verdict.by_audience}
    shown = (labels.get(c.audience or "", "") + c.shown for c in verdict.conditions)
    return list(dict.fromkeys(shown))


def pieces(text: str, evidence: Sequence[Evidence]) -> list[PassagePiece]:
    """`text` cut where evidence begins and ends; overlapping evidence is one piece."""
    cut: list[PassagePiece] = []
    position = 0
    for item in sorted(evidence, key=lambda e: (e.start, e.end)):
        start = max(item.start, position)
        if start >= item.end:
            continue
        if start > position:
            cut.append(PassagePiece(text[position:start], evidence=False))
        cut.append(PassagePiece(text[start : item.end], evidence=True))
        position = item.end
    if position < len(text):
        cut.append(PassagePiece(text[position:], evidence=False))
    return cut

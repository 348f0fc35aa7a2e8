"""Readers of the sets that are for evaluation only: no training, no threshold chosen on them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.judge.training.examples import Example, Label
from assistant.judge.training.readers import measuring_rules, read_jsonl


def boolq_contrast(data: Path) -> Iterator[Example]:
    """BoolQ's contrast set: minimal edits of Wikipedia questions that flip the answer."""
    for row in read_jsonl(data / "verdict" / "boolq_contrast.jsonl"):
        yield Example(
            question=row["question"].rstrip("?") + "?",
            heading="",
            text=row["passage"],
            label=Label(row["label"]),
            source="boolq_contrast",
            document=str(row["group"]),
            kind=row["kind"],
        )


def conditionalqa(data: Path) -> Iterator[Example]:
    """UK government policy with a scenario, on its oracle evidence: yes, no, depends."""
    for row in read_jsonl(data / "verdict" / "conditionalqa_dev.jsonl"):
        yield Example(
            question=f"{row['scenario']} {row['question']}",
            heading="",
            text=row["passage"],
            label=Label(row["label"]),
            source="conditionalqa",
            document=row["url"],
            kind=row["label"],
        )


def rules_kept(_data: Path) -> Iterator[Example]:
    """Our own questions that one of several like rules settles, those that no run learns from."""
    return measuring_rules()


HELD_OUT = {
    "boolq_contrast": boolq_contrast,
    "conditionalqa": conditionalqa,
    "rules_kept": rules_kept,
}

"""Readers of the labelled sources: one small function each, file -> examples.

What each label means in our terms is in the docstring of its reader. Sets kept for evaluation have
readers in `held_out.py`, so that no list of training sources can name them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from assistant.judge.training.examples import Example, Label, split_sentences
from assistant.questions import analyse

Reader = Callable[[Path], Iterator[Example]]

UNSTATED_LICENCE = frozenset({"softwareone", "bankfaqs"})
"""Corpora that state no licence: left out of weights that are shipped."""

MEASURING_RULES = frozenset(("rules:sidebyside6", "rules:numbers5"))
_OURS = Path(str(files("assistant.judge.training") / "data"))


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Objects of a JSON Lines file; blank lines are skipped."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def authored(data: Path, split: str) -> Iterator[Example]:
    """Our own questions on real and invented FAQ passages; `split` is train or dev.

    Verdicts are ours already, and so is the evidence, marked in data/evidence.jsonl here. Training
    leaves out corpora whose licence is unstated.
    """
    folder = data / "authored"
    marked = {
        (row["pid"], row["question"]): tuple(row["evidence"])
        for row in read_jsonl(_OURS / "evidence.jsonl")
    }
    passages = {row["pid"]: row for row in read_jsonl(folder / "passages.jsonl")}
    for row in read_jsonl(folder / "questions.jsonl"):
        passage = passages[row["pid"]]
        if row["split"] != split or (split == "train" and passage["corpus"] in UNSTATED_LICENCE):
            continue
        yield Example(
            question=row["question"],
            heading=passage["title"],
            text=passage["passage"],
            label=Label(row["verdict"]),
            source=f"authored:{passage['corpus']}",
            document=row["pid"],
            kind=row["kind"],
            evidence=marked.get((row["pid"], row["question"]), ()),
        )


INFORMAL = frozenset({"long", "followup", "short", "fact"})


def written() -> Iterator[Example]:
    """More questions of ours, on FAQ passages that we invented: data/written.jsonl here."""
    return (example for example in _invented("written") if example.kind not in INFORMAL)


def informal() -> Iterator[Example]:
    """Yes/no questions as they come, on the passages of `written`: e-mails, follow-ups, slips and key
    words, and what something is rather than what one may do.

    An e-mail is read as the runtime reads it, and a follow-up behind the question `before` it.
    """
    return (example for example in _invented("written") if example.kind in INFORMAL)


def contrast() -> Iterator[Example]:
    """Minimal pairs: nearly the same question, settled the other way or no longer settled.

    By what differs: a fact told that meets a condition, fails it or is left out; a comparison turned
    round; an aspect that the text has, and one beside it that it has not. On passages of `written` and
    on others in more of the shapes that FAQs have: lists, fragments below their heading, several
    audiences. data/contrast.jsonl here.
    """
    return _invented("contrast")


def faqs() -> Iterator[Example]:
    """Questions in everyday words, of people who have not read the FAQ, on whole FAQs that we invented.

    Each FAQ is a source of its own, so the other texts that a question is shown on are those of its FAQ.
    data/faqs.jsonl here.
    """
    return _invented("faqs")


def rules() -> Iterator[Example]:
    """Questions that one of several like rules settles, by the thing that it names or by a number.

    "A smaller bin is free. A larger one costs 18 pounds." data/rules.jsonl here, without what measures.
    """
    return (rule for rule in _invented("rules") if rule.source not in MEASURING_RULES)


def measuring_rules() -> Iterator[Example]:
    """The part of data/rules.jsonl that is for evaluation only."""
    return (rule for rule in _invented("rules") if rule.source in MEASURING_RULES)


INVENTED: dict[str, Callable[[], Iterator[Example]]] = {
    "written": written,
    "informal": informal,
    "contrast": contrast,
    "faqs": faqs,
    "rules": rules,
}


def _invented(name: str) -> Iterator[Example]:
    for number, row in enumerate(read_jsonl(_OURS / f"{name}.jsonl")):
        for question in row["questions"]:
            yield Example(
                question=_as_read(question),
                heading=row["title"],
                text=row["passage"],
                label=Label(question["verdict"]),
                source=f"{name}:{row['field']}",
                document=f"{name}:{number}",
                kind=question["kind"],
                evidence=tuple(question.get("evidence", ())),
            )


def _as_read(question: Mapping[str, Any]) -> str:
    if question["kind"] == "long":
        return analyse(question["question"]).polarity_query
    return " ".join([*filter(None, [question.get("before")]), question["question"]])


def condaqa(data: Path) -> Iterator[Example]:
    """Questions that turn on a negation: yes/no/unknown as they stand ("don't know" is unknown).

    The passage is cut to the sentence with the negation cue and its neighbours, where the cue is
    found: the questions are about that sentence, and evidence at run time is about as long.
    """
    for row in read_jsonl(data / "verdict" / "condaqa_test.jsonl"):
        yield Example(
            question=row["question"],
            heading="",
            text=_around(row["passage"], row["cue"]),
            label=Label(row["label"]),
            source="condaqa",
            document=str(row["passage_id"]),
            kind=f"edit{row['edit']}",
        )


def circa(data: Path) -> Iterator[Example]:
    """Indirect answers in dialogue: yes, no; "yes, subject to some conditions" is depends."""
    for name in ("circa_tune", "circa_dev"):
        for row in read_jsonl(data / "verdict" / f"{name}.jsonl"):
            yield _example(row, "circa", row["question"], "indirect")


def sharc(data: Path) -> Iterator[Example]:
    """Government rules with a scenario and a dialogue: a rule that needs more facts is depends."""
    for row in read_jsonl(data / "verdict" / "or_sharc_dev.jsonl"):
        turns = [f"{t['follow_up_question']} {t['follow_up_answer']}." for t in row["history"]]
        yield Example(
            question=" ".join([*filter(None, [row["scenario"]]), *turns, row["question"]]),
            heading="",
            text=row["passage"].lstrip("# "),
            label=Label(row["label"]),
            source="sharc",
            document=row["snippet_id"],
            kind="scenario",
        )


def contractnli(data: Path) -> Iterator[Example]:
    """Contract clause and statement: entailed is yes, contradicted no, not mentioned unknown."""
    for name in ("contractnli_dev", "contractnli_test"):
        for row in read_jsonl(data / "verdict" / f"{name}.jsonl"):
            if row["passage"].strip():
                yield _example(row, "contractnli", f"{name}:{row['doc_id']}", "statement")


def fm2(data: Path) -> Iterator[Example]:
    """Claims against evidence (FoolMeTwice): supported is yes, refuted no."""
    for name in ("fm2_dev", "fm2_test"):
        for row in read_jsonl(data / "verdict" / f"{name}.jsonl"):
            yield _example(row, "fm2", row["passage"], "statement")


def strategyqa(data: Path) -> Iterator[Example]:
    """Yes/no questions with the facts that imply the answer."""
    for name in ("strategyqa_train", "strategyqa_dev"):
        for row in read_jsonl(data / "verdict" / f"{name}.jsonl"):
            yield _example(row, "strategyqa", row["question"], "implied")


_TAXINLI_LABEL = {"entailment": Label.YES, "contradiction": Label.NO, "neutral": Label.UNKNOWN}
TAXINLI_KINDS = ("negation_logic", "conditional_logic", "quantifier_logic", "comparative_logic")


def taxinli(data: Path) -> Iterator[Example]:
    """MultiNLI pairs that turn on negation, a condition, a quantifier or a comparison.

    Entailment is yes, contradiction no, neutral unknown.
    """
    with (data / "verdict" / "taxinli10k.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            kind = next((kind for kind in TAXINLI_KINDS if row[kind] == "1"), None)
            if kind is not None:
                yield Example(
                    question=row["hyp"],
                    heading="",
                    text=row["prem"],
                    label=_TAXINLI_LABEL[row["label"]],
                    source="taxinli",
                    document=row["prem"],
                    kind=kind,
                )


PUBLIC: dict[str, Reader] = {
    "condaqa": condaqa,
    "circa": circa,
    "sharc": sharc,
    "contractnli": contractnli,
    "fm2": fm2,
    "strategyqa": strategyqa,
    "taxinli": taxinli,
}


def _example(row: Mapping[str, Any], source: str, document: str, kind: str) -> Example:
    """A row of a set whose passages have no heading."""
    label = Label(row["label"])
    return Example(row["question"], "", row["passage"], label, source, document, kind)


def _around(passage: str, cue: str) -> str:
    sentences = split_sentences(passage)
    found = [i for i, sentence in enumerate(sentences) if cue and cue.lower() in sentence.lower()]
    if len(found) != 1:
        return passage
    return " ".join(sentences[max(0, found[0] - 1) : found[0] + 2])

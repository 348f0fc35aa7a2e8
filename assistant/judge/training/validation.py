"""What is measured while training: on whole passages and on single sentences, as at run time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tokenizers import Tokenizer

from assistant.judge.training.examples import Example
from assistant.judge.training.items import passage_pair
from assistant.judge.training.measures import polarity_report, relevance_report
from assistant.judge.training.modeling import Reader
from assistant.judge.training.predict import best_sentence_scores, evidence_rank, predict
from assistant.statistics import share


def relevance(
    model: Reader, *, tokenizer: Tokenizer, dev: Sequence[Example], max_length: int
) -> tuple[float, dict[str, Any]]:
    """AUROC against near misses, by passage and by best sentence, and how often a marked sentence is
    first; the figure is the mean of the three."""
    whole = predict(model, tokenizer, [passage_pair(e) for e in dev], max_length)[:, 0].tolist()
    sentence = best_sentence_scores(model, tokenizer, dev, max_length)
    report = {
        "passage": relevance_report(dev, whole),
        "sentence": relevance_report(dev, sentence),
        "sum": relevance_report(dev, [a + b for a, b in zip(whole, sentence, strict=True)]),
    }
    ranks = evidence_rank(model, tokenizer, dev, max_length)
    first = share([rank == 0 for rank in ranks])
    report["evidence first"] = {"share": first.value, "n": first.n}
    figures = [report["passage"]["all"], report["sentence"]["all"], *filter(None, [first.value])]
    return sum(figures) / len(figures), report


def polarity(
    model: Reader,
    *,
    tokenizer: Tokenizer,
    dev: Sequence[Example],
    selected: Mapping[Example, str],
    max_length: int,
) -> tuple[float, dict[str, Any]]:
    """Accuracy on passages and on selected sentences; the figure is yes/no on the latter (on
    passages where nothing was selected)."""
    report = {"passage": _polarity(model, tokenizer, dev, max_length)}
    if selected:
        shown = [replace(e, text=selected.get(e, e.text)) for e in dev]
        report["selected"] = _polarity(model, tokenizer, shown, max_length)
    return report.get("selected", report["passage"])["yes/no"]["share"], report


def _polarity(
    model: Reader, tokenizer: Tokenizer, examples: Sequence[Example], max_length: int
) -> dict[str, Any]:
    logits = predict(model, tokenizer, [passage_pair(e) for e in examples], max_length)
    return polarity_report(examples, logits)

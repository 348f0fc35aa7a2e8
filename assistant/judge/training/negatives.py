"""Hard negatives: texts of the same corpus that look like the answer to a question and are not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assistant.judge.training.examples import Example, Label

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts -> unit vectors (n, dim)."""


def mine(
    examples: Sequence[Example], embed: Embed, depth: int = 8, twin: float = 0.8
) -> dict[Example, list[Example]]:
    """For each settled example, its question on the `depth` likest other texts, marked unknown.

    Only texts of the same source are looked at. A text whose cosine with the true one is over
    `twin` may well answer too, and is left out.
    """
    mined: dict[Example, list[Example]] = {}
    for source in sorted({example.source for example in examples}):
        own = [example for example in examples if example.source == source and example.answered]
        documents = {example.document: example for example in examples if example.source == source}
        if len(documents) > depth:
            mined.update(_mine_source(own, list(documents.values()), embed, depth, twin))
    return mined


def _mine_source(
    examples: Sequence[Example], documents: Sequence[Example], embed: Embed, depth: int, twin: float
) -> dict[Example, list[Example]]:
    texts = embed([f"{document.heading} {document.text}" for document in documents])
    questions = embed([example.question for example in examples])
    row = {document.document: i for i, document in enumerate(documents)}
    similar = questions @ texts.T
    twins = texts @ texts.T > twin
    mined = {}
    for i, example in enumerate(examples):
        similar[i, twins[row[example.document]]] = -1.0
        best = np.argsort(-similar[i], kind="stable")[:depth]
        mined[example] = [
            replace(
                example,
                heading=documents[j].heading,
                text=documents[j].text,
                label=Label.UNKNOWN,
                kind="mined",
            )
            for j in best
            if similar[i, j] > -1.0
        ]
    return mined

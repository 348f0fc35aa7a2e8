"""How sure retrieval is that its best entry answers the question. Pure.

A logistic model over the retrieval scores of the best entry and its lead over the next one. Fitted
on training questions of other teams' FAQs (answerable: the right entry came first; not: questions
on the same topics that no passage settles, and questions of other FAQs), never on the default one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from assistant.types import EntryHit

WEIGHTS: Mapping[str, float] = {"late": 5.02, "lexical": 1.70, "margin": 11.70}
BIAS = -4.22


def answer_confidence(hits: Sequence[EntryHit]) -> float | None:
    """Probability in [0, 1] that the first hit answers the question; None where there is no hit."""
    if not hits:
        return None
    features = dict(hits[0].features)
    features["margin"] = hits[0].score - hits[1].score if len(hits) > 1 else 0.0
    total = BIAS + sum(weight * features[name] for name, weight in WEIGHTS.items())
    return 1 / (1 + math.exp(-total))

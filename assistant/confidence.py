"""How sure retrieval is that its best entry answers the question. Pure.

A logistic model over scores of the best entry and its lead over the next one: on a corpus where many
entries are alike the lead says more than the scores. Fitted on training questions about other teams'
FAQs (the right entry came first; or none is right: near misses and questions of other FAQs), and on
the calibration questions of the default one. The judge's relevance will take its place.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from assistant.types import EntryHit

WEIGHTS: Mapping[str, float] = {"passage": -2.56, "heading": 1.58, "late": 7.83}
LEAD = 11.43
BIAS = -4.45


def answer_confidence(hits: Sequence[EntryHit]) -> float | None:
    """Probability in [0, 1] that the first hit answers the question; None where there is no hit."""
    if not hits:
        return None
    lead = hits[0].score - hits[1].score if len(hits) > 1 else 0.0
    total = BIAS + LEAD * lead + sum(w * hits[0].features[name] for name, w in WEIGHTS.items())
    return 1 / (1 + math.exp(-total))

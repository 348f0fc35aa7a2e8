"""How sure retrieval is that its best entry answers the question. Pure.

A logistic model over the score of the best entry and its lead over the next one: on a corpus where
many entries are alike the lead says more than the score. Fitted on questions about other teams'
FAQs (the right entry came first; or none is right: near misses and questions of other FAQs), and on
the calibration questions of the default one. The judge's relevance will take its place.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.types import EntryHit

SCORE = 5.87
LEAD = 12.92
BIAS = -3.68


def answer_confidence(hits: Sequence[EntryHit]) -> float | None:
    """Probability in [0, 1] that the first hit answers the question; None where there is no hit."""
    if not hits:
        return None
    lead = hits[0].score - hits[1].score if len(hits) > 1 else 0.0
    return 1 / (1 + math.exp(-(BIAS + SCORE * hits[0].score + LEAD * lead)))

"""How sure it is that the best entry answers the question. Pure.

Two logistic models over what is known of the best entry: with the judge, its relevance; without it,
retrieval scores alone. The lead over the next entry takes part in both: on a corpus where many entries
are alike it says more than the scores. "Right" in the data is: the first entry is the right one; so
near misses are wrong by themselves.

With the judge: fitted on 2,156 questions about three other teams' FAQs that its training held out, and the
calibration questions of the default corpus, which count double.
Without: on training questions, and the calibration questions.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.types import EntryHit


@dataclass(frozen=True, slots=True)
class Model:
    """Log-odds: `bias` + `lead` times the lead in score + `weights` times features of the best entry.

    `relevance` weighs the log-odds of the feature "relevance".
    """

    bias: float
    lead: float
    weights: Mapping[str, float]
    relevance: float = 0.0


RETRIEVAL = Model(-4.45, 11.43, {"passage": -2.56, "heading": 1.58, "late": 7.83})
JUDGED = Model(-0.95, 9.83, {}, relevance=0.54)
# Under this retrieval score nothing is about the question at all, and the judge, which read only texts
# about one subject with its questions, means nothing. 1 % of the questions fitted on are below.
FLOOR = 0.28


def answer_confidence(hits: Sequence[EntryHit]) -> float:
    """Probability in [0, 1] that the first of at least one hit answers the question."""
    features = hits[0].features
    if features.get("retrieval", 1.0) < FLOOR:
        return 0.0
    model = JUDGED if "relevance" in features else RETRIEVAL
    total = model.bias
    total += model.lead * (hits[0].score - hits[1].score if len(hits) > 1 else 0.0)
    total += sum(weight * features[name] for name, weight in model.weights.items())
    if "relevance" in features:
        total += model.relevance * log_odds(features["relevance"])
    return 1 / (1 + math.exp(-total))


def settled_confidence(confidence: float, unknown: float) -> float:
    """The confidence after polarity was read: `unknown` is its probability that nothing is settled.

    Logistic over the log-odds of both, fitted on 2,102 questions about held-out documents and of the
    calibration set, and shifted so that the threshold `answer` stays what it was.
    """
    total = -0.613 + 0.557 * log_odds(confidence) - 0.441 * log_odds(unknown)
    return 1 / (1 + math.exp(-total))


def log_odds(probability: float) -> float:
    """ln(p / (1 - p)); of what is nearer to 0 or 1 than 1e-4, that of 1e-4."""
    bounded = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))

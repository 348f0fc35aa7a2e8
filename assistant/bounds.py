"""The bounds on scores and probabilities that several steps of judging share.

Two scales occur. Probabilities are the judge's, in [0, 1]: relevance, the confidence of a reading, and `unknown`,
which is that a text leaves the question open. Scores are those of retrieval, or of retrieval and relevance after
re-ranking; they are at most about 1. eval/README.md, "Where the bounds come from", tells the source of each.
"""

from __future__ import annotations

# --- Re-ranking

# How many sentences, the nearest to the question, are read of the first entry, the second, and so on. Reading
# costs most of the time of an answer.
SENTENCES_BY_RANK = (3, 2, 1, 1)
# An entry whose retrieval score is further than this from the best one is not read.
RERANK_MARGIN = 0.08
# The share of relevance in the score after re-ranking; the rest is the retrieval score.
RELEVANCE_WEIGHT = 0.2

# --- Whether polarity is read, and of what

# Confidence of an answer under which no polarity would make it one.
MIN_FOR_POLARITY = 0.05
# Confidence from which an open question is answered without asking polarity whether the text leaves it open.
SKIP_POLARITY_FROM = 0.8
# Where the quotes alone leave the word less sure than this, the whole passage is read beside them.
READ_WHOLE_BELOW = 0.8
# Where each quote alone leaves the question open, so many other sentences of the passage are read, and the one
# with the least `unknown` is quoted where that is under the first bound. Where the `unknown` of what was read
# reaches the second, the passage is hardly about the question, and reading on found next to nothing.
MAX_FURTHER_SENTENCES = 3
MAX_UNKNOWN_READ_ON = 0.3
HOPELESS_FROM = 0.9
# Entries nearer in score than this are tied: the one whose text settles the question goes first. Further ones,
# or a third one, found a few more right entries on small FAQs and more wrong words on large ones.
TIE_MARGIN = 0.08
MAX_POLARITY_ENTRIES = 2
# A score lead of 0.1 outweighs one unit of log-odds that the text does not settle the question.
LOG_ODDS_PER_SCORE = 10.0

# --- What a reading is worth

# Confidence from which a reading may overrule another one, or get a row of its own.
OVERRULE_FROM = 0.8
# `unknown` under which a text speaks to the question, and up to which it clearly does.
MAX_UNKNOWN_ON_TOPIC = 0.5
MAX_UNKNOWN_CLEAR = 0.2
# `unknown` from which a text for some audience is about something else.
OFF_TOPIC_FROM = 0.7

"""Examples -> training items: the pairs of texts a model sees, shaped as at run time.

Both models read (question, "heading | text"). At run time the text is sometimes a passage and
sometimes one sentence, with or without its heading; so it is in training.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.judge.training.context import Context
from assistant.judge.training.examples import Example, Label, split_sentences, strip_lead
from assistant.judge.training.slips import with_slips

POLARITY_LABELS = (Label.YES, Label.NO, Label.DEPENDS, Label.UNKNOWN, Label.NONE)
Pair = tuple[str, str]
_BESIDE_WEIGHT = 0.5
FIRST_ANSWERS = 2
"""Target of an item whose first pair answers and whose others do not."""
_WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True)
class Item:
    """One target over one or more pairs: several where only some sentence of them must answer, or
    where the first must answer better than the others (FIRST_ANSWERS)."""

    pairs: tuple[Pair, ...]
    target: int
    weight: float = 1.0


def evidence_text(heading: str, text: str) -> str:
    """What the models read as evidence; the runtime must build it the same way."""
    return f"{heading} | {text}" if heading else text


def vary_evidence(example: Example, rng: random.Random) -> Example:
    """Sometimes without the heading, and then always, otherwise often, without its "Yes."/"No.".

    The word answers the heading's question; a model that may copy it learns nothing else.
    """
    if not example.heading:
        return example
    draw = rng.random()
    if draw < 0.15:
        return replace(example, heading="", text=strip_lead(example.text))
    return replace(example, text=strip_lead(example.text)) if draw < 0.5 else example


def passage_pair(example: Example) -> Pair:
    """The question with the whole text."""
    return example.question, evidence_text(example.heading, example.text)


def sentence_pairs(example: Example, rng: random.Random, most: int = 8) -> tuple[Pair, ...]:
    """The question with each sentence; a quarter of them with the sentence before as context."""
    sentences = split_sentences(example.text)[:most]
    pairs = []
    for i, sentence in enumerate(sentences):
        shown = f"{sentences[i - 1]} {sentence}" if i and rng.random() < 0.25 else sentence
        pairs.append((example.question, evidence_text(example.heading, shown)))
    return tuple(pairs)


def relevance_items(
    examples: Sequence[Example],
    negatives: Mapping[Example, Sequence[Example]],
    rng: random.Random,
    *,
    negative_share: float = 0.6,
    sentence_share: float = 0.3,
    marked_share: float = 0.7,
    ranked_share: float = 0.6,
    slip_share: float = 0.05,
    context: Context | None = None,
) -> Iterator[Item]:
    """One epoch: each example once as passage or by sentence, most with a text that is not theirs.

    `negatives` gives, for an example, other texts of its corpus under its own question, likest
    first; one of them is drawn. Where the deciding sentences are marked, `marked_share` of the
    examples show one of them and, as a negative, a sentence of the same passage that is not.
    `ranked_share` of those with others are shown beside a few of them instead, to be ranked first.
    With `context`, some stand behind another question or remarks.
    """
    for written in examples:
        shown = [written, *negatives.get(written, ())]
        if context:
            asked = context.drawn(written, rng).question
            shown = [replace(text, question=asked) for text in shown]
        example, *others = _typed(shown, rng, slip_share)
        if others and rng.random() < ranked_share:
            yield _ranked_item(example, others, rng)
            continue
        if example.evidence and rng.random() < marked_share:
            yield from _marked_items(example, rng)
        else:
            yield _relevance_item(example, rng, sentence_share)
        if others and rng.random() < negative_share:
            yield _relevance_item(rng.choice(others), rng, sentence_share)


def _ranked_item(
    example: Example, others: Sequence[Example], rng: random.Random, most: int = 3
) -> Item:
    """What answers the question, then texts of other entries: passages, or a sentence of each."""
    shown = [example, *rng.sample(others, min(most, len(others)))]
    if example.evidence and rng.random() < 0.7:  # all alike: length must not tell which answers
        shown = [replace(text, text=_likeliest_sentence(text, rng)) for text in shown]
    return Item(tuple(passage_pair(vary_evidence(text, rng)) for text in shown), FIRST_ANSWERS)


def _likeliest_sentence(example: Example, rng: random.Random) -> str:
    """A marked sentence; else the one that shares most words with the question."""
    sentences = split_sentences(example.text)
    if example.answered:
        return sentences[rng.choice(example.evidence)]
    return max(sentences, key=lambda sentence: _shared(example.question, sentence))


def _likest(
    sentences: Sequence[str], numbers: Sequence[int], question: str, rng: random.Random
) -> int:
    """Mostly the one of `numbers` whose sentence shares most words with the question, else any of them."""
    if rng.random() < 0.3:
        return rng.choice(numbers)
    return max(numbers, key=lambda number: _shared(question, sentences[number]))


def _shared(question: str, sentence: str) -> int:
    return len(set(_WORD.findall(question.lower())) & set(_WORD.findall(sentence.lower())))


def _relevance_item(example: Example, rng: random.Random, sentence_share: float) -> Item:
    varied = vary_evidence(example, rng)
    by_sentence = rng.random() < sentence_share
    pairs = sentence_pairs(varied, rng) if by_sentence else (passage_pair(varied),)
    return Item(pairs, int(example.answered))


def _marked_items(example: Example, rng: random.Random) -> Iterator[Item]:
    """A deciding sentence and, where there is one, a sentence beside it that does not decide."""
    sentences = split_sentences(example.text)
    for numbers, target in (
        (example.evidence, 1),
        ([i for i in range(len(sentences)) if i not in example.evidence], 0),
    ):
        if not numbers:
            continue
        number = rng.choice(numbers)
        before = number - 1
        leans = before >= 0 and (target == 1 or before not in example.evidence)
        text = sentences[number]
        if leans and rng.random() < 0.2:
            text = f"{sentences[before]} {text}"
        shown = vary_evidence(replace(example, text=text), rng)
        # Another sentence may settle the question too: what was marked is the best, not the only one.
        yield Item((passage_pair(shown),), target, 1.0 if target else _BESIDE_WEIGHT)


def polarity_items(
    examples: Sequence[Example],
    selected: Mapping[Example, str],
    rng: random.Random,
    *,
    negatives: Mapping[Example, Sequence[Example]] | None = None,
    unknown_share: float = 0.6,
    beside_share: float = 0.2,
    mined_share: float = 0.15,
    slip_share: float = 0.05,
    context: Context | None = None,
) -> Iterator[Item]:
    """One epoch: each settled question once, on its passage or on a few of its sentences.

    `selected` holds the sentences that the relevance model picks, as at run time. Of the unsettled
    questions a share is drawn. Where the deciding sentences are marked, a share of the questions is
    shown on another sentence too, mostly on the one likest to the question, which does not settle
    them; where `negatives` has other texts of its corpus, a share on one of those. With `context`,
    some stand behind another question or remarks.
    """
    elsewhere: Mapping[Example, Sequence[Example]] = negatives or {}
    for example in examples:
        if example.label is Label.UNKNOWN and rng.random() > unknown_share:
            continue
        if example in elsewhere and rng.random() < mined_share:
            yield _mined_item(rng.choice(elsewhere[example]), rng)
        asked = context.drawn(example, rng) if context else example
        (typed,) = _typed([asked], rng, slip_share)
        shown = replace(typed, text=_shown(example, selected.get(example), rng))
        yield Item((passage_pair(vary_evidence(shown, rng)),), POLARITY_LABELS.index(example.label))
        if example.evidence and rng.random() < beside_share:
            sentences = split_sentences(example.text)
            others = [i for i in range(len(sentences)) if i not in example.evidence]
            if others:
                number = _likest(sentences, others, example.question, rng)
                beside = replace(example, text=sentences[number])
                yield Item(
                    (passage_pair(vary_evidence(beside, rng)),),
                    POLARITY_LABELS.index(Label.UNKNOWN),
                    _BESIDE_WEIGHT,
                )


def _typed(examples: Sequence[Example], rng: random.Random, slip_share: float) -> list[Example]:
    """The examples, which share a question, with slips in it in `slip_share` of the cases."""
    if rng.random() >= slip_share:
        return list(examples)
    question = with_slips(examples[0].question, rng)
    return [replace(example, question=question) for example in examples]


def _mined_item(example: Example, rng: random.Random) -> Item:
    """A question on another entry: its passage, or the sentence of it that looks most like an answer."""
    shown = example
    if rng.random() < 0.6:
        shown = replace(example, text=_likeliest_sentence(example, rng))
    pair = passage_pair(vary_evidence(shown, rng))
    return Item((pair,), POLARITY_LABELS.index(Label.UNKNOWN), _BESIDE_WEIGHT)


def _shown(example: Example, selected: str | None, rng: random.Random) -> str:
    """The evidence of one item: the passage, what was selected, or what is marked as deciding,
    alone or with a sentence beside it. Unsettled questions are shown on few sentences as often."""
    sentences = split_sentences(example.text)
    draw = rng.random()
    if draw < 0.3:
        return example.text
    if not example.evidence and example.answered:
        return selected or example.text
    if selected and draw < 0.5:
        return selected
    if example.answered:
        kept = set(example.evidence)
        extra = [i for i in range(len(sentences)) if i not in kept]
        if extra and draw > 0.8:
            kept.add(rng.choice(extra))
    else:
        kept = set(rng.sample(range(len(sentences)), min(len(sentences), rng.choice((1, 1, 2)))))
    return " ".join(sentences[i] for i in sorted(kept))

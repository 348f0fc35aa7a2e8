"""What stands in front of a question: one asked before it, or an e-mail's remarks that do not matter."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from assistant.judge.training.examples import Example, split_sentences

_LONG = "long"
_MOST_REMARKS = 2


class Context:
    """Puts such text in front of examples, whose labels it does not change.

    The question before is another one on the same text: read on, the last one is asked. Remarks are
    what the e-mails among the examples tell of other documents.
    """

    def __init__(self, examples: Iterable[Example]) -> None:
        self._questions: dict[str, list[str]] = defaultdict(list)
        self._remarks: list[tuple[str, str]] = []
        for example in examples:
            if example.kind == _LONG:
                told = split_sentences(example.question)[:-1]
                self._remarks += [(example.document, r) for r in told if not r.endswith("?")]
            else:
                self._questions[example.text].append(example.question)

    def drawn(
        self,
        example: Example,
        rng: random.Random,
        *,
        another_share: float = 0.1,
        remarks_share: float = 0.05,
    ) -> Example:
        """The example as it is, or in these shares behind another question or behind remarks."""
        draw = rng.random()
        if draw < another_share:
            return self.after_another(example, rng)
        return self.after_remarks(example, rng) if draw < another_share + remarks_share else example

    def after_another(self, example: Example, rng: random.Random) -> Example:
        """The example behind another question on its text, sometimes with "and"; alone if it has none."""
        others = [q for q in self._questions.get(example.text, ()) if q != example.question]
        if not others:
            return example
        asked = example.question
        if rng.random() < 0.3:
            asked = f"And {asked[:1].lower()}{asked[1:]}" if asked[:2] != "I " else f"And {asked}"
        return replace(example, question=f"{rng.choice(others)} {asked}")

    def after_remarks(self, example: Example, rng: random.Random) -> Example:
        """The example behind one or two remarks about something else; alone where there are none."""
        others = [
            remark
            for document, remark in rng.sample(self._remarks, min(8, len(self._remarks)))
            if document != example.document
        ]
        remarks = others[: rng.randint(1, _MOST_REMARKS)]
        return replace(example, question=" ".join([*remarks, example.question]))

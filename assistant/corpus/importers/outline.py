"""From headings and the text below them to questions and answers, whatever marks a question. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from assistant.corpus.importers.items import Item
from assistant.corpus.importers.markup import without_comments
from assistant.corpus.importers.questions import (
    asks_without_a_mark,
    has_prefix,
    is_question,
    without_answer_prefix,
    without_markdown,
    without_prefix,
)

DETAILS = 7  # levels below those of the six headings
BOLD = 8
DEEPER = 10  # what is added for each `<details>` around something
_MIN_QUESTIONS = 3  # on a level of headings, before other headings of it count as questions, too


@dataclass(frozen=True, slots=True)
class Title:
    """A heading, a summary or a question in bold, as Markdown. `lower` levels are above."""

    text: str
    level: int
    line: int
    asks: bool = False  # whatever its text says


@dataclass(frozen=True, slots=True)
class Text:
    """Markdown that stands below the last title."""

    text: str


@dataclass(frozen=True, slots=True)
class End:
    """Where what was opened at this level ends, and what follows belongs to what is above."""

    level: int


Part = Title | Text | End


@dataclass
class _Open:
    """A title whose text is being read; the parts of the text are Markdown."""

    title: Title
    asks: bool
    above: tuple[_Open, ...]
    parts: list[str] = field(default_factory=list)

    @property
    def is_heading_only(self) -> bool:
        """Whether it has no text of its own, and is a topic if questions stand below it."""
        return not self.asks or not self.has_text

    @property
    def has_text(self) -> bool:
        """Whether anything is to be read below it, before the next title."""
        return any(without_comments(part).strip() for part in self.parts)


def items_of(parts: Iterable[Part]) -> tuple[list[Item], list[str]]:
    """The questions in order, each with what stands below it up to the next title of its level.

    Then the titles that ask nothing and have a text: in no answer, and no topic of a question below them.
    """
    parts = list(parts)
    asking = _asking_levels(parts)
    stack: list[_Open] = []
    found: list[_Open] = []
    others: list[_Open] = []
    for part in parts:
        nearest = next((opened for opened in reversed(stack) if opened.asks), None)
        if isinstance(part, Text):
            holder = nearest or (stack[-1] if stack else None)
            if holder is not None:
                holder.parts.append(part.text)
            continue
        while stack and stack[-1].title.level >= part.level:
            stack.pop()
        if isinstance(part, End):
            continue
        nearest = next((opened for opened in reversed(stack) if opened.asks), None)
        if _asks(part, asking, inside=nearest is not None):
            found.append(_Open(part, True, tuple(stack)))
            stack.append(found[-1])
        elif nearest is not None:
            nearest.parts.append(_sub_heading(part))
        else:
            others.append(_Open(part, False, tuple(stack)))
            stack.append(others[-1])
    topics = {id(above) for opened in found for above in opened.above}
    passed = [opened for opened in others if opened.has_text and id(opened) not in topics]
    return list(_items(found)), [without_markdown(opened.title.text) for opened in passed]


def _items(found: Sequence[_Open]) -> Iterator[Item]:
    asked_below = {id(above) for opened in found for above in opened.above}
    for opened in found:
        if opened.is_heading_only and id(opened) in asked_below:
            continue  # a question that only heads others is their topic
        heads = (above for above in reversed(opened.above) if above.is_heading_only)
        topic = next((without_markdown(above.title.text) for above in heads), None)
        answer = without_answer_prefix("\n\n".join(opened.parts))
        question = without_prefix(without_markdown(opened.title.text))
        yield Item(question, answer, topic or None, opened.title.line)


def _asking_levels(parts: Sequence[Part]) -> dict[int, bool]:
    """For each level, whether its titles are mostly questions."""
    asking: Counter[int] = Counter()
    others: Counter[int] = Counter()
    for part in parts:
        if isinstance(part, Title):
            (asking if _clearly_asks(part) else others)[part.level] += 1
    return {
        level: count >= max(others[level], 1 if level % DEEPER == DETAILS else _MIN_QUESTIONS)
        for level, count in asking.items()
    }


def _asks(title: Title, asking: dict[int, bool], *, inside: bool) -> bool:
    if _clearly_asks(title):
        return True
    if not asking.get(title.level) or inside:
        return False
    is_summary = title.level % DEEPER == DETAILS
    return is_summary or asks_without_a_mark(without_prefix(without_markdown(title.text)))


def _clearly_asks(title: Title) -> bool:
    text = without_markdown(title.text)
    return title.asks or has_prefix(text) or is_question(text)


def _sub_heading(title: Title) -> str:
    level = title.level % DEEPER
    if level < DETAILS:
        return f"{'#' * level} {title.text}"
    text = title.text if title.text.startswith(("**", "__")) else f"**{title.text}**"
    return text if title.text.strip() else ""

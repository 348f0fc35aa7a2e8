"""Tells by search whether a turn of a conversation turns to another entry than the question before.

A follow-up such as "And the deposit?" goes on with the entry found before, or asks about one of its own. Words
that the entries have in their headings and texts tell which. The rules are for English.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.audiences import find_name
from assistant.english import AUX, PREPOSITION, SUBJECT, straight_quotes
from assistant.lexical import stems
from assistant.questions.form import asks_by_itself
from assistant.retrieval import Retriever

_REMEMBERED = 1000  # pairs of questions that were compared
_TOPIC_SHARE = 0.5  # of the words of a heading: as many name what the entry is about
_MIN_TOLD_WORDS = 2  # words of a heading, in a statement that is about the entry
_MAX_ENTRIES_OF_A_SUBJECT = 2  # entries that speak of it; a word of more entries tells none apart
# matches: "Is vetline (free)", "Do any dogs (bite)"
# not: "Is the vetline (free)", which may be the one of the question before; "Is it (free)"
_SUBJECT = re.compile(
    rf"{AUX} (?:an? |any )?(?!(?:{SUBJECT}|{PREPOSITION}|{AUX})\b)(?P<subject>[\w'-]+)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[^\W_] )[A-Z][\w'’-]+")  # a capital after another word


class TopicIndex:
    """What the entries of one index are about. Read-only after construction, so threads may share it."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        # Every turn of a conversation looks at all turns before it.
        self._elsewhere = lru_cache(maxsize=_REMEMBERED)(self._compare)

    def leads_elsewhere(self, earlier: str, question: str) -> bool:
        """Whether `question` finds another entry than `earlier` does: by a word of its heading, and none that
        the earlier entry has ("Must I pay?" asks about that one, whatever other entries say of paying).

        Words that both questions and the entry found have count for neither ("Is travel covered? Is scaling
        covered?")."""
        return self._elsewhere(earlier, question)

    def names_an_entry(self, topic: str, earlier: str) -> bool:
        """Whether the entry that `topic` finds is about it: it is half of the words of its heading at least.

        Where the heading has words of `earlier` ("How many books may be borrowed? And films?", of "May films
        be borrowed?"), it goes on with that; but where the heading asks alike ("How many films ...?") and
        both together do not find it, the entry is what is asked for.
        """
        best, named = self._retriever.best_entry(topic), set(stems(topic))
        if best is None or not named:
            return False
        about = [
            heading
            for heading in self._retriever.headings(best)
            if named <= (own := set(stems(heading))) and len(own) * _TOPIC_SHARE <= len(named)
        ]
        asked = set(stems(earlier))
        if asked.isdisjoint(word for heading in about for word in stems(heading)):
            return bool(about)
        alike = any(_first_word(heading) == _first_word(earlier) for heading in about)
        return alike and self._retriever.best_entry(f"{earlier} {topic}") != best

    def is_headed(self, question: str, topic: str) -> bool:
        """Whether the entry that `question` finds is headed with its words: `topic` and more, and no others."""
        best, asked = self._retriever.best_entry(question), self._stems(question)
        headings = self._retriever.headings(best) if best else ()
        return any(set(stems(topic)) < set(stems(heading)) <= asked for heading in headings)

    def is_about(self, entry_id: str, topic: str) -> bool:
        """Whether the entry is about `topic`: by its heading, or by its text where no other is headed so."""
        has, named = self._retriever.has, self._stems(topic)
        if any(has(entry_id, word, headings_only=True) for word in named):
            return True
        other = self._retriever.best_entry(topic)
        if other and all(has(other, word, headings_only=True) for word in named):
            return False
        return any(has(entry_id, word) for word in named)

    def is_about_another(self, statement: str, question: str) -> bool:
        """Whether what was told is about another entry than `question` finds: it has two words of its heading,
        and half of them."""
        best, told = self._retriever.best_entry(statement), self._stems(statement)
        if best is None or best == self._retriever.best_entry(question):
            return False
        for heading in self._retriever.headings(best):
            own = set(stems(heading))
            if len(told & own) >= max(_MIN_TOLD_WORDS, len(own) * _TOPIC_SHARE):
                return True
        return False

    def finds_heading_with(self, name: str, question: str) -> bool:
        """Whether the entry that `question` finds has `name` in its heading."""
        best = self._retriever.best_entry(question)
        headings = self._retriever.headings(best) if best else ()
        return any(True for heading in headings for _ in find_name(name, heading))

    def _compare(self, earlier: str, question: str) -> bool:
        has = self._retriever.has
        before, found = self._retriever.best_entry(earlier), self._retriever.best_entry(question)
        if before is None or found is None or found == before:
            return False
        meant = self._retriever.correct(question)
        said, asked = self._stems(earlier), set(stems(meant))
        # "covered" of "Is travel covered?" and "Is scaling covered?" tells the one entry from the other as little.
        frame = {word for word in asked & said if has(found, word)}
        own = asked - frame
        if self._has_a_subject_of_its_own(meant, before):
            return True
        if any(has(before, word) for word in own):
            return False
        if any(has(found, word, headings_only=True) for word in own):
            return True
        # What asks alike, or of something by its name, leans on nothing: then the words below the heading count.
        named = set(stems(" ".join(_NAME.findall(meant))))
        counted = own if frame and asks_by_itself(meant) else own & named
        return any(has(found, word) for word in counted)

    def _has_a_subject_of_its_own(self, question: str, before: str) -> bool:
        """Whether it asks of a thing of which a few entries speak, but not `before` ("Is travel covered?")."""
        match = _SUBJECT.match(straight_quotes(question))
        return any(
            0 < self._retriever.entries_with(word) <= _MAX_ENTRIES_OF_A_SUBJECT
            and not self._retriever.has(before, word)
            for word in (stems(match["subject"]) if match else ())
        )

    def _stems(self, text: str) -> set[str]:
        """The stems of what is meant by `text`, typos corrected."""
        return set(stems(self._retriever.correct(text)))


def _first_word(question: str) -> str:
    return question.casefold().partition(" ")[0]

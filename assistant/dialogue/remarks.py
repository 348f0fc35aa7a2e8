"""Recognises turns that ask the FAQ nothing by the words that the FAQ has: noise, remarks, thanks, a way out."""

from __future__ import annotations

from assistant.audiences import mentioned_audiences
from assistant.conversation import is_talk
from assistant.conversation.context_dependence import asks_nothing
from assistant.conversation.person import (
    WAYS_TO_CONTACT,
    asks_for_contact,
    is_told_of,
    reaches_out_to,
)
from assistant.conversation.small_talk import beside_thanks, is_about_last_answer
from assistant.questions import analyse
from assistant.retrieval import Retriever
from assistant.topics import TopicIndex
from assistant.types import Audience, Escalation


class Remarks:
    """Recognises what asks one FAQ nothing. Threads may share it."""

    def __init__(
        self,
        retriever: Retriever,
        topics: TopicIndex,
        audiences: tuple[Audience, ...],
        escalation: Escalation,
    ) -> None:
        self._retriever = retriever
        self._topics = topics
        self._audiences = audiences
        self._escalation = escalation

    def is_noise(self, text: str) -> bool:
        """Whether the text has no word that anybody knows, and says nothing of the last answer."""
        named = mentioned_audiences(text, self._audiences)
        return not (named or is_about_last_answer(text) or self._retriever.recognises(text))

    def is_remark(self, text: str) -> bool:
        """Whether the text asks nothing, in words that the FAQ does not have."""
        if any(letter.isdigit() for letter in text) or self._retriever.knows(text):
            return False
        named = mentioned_audiences(text, self._audiences)
        return not named and asks_nothing(text, analyse(text))

    def only_thanks(self, text: str) -> bool:
        """Whether the text thanks, and what else it says is a remark ("thanks, that saved my day")."""
        rest = None if is_talk(text) else beside_thanks(text)
        return rest is not None and self.is_remark(rest)

    def asks_for_way_out(self, text: str) -> bool:
        """Whether the text asks for the people to whom the way out leads, and no entry is about them."""
        if asks_for_contact(text):
            return not any(self._topics.finds_heading_with(name, text) for name in WAYS_TO_CONTACT)
        name = reaches_out_to(text)
        if not name or not is_told_of(name, self._escalation):
            return False
        return not self._topics.finds_heading_with(name, text)

"""What a turn means as the reply to what was asked or offered: which audience, which entry, which case.

Pure, but for `respond`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.conversation import Kind, Understanding, as_standalone
from assistant.conversation.question_splitting import SubQuestion
from assistant.conversation.reply_parsing import (
    CHOICES,
    Meaning,
    Reply,
    chosen_option,
    chosen_place,
)
from assistant.types import Clarification, ConditionAnswer, Content

Respond = Callable[[Understanding], Content]


def apply_reply(
    base: Understanding, last: Understanding, reply: Reply, respond: Respond
) -> Understanding | None:
    """The turn as meant; None where `reply` replies to nothing.

    `base` is the latest question: its answer offered the choice. `last` is that question with the replies
    since: a yes or no replies to its answer.
    """
    if reply.meaning in CHOICES:
        return _chosen(base, last, reply, respond(base))
    content = respond(last)
    if content.suggestions:
        return _of_suggested(last, reply, content)
    if content.clarification is None:
        return _in_the_other_case(last, reply)
    if reply.meaning in (Meaning.ANY, Meaning.NONE):
        return _of_none(last, reply, content.clarification)
    if content.clarification.options:
        return _unclear(last, content.clarification)
    return _in_this_case(last, reply, content.condition)


def next_question(reply: Reply, others: Sequence[SubQuestion]) -> SubQuestion | None:
    """Which of the `others` of the same message is meant: the next, or the one at a place."""
    if reply.meaning in (Meaning.YES, Meaning.OTHER):
        return others[0] if others else None
    if reply.meaning is not Meaning.PLACE or not others:
        return None
    if len(others) == 1 or reply.place < 0:
        return others[-1]
    # A place in the message; if that question has been answered already, a place among the others.
    listed = others[reply.place] if reply.place < len(others) else None
    return next((part for part in others if part.place == reply.place), listed)


def _of_none(last: Understanding, reply: Reply, asked: Clarification) -> Understanding:
    """The question for somebody who is of none of the audiences offered, or who cannot tell."""
    denied = frozenset[str]()
    if reply.meaning is Meaning.NONE:
        denied = reply.denied or frozenset(o.audience for o in asked.options if o.audience)
    asks_back = bool(reply.denied)
    asker = replace(last.asker, denied=last.asker.denied | denied)
    return replace(last, is_followup=True, asks_back=asks_back, asker=asker)


def _in_this_case(last: Understanding, reply: Reply, condition: str) -> Understanding:
    """The question where the condition that was asked about applies or not; where unclear, asked again."""
    if reply.meaning is Meaning.UNCLEAR:
        return replace(last, is_followup=True)
    answer = ConditionAnswer(condition, reply.meaning is Meaning.YES)
    return replace(last, condition_answers=(*last.condition_answers, answer), is_followup=True)


def _in_the_other_case(last: Understanding, reply: Reply) -> Understanding | None:
    """The question where the condition that was settled last is supposed to be otherwise ("And if not?")."""
    if not last.condition_answers or not reply.supposes or reply.meaning is Meaning.UNCLEAR:
        return None
    *before, settled_last = last.condition_answers
    supposed = replace(settled_last, applies=reply.meaning is Meaning.YES)
    return replace(last, condition_answers=(*before, supposed), is_followup=True)


def _chosen(
    base: Understanding, last: Understanding, reply: Reply, content: Content
) -> Understanding | None:
    """The question for the audience chosen, or the entry chosen; a choice of nothing offered is asked again."""
    asked = content.clarification
    if asked and asked.options:
        option = chosen_option(reply, asked.options, last.audience)
        if option is not None:
            standalone = f"{base.standalone} ({option.label})"
            asker = replace(base.asker, audience=option.audience)
            return replace(base, standalone=standalone, asker=asker, is_followup=True)
        return None if reply.meaning is Meaning.NAME else _unclear(base, asked)
    if not content.suggestions or reply.meaning is Meaning.NAME:
        return None
    titles = [suggestion.title for suggestion in content.suggestions]
    chosen = titles.index(last.standalone) if last.standalone in titles else None
    place = chosen_place(reply, len(titles), chosen)
    return replace(base, is_followup=True) if place is None else _entry(base, titles[place])


def _of_suggested(last: Understanding, reply: Reply, content: Content) -> Understanding:
    """Yes means the only suggestion, no and "neither" none of them; otherwise they are offered again."""
    if reply.meaning in (Meaning.NO, Meaning.NONE, Meaning.ANY):
        return replace(last, is_followup=True, declined=True)
    if reply.meaning is Meaning.YES and len(content.suggestions) == 1:
        return _entry(last, content.suggestions[0].title)
    return replace(last, is_followup=True)


def _entry(before: Understanding, title: str) -> Understanding:
    return replace(as_standalone(before, title, title), is_followup=True)


def _unclear(question: Understanding, asked: Clarification) -> Understanding:
    return replace(question, kind=Kind.SMALL_TALK, is_followup=True, unclear=asked)

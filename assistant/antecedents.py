"""What a sentence cannot be understood without: the words before it that "it", "such" or a list item points to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.markdown_patterns import LIST_MARK
from assistant.sentences import introduces_list
from assistant.types import Chunk

# A sentence that begins like this points to the one before; English.
_ANAPHORIC_START = re.compile(
    r"(?:it|its|they|their|these|those|this|that|such|he|she|both|neither|otherwise|instead|however|"
    r"in (?:that|this|these|those) cases?|for (?:this|that|these|those) \w+|then|if so|if not|"
    r"the same|also|additionally|so)\b",
    re.IGNORECASE,
)
# matches: "Contractors have no such credit."; what "such" points to stands somewhere before
_SUCH = re.compile(r"\b(?:(?:no|any)\s+such|such\s+an?)\s+(?P<what>\w+)", re.IGNORECASE)
_BULLET = re.compile(rf"(?:^|\n)[ \t]*{LIST_MARK}[ \t]+$")
_BEGINS_LIST = re.compile(rf"[ \t]*{LIST_MARK}[ \t]")


def with_antecedent(sentence: Chunk, passage: Chunk, siblings: Iterable[Chunk]) -> str:
    """The sentence with what it cannot be understood without.

    That is the bare "Yes." or "No." before it, the words that a list item completes, the sub-heading above its
    list if nothing else introduces that, or the sentence that one beginning with "it" or "otherwise" points to.
    A row of a table has its column names as context.
    """
    if "\n" in sentence.context:
        return sentence.text
    assert sentence.span is not None
    assert passage.span is not None
    before = passage.text[: _offset(sentence, passage)]
    own = [c for c in siblings if c.passage == sentence.passage and c.span is not None]
    earlier = sorted((c for c in own if start_of(c) < sentence.span.start), key=start_of)
    is_item, section = _BULLET.search(before) is not None, _section_lead(sentence)
    if not earlier:
        return f"{section} {sentence.text}" if is_item and section else f"{before}{sentence.text}"
    if is_item:
        items = {c for c in earlier if _BULLET.search(passage.text[: _offset(c, passage)])}
        leads = [
            c.text
            for c in earlier
            if c.text.rstrip("*_ ").endswith((":", "\uff1a"))
            or (c not in items and introduces_list(c.text))
        ]
        lead = leads[-1] if leads else section
        return f"{lead} {sentence.text}".strip()
    if _ANAPHORIC_START.match(sentence.text):
        return f"{earlier[-1].text} {sentence.text}"
    return sentence.text


def antecedent_of_such(sentence: Chunk, siblings: Iterable[Chunk]) -> str:
    """The sentence before that tells of what this one calls "such"; empty for none.

    Polarity alone reads it: to relevance both would be about the same.
    """
    such = _SUCH.search(sentence.text)
    if such is None:
        return ""
    what = such["what"].lower().removesuffix("s")
    found = [
        chunk
        for chunk in siblings
        if chunk.passage == sentence.passage
        and start_of(chunk) < start_of(sentence)
        and what in chunk.text.lower()
    ]
    return max(found, key=start_of).text if found else ""


def with_section_lead(passage: Chunk) -> str:
    """The text of a passage, below its sub-heading where it is a list that nothing else introduces."""
    lead = _section_lead(passage)
    return f"{lead}\n{passage.text}" if lead and _BEGINS_LIST.match(passage.text) else passage.text


def _section_lead(chunk: Chunk) -> str:
    """The sub-heading that the chunk stands under, as the lead of a list ("Not included:"); empty for none."""
    return f"{chunk.section}:" if chunk.section else ""


def _offset(sentence: Chunk, passage: Chunk) -> int:
    """Where the sentence begins in its passage."""
    return max(0, start_of(sentence) - start_of(passage))


def start_of(chunk: Chunk) -> int:
    """Where the chunk begins in its file; 0 for an alternate, which stands nowhere."""
    return chunk.span.start if chunk.span else 0

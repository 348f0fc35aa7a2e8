"""Splits what a user typed into sentences: quick, forgiving, linear in the length of the text.

The abbreviations are not those of `assistant.sentences`. There, what follows decides whether "etc." ends a
sentence; here it never does, for a message that is cut too seldom loses nothing.
"""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.patterns import any_of

_MAX_READ = 20_000  # characters; of a longer text the first and the last half of this are read
_MIN_WORDS_PER_LINE = 1.5  # fewer on average: nobody ended these lines on purpose
_MIN_WRAPPED_LINE = 60  # characters; a shorter line was ended on purpose, not wrapped

_LINE_END = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_STOP = "[.!?…。？！]"
_BOUNDARY = re.compile(rf"(?<!{_STOP}){_STOP}++[\"')\]»”’]*+(?=\s)")
# A full stop after one of these, or after a single letter, ends no sentence.
_ABBREVIATIONS = any_of(r"""
    e\.g | eg | i\.e | ie | cf | viz | vs | etc | al | resp | a\.m | p\.m
    no | nr | nos | fig | art | sec | para | approx | est | incl | excl | max | min
    mr | mrs | ms | dr | prof | st | inc | ltd | co | corp | dept | u\.s | u\.k | e\.u
    jan | feb | mar | apr | jun | jul | aug | sep | sept | oct | nov | dec
""")
_ABBREVIATION = re.compile(rf"(?:\b{_ABBREVIATIONS}|(?:^|\s)[a-z])\.$", re.IGNORECASE)
_MAIL = any_of(r"""
    -{2,}\s*(?:original|forwarded) (?:message|appointment|mail|email)\s*-*
    begin forwarded message:
    on\b.{4,200}\bwrote:
    _{8,}
""")
_SIGNATURE = "-- ?"
_DIVIDER = re.compile(rf"\s*(?:{_MAIL}|{_SIGNATURE})\s*", re.IGNORECASE)
_MAIL_HEAD = re.compile(r"\s*\*?(?:from|sent|date|to|subject|cc):", re.IGNORECASE)
_MIN_LINES = 3  # of one word each, before they are taken for a narrow column
_MIN_OWN_WORDS = 3  # before anything is taken for an earlier mail
# Control characters, line separators and characters without width.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\u200b\u200e\u200f]+")


def normalised(text: str) -> str:
    """`text` with control characters and runs of white space turned into single spaces."""
    return " ".join(_CONTROL.sub(" ", text).split())


def split_message(text: str) -> tuple[str, ...]:
    """The sentences of `text` in order, each normalised and so a substring of `normalised(text)`.

    A blank line, or the end of a short line or of one with closing punctuation, ends a sentence. Of
    a text over 20,000 characters only both ends are read.
    """
    if len(text) > _MAX_READ:
        half = _MAX_READ // 2
        return split_message(text[:half]) + split_message(text[-half:])
    return tuple(
        sentence
        for paragraph in _paragraphs(text)
        for sentence in _sentences(normalised(paragraph))
    )


def _paragraphs(text: str) -> list[str]:
    """Runs of lines that belong together; an earlier mail, quoted or below, and a signature are left out."""
    lines = _above_divider(_LINE_END.split(text))
    unquoted = [line for line in lines if not line.lstrip().startswith(">")]
    own = unquoted if any(map(str.strip, unquoted)) else lines
    if _word_by_word(own):
        return [" ".join(own)]
    paragraphs = [""]
    for line in own:
        paragraphs[-1] += " " + line
        stripped = line.rstrip()
        if len(stripped) < _MIN_WRAPPED_LINE or stripped.endswith((".", "?", "!", ":", ";")):
            paragraphs.append("")
    return paragraphs


def _word_by_word(lines: list[str]) -> bool:
    """Whether nearly every line has one word and none is blank, as when copied from a narrow column."""
    counts = [len(line.split()) for line in "\n".join(lines).strip().split("\n")]
    return (
        len(counts) >= _MIN_LINES
        and all(counts)
        and sum(counts) < _MIN_WORDS_PER_LINE * len(counts)
    )


def _above_divider(lines: list[str]) -> list[str]:
    """The lines above an earlier mail or a signature; all of them where there are hardly any words above.

    "From:" in one line begins a mail only with another head, such as "Sent:", in the next.
    """
    for number, (line, following) in enumerate(pairwise([*lines, ""])):
        if _DIVIDER.fullmatch(line) or (_MAIL_HEAD.match(line) and _MAIL_HEAD.match(following)):
            above = lines[:number]
            return above if len(re.findall(r"\w+", " ".join(above))) >= _MIN_OWN_WORDS else lines
    return lines


def _sentences(paragraph: str) -> list[str]:
    """The sentences of a normalised paragraph ("At 5 p.m. or later? Thanks" are two)."""
    sentences, start = [], 0
    for match in _BOUNDARY.finditer(paragraph):
        if _ABBREVIATION.search(paragraph, max(start, match.end() - 8), match.end()):
            continue
        sentences.append(paragraph[start : match.end()].strip())
        start = match.end()
    sentences.append(paragraph[start:].strip())
    return [sentence for sentence in sentences if sentence]

"""Splits what a user typed into sentences: quick, forgiving, linear in the length of the text.

The abbreviations are not those of `assistant.sentences`. There, what follows decides whether "etc." ends a
sentence; here it never does, for a message that is cut too seldom loses nothing.
"""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

from assistant.patterns import any_of
from assistant.questions.courtesy import is_courtesy, pleads, signature_length

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
_DIVIDER = re.compile(rf"\s*{_MAIL}\s*", re.IGNORECASE)
_SIGNATURE = re.compile(r"\s*-- ?\s*")
_MAIL_HEAD = re.compile(r"\s*\*?(?:from|sent|date|to|(?P<subject>subject)|cc):", re.IGNORECASE)
_QUOTED = re.compile(r"\s*>[>\s]*")
_MAX_PASSED_ON = 5  # times that a mail may have been
_MIN_LINES = 3  # of one word each, before they are taken for a narrow column
_MIN_OWN_WORDS = 3  # before anything is taken for an earlier mail
# Control characters, line separators and characters without width.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\u200b\u200e\u200f]+")


def normalised(text: str) -> str:
    """`text` with control characters and runs of white space turned into single spaces."""
    return " ".join(_CONTROL.sub(" ", text).split())


def own_text(text: str) -> str:
    """`text` as it is, but without an earlier mail, quoted or below, and the lines of a signature."""
    lines = _LINE_END.split(text)
    own = _own_lines(lines)
    said = [number for number, line in enumerate(own) if _has_words([line])]
    signed = signature_length([own[number] for number in said])
    if signed and not all(is_courtesy(own[number]) for number in said[:-signed]):
        own = own[: said[-signed]]
    return text if own == lines else "\n".join(own).strip() or text


def split_message(text: str) -> tuple[str, ...]:
    """The sentences of `text` in order, each normalised.

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
    """Runs of lines that belong together, of those that the writer wants read."""
    return _joined(_own_lines(_LINE_END.split(text)))


def _joined(lines: list[str]) -> list[str]:
    """Runs of lines that belong together."""
    if _word_by_word(lines):
        return [" ".join(lines)]
    paragraphs = [""]
    for line in lines:
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


def _own_lines(lines: list[str]) -> list[str]:
    """The lines without an earlier mail, quoted or below, and without a signature.

    Who writes no more than a plea ("Can you help him?") passes that mail on, and wants it read.
    """
    for _ in range(_MAX_PASSED_ON):
        above, below = _parted(lines)
        quoted = [_QUOTED.sub("", line, count=1) for line in above if _QUOTED.match(line)]
        if not _has_words(quoted + below) or not _passes_on(_unquoted(above)):
            break
        lines = quoted + below
    above, _ = _parted(lines)
    hardly_any = len(re.findall(r"\w+", " ".join(above))) < _MIN_OWN_WORDS
    own = lines if hardly_any else above
    return _unquoted(own) if any(map(str.strip, _unquoted(own))) else own


def _unquoted(lines: list[str]) -> list[str]:
    return [line for line in lines if not _QUOTED.match(line)]


def _parted(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines above an earlier mail or a signature, and that mail without its head but for the subject.

    "From:" in one line begins a mail only with another head, such as "Sent:", in the next.
    """
    end = None  # where the signature begins
    for number, (line, following) in enumerate(pairwise([*lines, ""])):
        if _SIGNATURE.fullmatch(line):
            end = number if end is None else end
        elif _DIVIDER.fullmatch(line):
            return lines[: number if end is None else end], lines[number + 1 :]
        elif _MAIL_HEAD.match(line) and _MAIL_HEAD.match(following):
            heads = list(takewhile(_MAIL_HEAD.match, lines[number:]))
            below = [head for head in heads if _is_subject(head)] + lines[number + len(heads) :]
            return lines[: number if end is None else end], below
    return lines[:end], []


def _is_subject(head: str) -> bool:
    match = _MAIL_HEAD.match(head)
    return match is not None and match["subject"] is not None


def _passes_on(lines: list[str]) -> bool:
    """Whether the lines have no words, or ask for no more than an answer to what stands below or is quoted."""
    said = [s for part in _joined(lines) for s in _sentences(normalised(part)) if _has_words([s])]
    said = said[: len(said) - signature_length(said)]
    return not said or (all(map(is_courtesy, said)) and any(map(pleads, said)))


def _has_words(lines: list[str]) -> bool:
    return any(re.search(r"\w", line) for line in lines)


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

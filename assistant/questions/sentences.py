"""Splits what a user typed into sentences: quick, forgiving, linear in the text's length."""

from __future__ import annotations

import re

_LONGEST_READ = 20_000  # characters; of a longer text the first and the last half of this are read
_LONGEST_LINE = 60  # characters; a shorter line was ended on purpose, not wrapped

_BOUNDARY = re.compile(r"[.!?…。？！]+[\"')\]»”’]*(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|eg|ie|etc|vs|no|nr|nos|approx|incl|excl|max|min|mr|mrs|ms|dr|prof|st|inc|ltd|co|"
    r"corp|dept|est|fig|art|sec|para|resp|viz|cf|al|a\.m|p\.m|u\.s|u\.k|e\.u|jan|feb|mar|apr|jun|jul|"
    r"aug|sep|sept|oct|nov|dec)|(?:^|\s)[a-z])\.$",
    re.IGNORECASE,
)
# What begins an earlier mail below one's own, or a signature.
_DIVIDER = re.compile(
    r"\s*(?:-{2,}\s*(?:original|forwarded) (?:message|appointment|mail|email)\s*-*|begin forwarded message:|"
    r"on\b.{4,200}\bwrote:|_{8,}|-- ?)\s*",
    re.IGNORECASE,
)
_MAIL_HEAD = re.compile(r"\s*\*?(?:from|sent|date|to|subject|cc):", re.IGNORECASE)
_FEWEST_WORDS = 3  # of one's own, before anything is taken for an earlier mail
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\u200b\u200e\u200f]+")


def normalised(text: str) -> str:
    """`text` with control characters and runs of white space turned into single spaces."""
    return " ".join(_CONTROL.sub(" ", text).split())


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text` in order, each normalised and so a substring of `normalised(text)`.

    A blank line, or the end of a short line or of one with closing punctuation, ends a sentence. Of
    a text over 20,000 characters only both ends are read.
    """
    if len(text) > _LONGEST_READ:
        half = _LONGEST_READ // 2
        return split_sentences(text[:half]) + split_sentences(text[-half:])
    return tuple(
        sentence
        for paragraph in _paragraphs(text)
        for sentence in _sentences(normalised(paragraph))
    )


def _paragraphs(text: str) -> list[str]:
    """Runs of lines that belong together; an earlier mail, quoted or below, and a signature are left out."""
    lines = _above_divider(re.split(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]", text))
    own = [line for line in lines if not line.lstrip().startswith(">")]
    paragraphs = [""]
    for line in own if any(line.strip() for line in own) else lines:
        paragraphs[-1] += " " + line
        stripped = line.rstrip()
        if len(stripped) < _LONGEST_LINE or stripped.endswith((".", "?", "!", ":", ";")):
            paragraphs.append("")
    return paragraphs


def _above_divider(lines: list[str]) -> list[str]:
    """The lines above an earlier mail or a signature; all of them where there are hardly any words above."""
    for number, line in enumerate(lines):
        heads = [_MAIL_HEAD.match(following) for following in lines[number : number + 2]]
        if _DIVIDER.fullmatch(line) or (len(heads) == 2 and all(heads)):
            above = lines[:number]
            return above if len(re.findall(r"\w+", " ".join(above))) >= _FEWEST_WORDS else lines
    return lines


def _sentences(paragraph: str) -> list[str]:
    sentences, start = [], 0
    for match in _BOUNDARY.finditer(paragraph):
        if _ABBREVIATION.search(paragraph, max(start, match.end() - 8), match.end()):
            continue
        sentences.append(paragraph[start : match.end()].strip())
        start = match.end()
    sentences.append(paragraph[start:].strip())
    return [sentence for sentence in sentences if sentence]

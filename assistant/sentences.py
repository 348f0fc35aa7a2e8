"""Sentences of a Markdown block, as exact ranges of its text.

No library is used: pysbd 0.3.4 loses text in rare cases, splits addresses at "?" and takes milliseconds a
paragraph. `questions.message` splits what users type, which is no Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.audiences import leading_scope, limited_to
from assistant.markdown_patterns import ADMONITION, CODE_SPAN, LIST_MARK, TABLE_RULE
from assistant.types import Audience, Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_ITEM = re.compile(rf"[ \t]*{LIST_MARK}(?:[ \t]+|$)(?:\[[ xX]\][ \t]+)?")
_COMMA_LEAD = re.compile(r"[^:,\u2013\u2014]*,")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+")
# A number that no list begins with: "In\n1990. Then ..." goes on with its paragraph.
_LATER_NUMBER = re.compile(r"[ \t]*(?!0*1[.)])\d")
_FENCE = re.compile(r"[ \t>]*(?P<mark>`{3,}(?![^\r\n]*`)|~{3,})")
_FIRST_CELL = re.compile(r"\|?(?P<text>(?:\\.|[^\\|])*)")
_NOTE_LEAD = re.compile(rf"[ \t]*>[ \t>]*{ADMONITION}[\s>]*(?=[^\s>])")

# What closes with a sentence: quotes, brackets and marks of Markdown; then the mark of a footnote.
_CLOSERS = r"[\"'\u2019\u201d\u00bb)\]*_~`]*"
_NOTE_MARK = r"(?:[\u00b9\u00b2\u00b3\u2070-\u2079]|\[\^?\w{1,4}\])*"
# A stop before white space, also with a footnote's bare number after it ("... two years.3"); a full-width
# stop needs no space.
_STOP = re.compile(
    rf"(?:[.!?\u2026\u061f\u06d4\u0964]+{_CLOSERS}{_NOTE_MARK}{_CLOSERS}"
    rf"|(?<=[^\W\d]{{2}})[.!?]\d{{1,2}})(?=\s|\Z)"
    rf"|[\u3002\uff01\uff1f]+{_CLOSERS}"
)
# The end of a text that is a whole sentence; an ellipsis goes on.
_SENTENCE_END = re.compile(
    rf"(?<!\.\.)[.!?\u061f\u06d4\u0964\u3002\uff01\uff1f]{_CLOSERS}{_NOTE_MARK}{_CLOSERS}\s*\Z"
)
# The word that a full stop may abbreviate, and the first word of what follows.
_WORD_BEFORE = re.compile(r"[^\s(\[\"'\u2018\u201c*_]*\Z")
_NEXT = re.compile(r"\s*[\"'\u2018\u201c\u00ab(\[*_~`]*(?P<word>[^\W_]*)")
_BRACKET = re.compile(r"[()\[\]]")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")  # "U.S", "e.g"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Run on before a number ("No. 5"), end a sentence otherwise ("No. You cannot.").
_BEFORE_NUMBER = _words(
    "no nos nr fig figs eq sec sect art ch vol p pp para tel ext ver approx max min"
    " jan feb mar apr jun jul aug sep sept oct nov dec"
)
# Always run on: what they abbreviate needs a word after it.
_RUN_ON = _words("e.g i.e eg ie mr mrs ms dr prof st vs cf incl excl resp viz")
# May end a sentence: they do where a word follows that seldom goes on with one.
_MAY_END = _words("inc ltd corp co llc plc etc al bros dept jr sr a.m p.m u.s u.k e.u")
_STARTERS = _words(
    "the this that these those you your we our they their it its if when while where what which"
    " who how why for in on at to from by with without after before once as an a all any each"
    " every some no not yes see note please refer contact use there here then however also but"
    " and or so only do does is are can may must should i he she"
)

_LEAD_WORDS = (
    r"(?:yes|no|yep|nope|absolutely not|absolutely|of course not|of course|certainly not|certainly"
    r"|not at all|definitely not|definitely)"
)
# Such a word leads where a mark sets it off, or a clause follows that it answers for: "Yes you can", but not
# "No one may".
_LEAD = re.compile(
    rf"[\s\"'\u201c\u2018*_~]*(?P<lead>{_LEAD_WORDS})[*_~]*"
    rf"(?:\s*[.,!:;]+{_CLOSERS}(?=\s|\Z)|\s*[\u2013\u2014]|\s+-(?=\s)|\s*\Z"
    r"|(?=\s+(?:you|we|it|they|there|this|that|i|if|because)\b))\s*",
    re.IGNORECASE,
)

_JOINS_NEXT = re.compile(r"[,;]\s{1,3}(?:and|or)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text[start:end]` is the sentence; `unit` numbers the paragraph, list item or row it is in.

    `outer` is where the sentence starts together with its list marker; `indent` is the column of
    the list item it belongs to (-1: no item). `header` is where the column names of the table stand
    that it is a row of; they are a row, too.
    """

    start: int
    end: int
    outer: int
    unit: int
    indent: int
    header: Span | None = None

    @property
    def is_header(self) -> bool:
        """Whether it is the column names of a table."""
        return self.header is not None and self.header.start <= self.start < self.header.end


@dataclass(slots=True)
class _Unit:
    """A stretch of text that no sentence crosses; a `whole` one is not split."""

    outer: int
    start: int
    end: int
    indent: int
    whole: bool = False
    header: Span | None = None


def introduces_list(text: str) -> bool:
    """Whether a text introduces the list below it: it ends in a colon, an ellipsis, or in no end of a sentence.

    >>> [introduces_list(text) for text in ("You may **not** bring", "It does **not include:**", "It is so.")]
    [True, True, False]
    """
    return bool(text.strip()) and _SENTENCE_END.search(text) is None


def without_list_punctuation(item: str) -> str:
    """A list item without what joins it to the next one: "you move, or" -> "you move"."""
    words = item.rstrip(" ,;.")
    joined = _JOINS_NEXT.search(words)
    return words[: joined.start()] if joined else words


def strip_lead(text: str) -> tuple[str | None, int]:
    """The straight answer a text begins with ("Yes", "No" ...) and where the rest of it begins.

    `(None, 0)` where there is none: "No one may ...", "No. 5 applies".
    """
    match = _LEAD.match(text)
    if match is None or (match["lead"].lower() == "no" and text[match.end() :][:1].isdigit()):
        return None, 0
    return match["lead"], match.end()


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a block in order, without surrounding space; code blocks stay whole."""
    sentences: list[Sentence] = []
    for number, unit in enumerate(_units(text)):
        outer = unit.outer
        for start, end in [(unit.start, unit.end)] if unit.whole else _split(text, unit):
            part = text[start:end]
            last = start + len(part.rstrip())
            first = start + len(part) - len(part.lstrip())
            if first < last:
                before = text[outer:first]
                outer += len(before) - len(before.lstrip())
                sentences.append(Sentence(first, last, outer, number, unit.indent, unit.header))
                outer = last
    return tuple(sentences)


def sentence_scopes(
    text: str, sentences: tuple[Sentence, ...], audiences: tuple[Audience, ...]
) -> tuple[str | None, ...]:
    """The audience that each sentence speaks to by its own lead or by the lead it stands under.

    A lead at the start of a paragraph or list item holds to its end or to the next lead, and for
    the items nested below it; a lead in mid-paragraph holds for its own sentence. One that only a comma sets
    off ("On Gold, ...") ends, too, where a sentence speaks about another audience. A row of a table speaks to
    the audience that its first cell names.
    """
    scopes: list[str | None] = []
    above: list[tuple[int, str | None]] = []  # (indent, scope) of what the sentence is nested in
    unit, opening, led, loose = -1, True, False, False
    for sentence in sentences:
        if sentence.unit != unit:
            unit, opening, led, loose = sentence.unit, True, False, False
            while above and above[-1][0] >= sentence.indent:
                above.pop()
            above.append((sentence.indent, above[-1][1] if above else None))
        part = text[sentence.start : sentence.end]
        lead_end = strip_lead(part)[1]
        label = _row_label(sentence, part) if sentence.header else part[lead_end:]
        own = leading_scope(label, audiences)
        led = led or (opening and own is not None)
        if led and own is not None:
            above[-1] = (sentence.indent, own)
            loose = _COMMA_LEAD.match(label) is not None
        other = limited_to(part, audiences) if loose and own is None else None
        if other not in (None, above[-1][1]):
            above[-1] = (sentence.indent, above[-2][1] if len(above) > 1 else None)
            led = loose = False
            own = other
        scopes.append(own or above[-1][1])
        opening = opening and lead_end == len(part)
    return tuple(scopes)


def _row_label(sentence: Sentence, part: str) -> str:
    """What a row is about; the column names are about all rows."""
    cell = _FIRST_CELL.match(part)
    assert cell is not None  # it may be empty
    return "" if sentence.is_header else cell["text"]


def _units(text: str) -> Iterator[_Unit]:
    unit: _Unit | None = None
    fence: str | None = None
    header: Span | None = None  # of the table that the line above is in
    above = 0  # where the line above starts
    for match in _LINE.finditer(text):
        start, line = match.start(), match.group().rstrip("\r\n")
        end = start + len(line)
        if fence is not None and unit is not None:
            unit.end = end
            closed = line.strip("> \t")
            if closed.startswith(fence) and not closed.strip(fence[0]):
                yield unit
                fence = unit = None
            continue
        if not line.strip():
            if unit is not None:
                yield unit
            unit = header = None
        elif unit is not None and "|" in line and TABLE_RULE.fullmatch(line):
            if header is None:
                before, unit = _cut_header(unit, above)
                yield from before
                header = unit.header
            yield unit
            unit = None
        elif opens := _opened(unit, header, line, start):
            if unit is not None:
                yield unit
            unit = opens
            opens_code = _FENCE.match(line) if header is None else None
            fence = opens_code["mark"] if opens_code else None
        else:
            unit = unit or _Unit(start, start, end, (len(line) - len(line.lstrip())) or -1)
            unit.end = end
        above = start
    if unit is not None:
        yield unit


def _cut_header(unit: _Unit, line_start: int) -> tuple[list[_Unit], _Unit]:
    """The paragraph that a table follows without a blank line, if any, and the table's column names."""
    start = max(unit.start, line_start)
    header = Span(start, unit.end)
    if start == unit.start:
        return [], _Unit(unit.outer, start, unit.end, 0, whole=True, header=header)
    paragraph = replace(unit, end=start)
    return [paragraph], _Unit(start, start, unit.end, 0, whole=True, header=header)


def _runs_on(unit: _Unit | None, line: str) -> bool:
    """Whether a line that looks like a list item goes on with the paragraph above it.

    As in CommonMark, only a list that starts at 1 interrupts a paragraph.
    """
    if unit is None or unit.whole or unit.outer != unit.start or unit.indent != -1:
        return False
    return _LATER_NUMBER.match(line) is not None


def _opened(unit: _Unit | None, header: Span | None, line: str, start: int) -> _Unit | None:
    """The unit that a line opens by its own form or as a row of a table; None where it goes on with `unit`."""
    end = start + len(line)
    if header is not None:
        return _Unit(start, start, end, 0, whole=True, header=header)
    if _runs_on(unit, line):
        return None
    indent = len(line) - len(line.lstrip())
    if _FENCE.match(line):
        return _Unit(start, start, end, indent or -1, whole=True)
    if item := _ITEM.match(line):
        return _Unit(start, start + item.end(), end, indent)
    if heading := _HEADING.match(line):
        return _Unit(start, start + heading.end(), end, -1)
    return None


def _split(text: str, unit: _Unit) -> Iterator[tuple[int, int]]:
    mark = _NOTE_LEAD.match(text, unit.start, unit.end)
    first = unit.start if mark is None else mark.end()
    part = text[first : unit.end]
    code = [match.span() for match in CODE_SPAN.finditer(part)]
    brackets = _Brackets(part)
    start = 0
    for stop in _STOP.finditer(part):
        end = stop.end()
        if any(opened < end < closed for opened, closed in code) or brackets.open_at(start, end):
            continue
        if _ends_sentence(part, start, stop):
            yield first + start, first + end
            start = end
    yield first + start, unit.end


class _Brackets:
    """Tells whether a place is within brackets that close later; asked from left to right."""

    _REACH = 400  # characters; a bracket that is open for longer was never meant as one

    def __init__(self, text: str) -> None:
        self._marks = [(match.start(), match.group()) for match in _BRACKET.finditer(text)]
        self._closings = [place for place, bracket in self._marks if bracket in ")]"]
        self._next = 0
        self._open: list[int] = []

    def open_at(self, start: int, end: int) -> bool:
        while self._next < len(self._marks) and self._marks[self._next][0] < end:
            place, bracket = self._marks[self._next]
            self._next += 1
            if bracket in "([":
                self._open.append(place)
            elif self._open:
                self._open.pop()
        if not self._open or not self._closings or self._closings[-1] < end:
            return False
        return self._open[-1] >= max(start, end - self._REACH)


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether the stop ends the sentence from `start`: by what follows, then by what is before."""
    following = _NEXT.match(text, stop.end())
    word = "" if following is None else following["word"]
    mark = stop.group()
    if mark[0] in "\u3002\uff01\uff1f":
        return True
    if word[:1].islower():
        return False
    return mark[0] != "." or mark.startswith("..") or not _abbreviates(text, start, stop, word)


def _abbreviates(text: str, start: int, stop: re.Match[str], following: str) -> bool:
    """Whether the full stop belongs to an abbreviation or number in mid-sentence."""
    found = _WORD_BEFORE.search(text, max(start, stop.start() - 40), stop.start())
    before = "" if found is None else found.group()
    lower = before.lower()
    if before.isdigit():  # "1. First": a number in front of its sentence
        return not text[start : stop.start() - len(before)].strip(" \t\r\n*_")
    if lower in _BEFORE_NUMBER:
        return following[:1].isdigit()
    if lower in _RUN_ON:
        return True
    initial = len(before) == 1 and before.isupper() and before != "I"
    if initial or lower in _MAY_END or _DOTTED.fullmatch(before):
        return following.lower() not in _STARTERS or (initial and len(following) == 1)
    return False

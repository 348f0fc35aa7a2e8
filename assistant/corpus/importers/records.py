"""Lists of objects with a question and an answer: JSON, JSON Lines, JSON-LD and YAML."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.corpus.importers.html_markdown import fragment_to_markdown
from assistant.corpus.importers.items import Document, Item, LeftOut
from assistant.corpus.importers.questions import is_question, without_markdown, without_prefix
from assistant.errors import SourceError
from assistant.text import printable_line

QUESTION_KEYS = ("question", "questions", "q", "query", "frage", "pregunta", "pergunta", "domanda")
ANSWER_KEYS = (
    *("answer", "answers", "a", "acceptedanswer", "suggestedanswer", "response", "reply"),
    *("antwort", "respuesta", "reponse", "resposta", "risposta"),
)
_TITLE_KEYS = ("question", "title", "name", "heading", "prompt")  # where the text asks something
_ARTICLE_KEYS = _TITLE_KEYS[1:]
_TEXT_KEYS = (*ANSWER_KEYS, "text", "body", "content", "description")
TOPIC_KEYS = ("topic", "category", "section", "class", "group", "thema", "kategorie")
_NAME_KEYS = ("name", "title", "topic", "category", "section")
_VALUE_KEYS = ("text", "@value", "value", "markdown", "html", "content", "answer")
_NO_TOPICS = frozenset(("ignored",))  # what Learn writes where a section has no name
_HTML = re.compile(
    r"\A\s*<(?:p|div|ul|ol|h[1-6]|table|span|b|strong|em|i|a|section|article|br|img)\b[^<>]*>"
    r"|</(?:p|div|ul|ol|li|h[1-6]|table|pre|blockquote)\s*>",
    re.IGNORECASE,
)

_Articles = frozenset[tuple[str, str]]  # keys of title and text
_ANY_TAG = re.compile(r"</?[a-z!][^<>]*>", re.IGNORECASE)
_INLINE_TAG = re.compile(
    r"<br\s*/?>|<a\s[^<>]*href\s*=[^<>]*>|</a\s*>|</?(?:b|strong|i|em|span|u|sup|sub)(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
# Code, tables and lists keep their lines; other marks of Markdown keep their meaning.
_LINES = re.compile(r"`|^(?: {4}|\t|[ \t]*(?:[>|]|#{1,6}\s|[-+*]\s|\d{1,9}[.)]\s))", re.MULTILINE)
_MARKS = re.compile(r"\*\*|__|\]\(|\]\[|(?<!\w)[*_]\w|\\[^\w\s]")
_GAP = re.compile(r"(\n[ \t]*\n)")


class Located(dict[str, object]):
    """An object with the line that it stands on."""

    line: int | None = None


def read_json(document: Document) -> list[Item]:
    """The questions of a JSON text. Raises SourceError."""
    try:
        value: object = json.loads(document.text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        problem = f"it is not valid JSON ({error.msg})"
        raise SourceError(document.shown, error.lineno, problem, "correct it there") from error
    except ValueError as error:  # a number of thousands of digits
        problem = f"it cannot be read ({error})"
        raise SourceError(document.shown, None, problem, "correct it there") from error
    return items_in(value, left_out=document.left_out)


def read_jsonl(document: Document) -> list[Item]:
    """The questions of a text with a JSON value on each line; a line that is none costs only itself."""
    values: list[tuple[int, object]] = []
    items: list[Item] = []
    for number, line in enumerate(document.text.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        try:
            value: object = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else error
            problem = f"the line is not valid JSON ({reason})"
            items.append(Item("", "", line=number, problem=problem))
            continue
        values.append((number, value))
    articles = _articles(value for _, value in values)
    for number, value in values:
        items += _Walk(False, number, document.left_out).items(value, None, articles)
    return sorted(items, key=lambda item: item.line or 0)


def items_in(
    value: object, *, html: bool = False, left_out: list[LeftOut] | None = None
) -> list[Item]:
    """Every question with its answer in the objects and lists below a value, in order.

    `html` says that answers are HTML; else those that look like it are. An object that is met twice is
    read once. Drafts are passed over and added to `left_out`.
    """
    return list(_Walk(html, None, [] if left_out is None else left_out).items(value, None))


def is_html(text: str) -> bool:
    """Whether a text is HTML rather than Markdown with a tag in it."""
    return _HTML.search(text) is not None


def as_markdown(text: str, *, html: bool = False) -> str:
    """An answer as Markdown."""
    if html or is_html(text):
        return fragment_to_markdown(text)
    if _INLINE_TAG.search(text) is None or "```" in text or "~~~" in text:
        return text
    return "".join(_without_inline_tags(part) for part in _GAP.split(text))


def _without_inline_tags(paragraph: str) -> str:
    """A paragraph of text with links, breaks and bold of HTML as Markdown, where it has no other tags."""
    tags = _ANY_TAG.findall(paragraph)
    if not tags or _LINES.search(paragraph):
        return paragraph
    if not all(_INLINE_TAG.fullmatch(tag) for tag in tags) or not _are_paired(tags):
        return paragraph
    return fragment_to_markdown(paragraph, escape=_MARKS.search(paragraph) is None)


def _are_paired(tags: Sequence[str]) -> bool:
    """Whether each tag is closed, a break apart: "<b>" alone may be what is written about."""
    names = Counter(tag.strip("<>/ ").split()[0].casefold() for tag in tags if tag[1] != "/")
    ends = Counter(tag.strip("<>/ ").casefold() for tag in tags if tag[1] == "/")
    del names["br"]
    return names == ends


@dataclass
class _Walk:
    html: bool
    line: int | None
    left_out: list[LeftOut]
    seen: set[int] = field(default_factory=set)

    def items(
        self, value: object, topic: str | None, articles: _Articles = frozenset()
    ) -> Iterator[Item]:
        """The items of a value whose nearest name above is `topic`; `articles` are those beside it."""
        if not isinstance(value, Mapping | list) or id(value) in self.seen:
            return
        self.seen.add(id(value))
        if isinstance(value, list):
            articles = _articles(value)
            for part in value:
                yield from self.items(part, topic, articles)
            return
        inside = self._entries(value, topic, articles)
        if _is_draft(value):
            self.left_out.extend(LeftOut("a draft", item.question) for item in inside)
        else:
            yield from inside

    def _entries(
        self, value: Mapping[str, object], topic: str | None, articles: _Articles
    ) -> Iterator[Item]:
        """What an object is itself, or else what is below it."""
        item = self._item(value, topic)
        if item is not None:
            yield item
            return
        below = list(self._below(value, topic))
        yield from below
        lone = None if below else self._lone(value, topic, articles)
        if lone is not None:
            yield lone

    def _below(self, value: Mapping[str, object], topic: str | None) -> Iterator[Item]:
        asked = [key for key, text in value.items() if _is_entry(key, text)]
        name = _name(value) or topic
        for key, part in value.items():
            if key in asked:
                answer = as_markdown(str(part), html=self.html)
                yield Item(without_prefix(without_markdown(key)), answer, topic, self.line)
            else:
                yield from self.items(part, name or _key_as_name(key, part))

    def _lone(
        self, value: Mapping[str, object], topic: str | None, articles: _Articles
    ) -> Item | None:
        """An article whose title asks nothing, beside others that ask; or a question with no answer."""
        fields = _fields(value)
        line = value.line if isinstance(value, Located) else self.line
        article = _article(fields)
        if article is not None and article in articles:
            answer = as_markdown(_text(fields[article[1]]) or "", html=self.html)
            title = _plain(_text(fields[article[0]]) or "")
            return Item(without_prefix(title), answer, _own_topic(fields) or topic, line)
        questions = _questions(fields)
        if not questions or any(key in fields for key in ANSWER_KEYS):
            return None
        return Item(without_prefix(_plain(questions[0])), "", line=line)

    def _item(self, value: Mapping[str, object], topic: str | None) -> Item | None:
        fields = _fields(value)
        questions = _questions(fields)
        keys = ANSWER_KEYS if questions else _TEXT_KEYS
        if not questions:
            title = next((_text(fields[key]) for key in _TITLE_KEYS if key in fields), None)
            questions = [title] if title and is_question(without_markdown(title)) else []
        answer_key = next((key for key in keys if key in fields), None)
        line = value.line if isinstance(value, Located) else self.line
        if not questions or answer_key is None:
            return _without_question(fields, line)
        answer = as_markdown(_text(fields[answer_key]) or "", html=self.html)
        first, *others = [without_prefix(_plain(question)) for question in questions]
        alternates = tuple(filter(None, others))
        return Item(first, answer, _own_topic(fields) or topic, line, alternates)


def _fields(value: Mapping[str, object]) -> dict[str, object]:
    return {str(key).strip().casefold(): part for key, part in value.items()}


def _own_topic(fields: Mapping[str, object]) -> str | None:
    own = next((text for key in TOPIC_KEYS if (text := _text(fields.get(key)))), None)
    return printable_line(own) if own else None


def _article(fields: Mapping[str, object]) -> tuple[str, str] | None:
    """The keys of title and text of an object that has both; structured data says itself what it is."""
    if "@type" in fields:
        return None
    title = next((key for key in _ARTICLE_KEYS if _text(fields.get(key))), None)
    text = next((key for key in _TEXT_KEYS if _text(fields.get(key))), None)
    return None if title is None or text is None else (title, text)


def _articles(values: Iterable[object]) -> _Articles:
    """The keys of title and text of those objects whose title asks something."""
    objects = (_fields(value) for value in values if isinstance(value, Mapping))
    found = ((fields, keys) for fields in objects if (keys := _article(fields)) is not None)
    return frozenset(
        keys for fields, keys in found if is_question(_plain(_text(fields[keys[0]]) or ""))
    )


def _is_draft(value: Mapping[str, object]) -> bool:
    """Whether a help centre says that it has not published this."""
    fields = _fields(value)
    is_set = str(fields.get("draft", "")).strip().casefold() == "true"
    return is_set or any(
        str(fields.get(key, "")).strip().casefold() == "draft" for key in ("status", "state")
    )


def _without_question(fields: Mapping[str, object], line: int | None) -> Item | None:
    """An item that has a question and an answer by name, and in the question no text."""
    question = next((fields[key] for key in QUESTION_KEYS if key in fields), "")
    answer = next((fields[key] for key in ANSWER_KEYS if key in fields), [])
    if not all(part is None or isinstance(part, str | int | float) for part in (question, answer)):
        return None  # lists of them, perhaps, or what has another meaning
    if _is_blank(question) and _is_blank(answer):
        return None
    return Item("", _text(answer) or "", line=line)


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _plain(question: str) -> str:
    return without_markdown(fragment_to_markdown(question) if is_html(question) else question)


def _questions(fields: Mapping[str, object]) -> list[str]:
    for key in QUESTION_KEYS:
        value = fields.get(key)
        if isinstance(value, str) and value.strip():
            return [value]
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            return [str(part) for part in value]
    kind = fields.get("@type")
    name = fields.get("name")
    kinds = kind if isinstance(kind, list) else [kind]
    return [name] if "Question" in kinds and isinstance(name, str) and name.strip() else []


def _is_entry(key: object, text: object) -> bool:
    """Whether a key is a question and its value the answer."""
    return isinstance(key, str) and isinstance(text, str) and is_question(key)


def _name(value: Mapping[str, object]) -> str | None:
    fields = _fields(value)
    names = (fields.get(key) for key in _NAME_KEYS)
    found = next(
        (printable_line(name) for name in names if isinstance(name, str) and name.strip()), None
    )
    return None if found is None or found.casefold() in _NO_TOPICS else found


def _key_as_name(key: object, part: object) -> str | None:
    """A key over a list of objects names them, unless it only says that they are questions."""
    if not isinstance(key, str) or not isinstance(part, list | Mapping) or " " not in key.strip():
        return None
    return printable_line(key)


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Sequence):
        parts = [text for part in value if (text := _text(part))]
        return "\n\n".join(parts) or None
    if isinstance(value, Mapping):
        fields = _fields(value)
        return next((text for key in _VALUE_KEYS if (text := _text(fields.get(key)))), None)
    return None

"""YAML metadata of corpus files, read key by key so that each mistake is told with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml
from rapidfuzz.distance import OSA

from assistant.corpus.problems import Reporter
from assistant.lines import Lines
from assistant.types import Span

LOADER: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = (
    yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
)
_NULL, _BOOL, _MERGE = (f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "merge"))
_MIN_FOR_TWO_TYPOS = 8  # letters; a shorter key holds one typo at most
_URL = re.compile(r"(?:https?://|mailto:)[^\s<>\"']+")


@dataclass(frozen=True)
class SourceFile:
    """A decoded corpus file, with what is needed to name a place in it.

    `shown` is the path as the operator named it, `path` is relative to the corpus folder.
    """

    path: str
    shown: str
    text: str
    lines: Lines
    reporter: Reporter

    def error(self, offset: int, message: str, fix: str) -> None:
        """Report an error at a character of the file."""
        self.reporter.error(self.shown, self.lines.number(offset), message, fix)

    def warning(self, offset: int, message: str, fix: str) -> None:
        """Report a warning at a character of the file."""
        self.reporter.warning(self.shown, self.lines.number(offset), message, fix)


class Fields:
    """The keys of a YAML mapping. Ask for every known key, then `close`: what is left is unknown.

    Scalars are taken as they are written, so `yes`, `no` and `1.0` stay text. A value of the wrong
    type is reported and reads as absent.
    """

    def __init__(self, file: SourceFile, offset: int, where: str, node: yaml.Node | None) -> None:
        self.file = file
        self.where = where
        self._offset = offset
        self._start = offset if node is None else offset + node.start_mark.index
        self._keys: dict[str, yaml.Node] = {}
        self._values: dict[str, yaml.Node] = {}
        self._asked: list[str] = []
        if node is None or node.tag == _NULL:
            return
        if not isinstance(node, yaml.MappingNode):
            self.fail(None, f"{where} must be `key: value` lines", "write one key a line")
            return
        for key, value in node.value:
            self._add(key, value)

    def _add(self, key: yaml.Node, value: yaml.Node) -> None:
        if not isinstance(key, yaml.ScalarNode) or key.tag == _MERGE:
            offset = self._offset + key.start_mark.index
            self.file.error(offset, f"{self.where} has a key that is not text", "use a plain word")
        elif key.value in self._keys:
            offset = self._offset + key.start_mark.index
            self.file.error(offset, f"key {key.value!r} is given twice", "keep one of them")
        else:
            self._keys[key.value] = key
            self._values[key.value] = value

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def offset(self, key: str | None = None) -> int:
        """Where the key (None: the whole mapping) starts, in characters of the file."""
        if key is None or key not in self._keys:
            return self._start
        return self._offset + self._keys[key].start_mark.index

    def place(self, key: str) -> str:
        """File and line of a key, for messages."""
        return f"{self.file.shown}:{self.file.lines.number(self.offset(key))}"

    def known(self, key: str) -> None:
        """Say that the key is allowed here without reading it."""
        self._asked.append(key)

    def fail(self, key: str | None, message: str, fix: str) -> None:
        """Report an error at a key."""
        self.file.error(self.offset(key), message, fix)

    def text(self, key: str, *, required: bool = False) -> str | None:
        """A text without surrounding space; None where it is absent, null or (reported) wrong."""
        node = self._value(key)
        value = None if node is None else self._scalar(key, node)
        if required and value is None:
            if node is None:
                self.fail(key, f"{self.where} has no {key!r}", f"add `{key}: ...`")
            return None
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        values = (self._scalar(key, item) for item in self._items(key))
        return tuple(value for value in values if value is not None)

    def flag(self, key: str) -> bool:
        """A `true` or `false`; false where absent."""
        node = self._value(key)
        if node is None:
            return False
        if node.tag != _BOOL:
            self.fail(key, f"{key!r} must be true or false", f"write `{key}: true`")
            return False
        return str(node.value).lower() in {"true", "yes", "on"}

    def url(self, key: str = "url") -> str | None:
        """A web or mail address; None where it is absent, null or (reported) wrong."""
        value = self.text(key)
        if value is None or _URL.fullmatch(value):
            return value
        self.fail(key, f"{value!r} is no web address", "start it with https://, or leave it null")
        return None

    def table(self, key: str) -> Fields:
        """A nested mapping; an empty one where it is absent."""
        return Fields(self.file, self._offset, repr(key), self._value(key))

    def tables(self, key: str) -> list[Fields]:
        """A list of mappings."""
        name = f"an item of {key!r}"
        return [Fields(self.file, self._offset, name, item) for item in self._items(key)]

    def warn(self, key: str, message: str, fix: str) -> None:
        """Report a warning at a key."""
        self.file.warning(self.offset(key), message, fix)

    def close(self) -> None:
        """Report the keys that nobody asked for."""
        known = ", ".join(sorted(set(self._asked)))
        for key in self._unknown():
            self.fail(key, f"unknown key {key!r} in {self.where}", f"known are {known}")

    def close_shared(self) -> None:
        """Report the keys that nobody asked for, where other tools have keys, too.

        Only a typo in a known key is an error; the others are theirs, and give a warning.
        """
        for key in self._unknown():
            message = f"unknown key {key!r} in {self.where}"
            typos, meant = min((OSA.distance(key.casefold(), n), n) for n in self._asked)
            if typos <= (2 if len(meant) >= _MIN_FOR_TWO_TYPOS else 1):
                self.fail(key, message, f"write `{meant}`")
            else:
                self.warn(key, f"{message} is not read", "leave it if another tool needs it")

    def _unknown(self) -> list[str]:
        return [key for key in self._keys if key not in self._asked]

    def _value(self, key: str) -> yaml.Node | None:
        self._asked.append(key)
        node = self._values.get(key)
        return None if node is None or node.tag == _NULL else node

    def _items(self, key: str) -> list[yaml.Node]:
        node = self._value(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fail(
                key, f"{key!r} must be a list", "put each item on a line of its own after `- `"
            )
            return []
        return list(node.value)

    def _scalar(self, key: str, node: yaml.Node) -> str | None:
        if isinstance(node, yaml.ScalarNode) and node.tag != _NULL and node.value.strip():
            return str(node.value).strip()
        offset = self._offset + node.start_mark.index
        fix = 'put it in double quotes if it holds ": " or begins with a sign'
        if isinstance(node, yaml.SequenceNode) and f"{key}s" in self._asked:
            fix = f"write `{key}s` for a list"
        self.file.error(offset, f"{key!r} must be text", fix)
        return None


def read_fields(file: SourceFile, span: Span, where: str) -> Fields:
    """Parse the YAML in a range of the file; a syntax error is reported with its line."""
    try:
        node = yaml.compose(file.text[span.start : span.end], Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        offset = span.start + (0 if mark is None else min(mark.index, span.end - span.start))
        problem = error.problem or error.context or "it cannot be parsed"
        fix = 'check indentation and colons; texts with ": " in them need double quotes'
        file.error(offset, f"{where} is not valid YAML ({problem})", fix)
    except yaml.YAMLError as error:
        reason = str(getattr(error, "reason", error)).splitlines()[0]
        file.error(span.start, f"{where} is not valid YAML ({reason})", "remove the character")
    except RecursionError:
        file.error(span.start, f"{where} is nested too deeply", "keep to the documented keys")
    else:
        return Fields(file, span.start, where, node)
    return Fields(file, span.start, where, None)

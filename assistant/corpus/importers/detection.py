"""Which format a text is in: by what stands in it; the ending of its name decides where that leaves it open."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import PurePosixPath

from assistant.corpus.importers.html import read_html
from assistant.corpus.importers.items import Document, Importer, Item
from assistant.corpus.importers.learn_yaml import read_yaml
from assistant.corpus.importers.markdown import read_markdown
from assistant.corpus.importers.records import read_json, read_jsonl
from assistant.corpus.importers.tables import has_header, read_table


class Format(StrEnum):
    """The formats that are read; AUTO finds out which."""

    AUTO = "auto"
    MARKDOWN = "markdown"
    YAML = "yaml"
    HTML = "html"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"


ENDINGS: Mapping[str, Format] = {
    **dict.fromkeys((".md", ".markdown", ".mdx", ".mdown", ".txt"), Format.MARKDOWN),
    **dict.fromkeys((".yml", ".yaml"), Format.YAML),
    **dict.fromkeys((".html", ".htm", ".xhtml"), Format.HTML),
    **dict.fromkeys((".csv", ".tsv"), Format.CSV),
    **dict.fromkeys((".json", ".jsonld"), Format.JSON),
    **dict.fromkeys((".jsonl", ".ndjson"), Format.JSONL),
}
_IMPORTERS: Mapping[Format, Importer] = {
    Format.MARKDOWN: read_markdown,
    Format.YAML: read_yaml,
    Format.HTML: read_html,
    Format.CSV: read_table,
    Format.JSON: read_json,
    Format.JSONL: read_jsonl,
}
_LEARN = re.compile(r"\s*#{1,3}\s*YamlMime:", re.IGNORECASE)
_PAGE = re.compile(
    r"\s*(?:<\?xml[^<>]*\?>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_HEADING = re.compile(r"(?m)^#{1,6}\s")
_YAML_LIST = re.compile(r"(?m)^\s*(?:-\s+)?(?:question|answer)\s*:\s")


def read_items(document: Document, chosen: Format = Format.AUTO) -> list[Item]:
    """The questions of a document. Raises SourceError, and RecursionError for what is nested too deeply."""
    return _IMPORTERS[detect(document) if chosen is Format.AUTO else chosen](document)


def detect(document: Document) -> Format:
    """The format that a document is in. Never AUTO."""
    text = document.text.removeprefix("\ufeff")
    hint = ENDINGS.get(PurePosixPath(document.shown.partition("?")[0]).suffix.lower())
    if _LEARN.match(text):
        return Format.YAML
    if _PAGE.match(text) or (hint is None and text.lstrip().startswith("<")):
        return Format.HTML
    if hint is not None and hint is not Format.MARKDOWN:
        return hint
    return _told_by_text(text) if hint is None or not _HEADING.search(text) else hint


def _told_by_text(text: str) -> Format:
    start = text.lstrip()[:1]
    if start in {"{", "["} and (found := _json_kind(text)) is not None:
        return found
    if has_header(text):
        return Format.CSV
    if start != "#" and len(_YAML_LIST.findall(text)) > 1:
        return Format.YAML
    return Format.MARKDOWN


def _json_kind(text: str) -> Format | None:
    for kind, part in ((Format.JSON, text), (Format.JSONL, text.lstrip().partition("\n")[0])):
        try:
            json.loads(part)
        except (ValueError, RecursionError):
            continue
        return kind
    return None

"""The Answer as the contract's JSON object: the same names, nested, in the same order."""

from __future__ import annotations

import dataclasses
from typing import Any

from assistant.types import Answer


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """Plain dictionaries, lists, strings and numbers, ready for `json.dumps`."""
    return {field.name: _plain(getattr(answer, field.name)) for field in dataclasses.fields(answer)}


def _is_empty(value: object) -> bool:
    return value in (None, "", ()) or value is False  # not 0: a list may begin to count there


def _plain(value: object) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(given)
            for field in dataclasses.fields(value)
            if not (
                _is_empty(given := getattr(value, field.name)) and field.metadata.get("optional")
            )
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    # A StrEnum is a str already; its plain value keeps JSON free of the class.
    return str(value) if isinstance(value, str) else value

"""The Answer as the contract's JSON object: the same names, nested, in the same order."""

from __future__ import annotations

import dataclasses
from typing import Any

from assistant.types import Answer

_EMPTY = (None, "", ())  # not 0: a list may begin to count there


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """Plain dictionaries, lists, strings and numbers, ready for `json.dumps`."""
    return {field.name: _plain(getattr(answer, field.name)) for field in dataclasses.fields(answer)}


def _plain(value: object) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(given)
            for field in dataclasses.fields(value)
            if (given := getattr(value, field.name)) not in _EMPTY
            or not field.metadata.get("optional")
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    # A StrEnum is a str already; its plain value keeps JSON free of the class.
    return str(value) if isinstance(value, str) else value

"""What Slack's documentation says of messages: schema, limits, and what a client would act on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block

_BARE = re.compile(r"[<>]|&(?!(?:amp|lt|gt);)")
_COMMAND = re.compile(r"<(?:[!@#]|[A-Za-z][A-Za-z0-9+.\-]*:)")
_TOP = {"header", "section", "context", "actions", "rich_text", "divider"}


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def problems_of(body: dict[str, Any]) -> list[str]:
    """What is wrong with a message that is posted; empty where nothing is."""
    found = list(_text_problems(body.get("text"), "text", 4000))
    blocks = body.get("blocks")
    if not isinstance(blocks, list) or not 1 <= len(blocks) <= 50:
        return [*found, f"blocks: {blocks!r:.80}"]
    for parsed in Block.parse_all(blocks):
        parsed.validate_json()
    for number, block in enumerate(blocks):
        found += [f"block {number}: {problem}" for problem in _block_problems(block)]
    if body.get("parse", "none") != "none" or body.get("link_names"):
        found.append("names would be made links")
    return found


def _block_problems(block: dict[str, Any]) -> Iterator[str]:
    kind = block.get("type")
    if kind not in _TOP:
        yield f"type {kind}"
    elif kind == "header":
        yield from _object_problems(block["text"], 150)
    elif kind == "section":
        yield from _object_problems(block["text"], 3000)
        if "accessory" in block:
            yield from _button_problems(block["accessory"])
    elif kind == "context":
        if not 1 <= len(block["elements"]) <= 10:
            yield "elements"
        for element in block["elements"]:
            yield from _object_problems(element, 3000)
    elif kind == "actions":
        ids = [element["action_id"] for element in block["elements"]]
        if not 1 <= len(ids) <= 25 or len(set(ids)) != len(ids):
            yield f"elements {ids}"
        for element in block["elements"]:
            yield from _button_problems(element)
    elif kind == "rich_text":
        for element in block["elements"]:
            yield from _rich_problems(element)


def _rich_problems(element: dict[str, Any]) -> Iterator[str]:
    kind = element["type"]
    if kind == "rich_text_list":
        if element["style"] not in ("bullet", "ordered") or not element["elements"]:
            yield "list"
        for item in element["elements"]:
            yield from _rich_problems(item)
        return
    known = ("rich_text_section", "rich_text_quote", "rich_text_preformatted")
    if kind not in known or not element["elements"]:
        yield f"rich element {kind}"
    for part in element["elements"]:
        if part["type"] not in ("text", "link"):  # user, usergroup, broadcast, channel, emoji ...
            yield f"active element {part['type']}"
        if not part.get("text") or units(part["text"]) > 3000:
            yield "text length"
        if _COMMAND.search(part["text"]):
            yield f"command {part['text']!r}"
        if part["type"] == "link" and not re.match(r"https?://[^\s]+$", part["url"]):
            yield f"link {part['url']!r}"
        if set(part) - {"type", "text", "url", "style"}:
            yield f"fields {set(part)}"


def _button_problems(element: dict[str, Any]) -> Iterator[str]:
    if element.get("type") != "button" or set(element) - {
        *("type", "text", "action_id", "value", "accessibility_label", "style")
    }:
        yield f"button {element}"
    yield from _object_problems(element["text"], 75)
    yield from _text_problems(element["accessibility_label"], "accessibility_label", 75)
    if not 1 <= units(element["value"]) <= 2000 or _BARE.search(element["value"]):
        yield f"value {element['value']!r}"
    if not 1 <= len(element["action_id"]) <= 255 or element.get("style") not in (
        *(None, "primary", "danger"),
    ):
        yield "action_id or style"


def _object_problems(text: dict[str, Any], limit: int) -> Iterator[str]:
    if text.get("type") != "plain_text" or text.get("emoji") is not False:
        yield f"text object {text!r:.80}"
    yield from _text_problems(text.get("text"), "text", limit)


def _text_problems(text: object, name: str, limit: int) -> Iterator[str]:
    if not isinstance(text, str) or not text.strip() or units(text) > limit:
        yield f"{name} {text!r:.80}"
    elif _BARE.search(text):
        yield f"{name} is not escaped: {text!r:.80}"


def visible(body: dict[str, Any]) -> str:
    """All that a reader sees of the blocks, one text a line."""
    lines: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("text"), str):
                lines.append(value["text"])
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(body.get("blocks", []))
    return "\n".join(lines)


def buttons(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The buttons of a message by what stands on them."""
    found = {}
    for block in body.get("blocks", []):
        elements = block.get("elements", []) if block["type"] == "actions" else []
        for element in [*elements, *([block["accessory"]] if "accessory" in block else [])]:
            found[element["text"]["text"]] = element
    return found

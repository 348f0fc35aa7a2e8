"""Block Kit, within Slack's limits, and with no text that Slack would act on.

What people or the FAQ wrote goes into `plain_text` and `rich_text`, which know no markup: nothing in
them is a mention, a channel, a link or bold but by an element of its own. `&`, `<` and `>` are escaped
where Slack wants them so. Lengths are counted as Slack's clients count them, in UTF-16 units, after
escaping.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from assistant.composition import PassagePiece
from assistant.types import Link

Block = dict[str, Any]
MAX_BLOCKS = 50
TEXT = 3000  # of a section, and of the text for notifications
HEADER = 150
BUTTON = 75
LABEL = 75
VALUE = 2000
URL = 3000
ACTIONS = 25
_CUT = " …"
_CONTROL = re.compile(r"<(?=[!@#]|[A-Za-z][A-Za-z0-9+.\-]*:)")
_ADDRESS = re.compile(r"https?://[^\s<>|\"\\^`{}\x00-\x1f]+", re.IGNORECASE)
_JOINER = "\u2060"  # invisible, and no part of a word


def escape(text: str) -> str:
    """Text in which Slack finds no markup of its own."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def size(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fit(text: str, limit: int) -> str:
    """`text` escaped, and shortened at a word where it is longer than `limit`."""
    return escape(_shortened(text, limit))


def fits(text: str, limit: int) -> bool:
    """Whether `text` is shown whole within `limit`."""
    return size(escape(text)) <= limit


def split(text: str, limit: int) -> list[str]:
    """`text` in parts of at most `limit` once escaped, cut after white space where there is some."""
    return list(_cut(text, limit))


def _shortened(text: str, limit: int) -> str:
    if fits(text, limit):
        return text
    return next(_cut(text, limit - size(_CUT))).rstrip() + _CUT


def _cut(text: str, limit: int) -> Iterator[str]:
    while not fits(text, limit):
        end = used = 0
        while used <= limit:  # the text is longer: there is a character that is too many
            used += size(escape(text[end]))
            end += 1
        end -= 1
        space = max((match.end() for match in re.finditer(r"\s", text[:end])), default=0)
        end = space if space > end // 2 else end
        yield text[:end]
        text = text[end:]
    if text:
        yield text


def plain(text: str, limit: int) -> Block:
    """A text object without markup; what is empty becomes a dash, because Slack refuses it."""
    return {"type": "plain_text", "text": fit(text.strip() or "–", limit), "emoji": False}


def header(text: str) -> Block:
    """A large line."""
    return {"type": "header", "text": plain(text, HEADER)}


def sections(text: str) -> list[Block]:
    """Paragraphs, as many as the text needs."""
    return [
        {"type": "section", "text": plain(part, TEXT)} for part in split(text, TEXT) if part.strip()
    ]


def context(text: str) -> Block:
    """A small line."""
    return {"type": "context", "elements": [plain(text, TEXT)]}


def heading(text: str, link: str | None = None) -> Block:
    """A bold line, which may be a link."""
    return _rich("rich_text_section", [literal(_shortened(text, TEXT), ("bold",), link)])


def quotes(pieces: Iterable[PassagePiece]) -> list[Block]:
    """A passage as quotations with its evidence in bold: every character of it, in order."""
    quoted: list[list[Block]] = [[]]
    room = TEXT
    for piece in pieces:
        rest = piece.text
        while rest:
            part = next(_cut(rest, room))
            whole = part == rest
            if quoted[-1] and not whole and not part[-1:].isspace():
                part = ""  # a word would be torn: it goes to the next quotation
            if part:
                quoted[-1].append(literal(part, ("bold",) if piece.evidence else ()))
                rest = rest[len(part) :]
            room -= size(escape(part))
            if not whole:
                quoted.append([])
                room = TEXT
    return [_rich("rich_text_quote", elements) for elements in quoted if elements]


def literal(text: str, styles: Sequence[str] = (), link: str | None = None) -> Block:
    """Literal text; styles are `bold`, `italic`, `strike` and `code`.

    Where it looks like a command of Slack's, an invisible character breaks that up: no client that makes
    markup of it again, to forward or to quote it, calls anybody.
    """
    shown = _CONTROL.sub(f"<{_JOINER}", text) or "–"
    address = web_address(link)
    made: Block = {"type": "text", "text": shown}
    if address:
        made = {"type": "link", "url": address, "text": shown}
    return made | {"style": dict.fromkeys(styles, True)} if styles else made


def bullets(items: Sequence[Link]) -> Block:
    """A list; an item with an address is a link."""
    elements = [
        {
            "type": "rich_text_section",
            "elements": [literal(_shortened(item.title, TEXT), link=item.url)],
        }
        for item in items
    ]
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_list", "style": "bullet", "elements": elements}],
    }


def button(
    text: str, action: str, value: str, *, label: str | None = None, primary: bool = False
) -> Block:
    """A button; `label` is what a screen reader says in place of `text`."""
    assert size(value) <= VALUE
    made: Block = {
        "type": "button",
        "text": plain(text, BUTTON),
        "action_id": action,
        "value": value,
        "accessibility_label": fit(label or text, LABEL),
    }
    return made | {"style": "primary"} if primary else made


def actions(buttons: Sequence[Block]) -> list[Block]:
    """Buttons side by side, if there are any."""
    return [
        {"type": "actions", "elements": list(buttons[start : start + ACTIONS])}
        for start in range(0, len(buttons), ACTIONS)
    ]


def pack(**fields: str | None) -> str | None:
    """The value of a button; None where it is too long.

    Slack gives `&`, `<` and `>` back escaped, so there are none of them in it.
    """
    text = json.dumps(fields, separators=(",", ":"))
    for char in "&<>":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text if size(text) <= VALUE else None


def unpack(value: str) -> dict[str, str]:
    """What `pack` was given; empty where the value is none of ours."""
    try:
        fields = json.loads(value)
    except ValueError:
        return {}
    if not isinstance(fields, dict):
        return {}
    return {name: text for name, text in fields.items() if isinstance(text, str)}


def web_address(url: str | None) -> str | None:
    """`url` where Slack takes it for a link to the web."""
    given = (url or "").strip()
    return given if _ADDRESS.fullmatch(given) and size(given) <= URL else None


def _rich(kind: str, elements: list[Block]) -> Block:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": elements}]}

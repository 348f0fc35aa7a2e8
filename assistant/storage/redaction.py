"""Takes out of a text what could name a person or open a door, before the text is kept anywhere.

E-mail addresses, phone numbers, product keys of five groups of five, card numbers and IP addresses each
become a word in brackets. Where a number may or may not be one of these, it goes.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache

_EMAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]{1,200}[@＠][\w-]+(?:\.[\w-]+)*")
_KEY = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"[A-Za-z0-9]{5}(?:\s?[-‐‑‒–—_]\s?[A-Za-z0-9]{5}){4}"
    # Without hyphens only where a digit tells it from five words of five letters.
    r"|(?=[A-Z ]*[0-9])[A-Z0-9]{5}(?:\s[A-Z0-9]{5}){4}"
    r"|(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{25}"
    r")(?![A-Za-z0-9])"
)
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\w)")
_IPV6 = re.compile(r"(?<![\w:])[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(?![\w:])")
_CARD = re.compile(r"(?<![\w])\d(?:[ \-.]?\d){12,18}(?!\w)")
_PHONE = re.compile(r"(?<!\w)(?:\+|\(\+?)?\d(?:[\s().\-/‐‑–]{0,3}\d){6,18}(?!\w)")
_CALLED = re.compile(
    r"(\b(?:tel|telephone|phone|call|fax|mobile|cell|number is)\b[^\d\n]{0,12})\d{3}[-. ]?\d{4}(?!\w)",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?:(?:19|20)\d\d(?:\W{1,3}|$))+")
_DATE = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}")


@lru_cache(
    maxsize=1000
)  # a question is redacted for the conversation and for each text it is part of
def redact(text: str) -> str:
    """The text with everything personal replaced; what is not personal stays as it was."""
    text = _EMAIL.sub("[e-mail]", text)
    text = _KEY.sub("[key]", text)
    if not any(char.isdigit() or char == ":" for char in text):
        return text
    text = _IPV6.sub(_ip, text)
    text = _IPV4.sub(_ip, text)
    text = _CARD.sub(_card, text)
    text = _PHONE.sub(_phone, text)
    return _CALLED.sub(r"\1[phone]", text)


def _ip(match: re.Match[str]) -> str:
    found = match.group()
    bare = found.rstrip(".:") if not found.endswith("::") else found
    if not any(char.isalnum() for char in bare):
        return found
    try:
        ipaddress.ip_address(bare)
    except ValueError:
        return found
    return "[ip]" + found[len(bare) :]


def _card(match: re.Match[str]) -> str:
    digits = [int(char) for char in match.group() if char.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    luhn = sum(digits[-1::-2]) + sum(doubled)
    return "[card]" if luhn % 10 == 0 else match.group()


def _phone(match: re.Match[str]) -> str:
    found = match.group()
    digits = sum(char.isdigit() for char in found)
    if _DATE.fullmatch(found) or _YEARS.fullmatch(found):
        return found
    international = found.startswith(("+", "(+", "00", "(00"))
    national = found.startswith(("0", "(0")) and digits >= 8
    return "[phone]" if international or national or digits >= 9 else found

"""Numbers that name nobody: versions, dates and times, amounts of money, ISBNs, and numbers of orders.

They look like phone numbers, cards and addresses, so they are put out of sight while those are looked for.
"""

from __future__ import annotations

import re
from itertools import pairwise

# Digits of a plane for private use: a text that is redacted has them taken out before.
_HIDDEN = {ord(str(digit)): chr(0x10FFE0 + digit) for digit in range(10)}
_SHOWN = {ord(hidden): chr(code) for code, hidden in _HIDDEN.items()}
HIDDEN_DIGITS = tuple(_SHOWN)

_YEAR = r"(?:19|20)\d\d"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_TIME = r"\d{1,2}:\d\d(?::\d\d)?"
_DATE = re.compile(
    r"(?<![\w+.])(?:"
    rf"(?:{_YEAR}([-./]){_MONTH}\1{_DAY}|{_DAY}([-./]){_MONTH}\2{_YEAR}|{_MONTH}/{_DAY}/{_YEAR})"
    rf"(?:(?:T|,?\s){_TIME})?"
    rf"|{_YEAR}[-/](?:1[0-2]|0[1-9])(?![-/.]\d)"
    r")(?![\d:])"
)
_CLOCK = re.compile(rf"(?<![\w:.]){_TIME}(?![\w:])")
_VERSION = re.compile(r"(?<![\w.+(-])\d{1,3}(?:\.\d{1,6}){3}(?!\w|\.\d)")
_NAMED_VERSION = re.compile(
    r"(?:"
    r"\b(?:version|versión|versão|versione|ver|build|release|revision|firmware|patch|framework|windows|office)"
    r"|(?<!\w)\.net(?: core| framework)?"
    r"|バージョン"
    r"|版本"
    r"|(?:ال)?إصدار"
    r")[\s.:#]{1,2}(?!192\.168\.)\d{1,6}(?:\.\d{1,6}){1,4}(?!\w|\.\d)",
    re.IGNORECASE,
)
_ISBN = re.compile(
    r"(?<![\w+])97[89](?:[- ]?\d){10}(?![\w]|[- ]\d)"
    r"|\bISBN(?:-1[03])?:?\s?(?:\d[- ]?){9}[\dX](?!\w)",
    re.IGNORECASE,
)
_MONEY = (
    r"(?:[$€£¥₹₽]|\b(?:USD|EUR|GBP|CHF|JPY|CNY|RMB|INR|BRL|MXN|CAD|AUD|NZD|SGD|HKD|SEK|NOK|DKK|PLN|CZK|HUF"
    r"|TRY|ZAR|KRW|SAR|AED|EGP|dollars?|euros?|pounds?|francs?)\b|円|元)"
)
_SUM = r"[1-9](?:\d{0,2}(?:[\s.,'’]\d{3}){1,4}|\d{0,11})(?:[.,]\d{1,2})?"
_AMOUNT = re.compile(
    rf"{_MONEY}\s?{_SUM}(?!\w|[-\s.,/]\d)|(?<![\w+])(?<!\d[-\s.,/(]){_SUM}\s?{_MONEY}",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"(?:"
    r"\b(?:order|part|article|item|product|invoice|case|ticket|contract|agreement|reference|quote|sku|po|kb)"
    r"|\b(?:bestell|auftrags?|artikel|teile|rechnungs?|vertrags?|produkt)(?:ung)?(?:nummer)?"
    r"|\b(?:commande|facture|contrat|référence|devis)"
    r"|\b(?:pedido|factura|contrato|artículo|referencia|encomenda|fatura|artigo|referência)"
    r"|(?:注文|契約|請求書|製品)(?:番号)?"
    r"|(?:订单|合同|发票|产品)(?:编?号)?"
    r"|رقم (?:الطلب|العقد|الفاتورة)"
    r")"
    r"(?:\s?(?:number|no\b|nr\b|num\b|id\b|número|numéro|n[°ºo]))?[\s.:#]{0,3}"
    r"(?!0\d)\d{4,18}(?:-\d{1,6})?(?!\w|[-./ ]\d)",
    re.IGNORECASE,
)
_ANY_YEARS = re.compile(r"(?:(?:19|20)\d\d(?:\W{1,3}|$))+")
_ANY_DATE = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}")
_PART = re.compile(r"\d{3}-\d{5}")
_MAX_OCTET = 255  # in a part of an address


def hide_shapes(text: str) -> str:
    """What is known by its shape, out of sight: dates, times, amounts, versions and ISBNs."""
    for pattern in (_DATE, _CLOCK, _AMOUNT, _NAMED_VERSION):
        text = pattern.sub(_hide, text)
    text = _VERSION.sub(lambda match: _hide(match) if _is_version(match[0]) else match[0], text)
    return _ISBN.sub(lambda match: _hide(match) if _is_isbn(match[0]) else match[0], text)


def hide_orders(text: str) -> str:
    """Numbers of orders, parts, invoices and the like, out of sight: a card must be looked for before."""
    return _ORDER.sub(_hide, text)


def show(text: str) -> str:
    """The text with everything in sight again."""
    return text.translate(_SHOWN)


def names_nobody(number: str) -> bool:
    """Whether a number that could be dialled is a date, years, steps, round millions or a part number."""
    patterns = (_ANY_DATE, _ANY_YEARS, _PART)
    return any(pattern.fullmatch(number) for pattern in patterns) or _is_quantity(number)


def is_part_number(number: str) -> bool:
    """Whether it has the shape that part numbers have in price lists."""
    return _PART.fullmatch(number) is not None


def _is_quantity(number: str) -> bool:
    """Whether a number is a round one of millions, or steps as in "500 - 1000 - 2000"."""
    if number.startswith(("+", "(", "0")):
        return False
    groups = re.findall(r"\d+", number)
    steps = [int(group) for group in groups]
    rising = all(before < after for before, after in pairwise(steps))
    return (len(steps) > 1 and rising and all(map(_is_round, groups))) or _is_millions(groups)


def _is_round(group: str) -> bool:
    if group.startswith("0"):
        return False
    value = int(group)
    return value < 10 or value % (10 if value < 100 else 50 if value < 1000 else 100) == 0


def _is_millions(groups: list[str]) -> bool:
    first, *rest = groups
    if not rest:
        return first.endswith("000000")
    return len(first) <= 3 and all(len(group) == 3 for group in rest) and rest[-2:] == ["000"] * 2


def _is_version(found: str) -> bool:
    """Four numbers that are no address; phone numbers with dots have leading zeros or a long code."""
    parts = found.split(".")
    plain = all(part == "0" or not part.startswith("0") for part in parts)
    return plain and len(parts[1]) <= 2 and any(int(part) > _MAX_OCTET for part in parts)


def _is_isbn(found: str) -> bool:
    """Whether the check digit is right."""
    bare = re.sub(r"ISBN(?:-1[03])?", "", found, flags=re.IGNORECASE)
    characters = re.findall(r"[\dXx]", bare)
    values = [10 if char in "Xx" else int(char) for char in characters]
    if len(values) == 13:
        return sum(value * (1, 3)[place % 2] for place, value in enumerate(values)) % 10 == 0
    return len(values) == 10 and sum(v * (10 - place) for place, v in enumerate(values)) % 11 == 0


def _hide(match: re.Match[str]) -> str:
    return match[0].translate(_HIDDEN)

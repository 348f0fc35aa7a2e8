"""Takes out of a text what could name a person or open a door, before the text is kept anywhere.

E-mail addresses, phone numbers, product keys of five groups of five, card and account numbers and IP
addresses each become a word in brackets, in the usual spellings and in those that hide them from programs.
Where a number may or may not be one of these, it goes, but for what `numbers` knows.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from functools import lru_cache
from itertools import chain

from assistant.storage.numbers import (
    HIDDEN_DIGITS,
    hide_orders,
    hide_shapes,
    is_part_number,
    names_nobody,
    show,
)

_LOCAL = r"[\w.+%'!#$&*/^`{|}~-]"
_DOT = r"\s?[\[(<{]?\s?\bdot\b\s?[\])>}]?\s?"
_EMAIL = re.compile(
    rf"(?<!{_LOCAL})(?:{_LOCAL}{{1,200}}|\"[^\"\n@]{{1,64}}\"(?=@))"
    r"(?:"
    r"@(?:[\w-]+(?:[.。][\w-]+)*|\[[\w.:]{2,45}\])"
    # Where the @ stands apart or is spelled out, a domain with a dot must follow.
    rf"|\s?(?:\s@\s?|@\s|%40|&#64;|[\[(<{{]\s?[aä]t\s?[\])>}}])\s?[\w-]+(?:[.。][\w-]+)*[.。][^\W\d_][\w-]+"
    # "(a)" with a blank beside it numbers a clause.
    r"|\(a\)(?:[\w-]+\.)+[^\W\d_][\w-]+"
    rf"|(?:{_DOT}[\w-]{{1,63}})?\s?[\[(<{{]?\s?\bat\b\s?[\])>}}]?\s?[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,3}}"
    r")",
    re.IGNORECASE,
)
# An address of two words, with "at" as a word: only where the first can be no word of a sentence.
_EMAIL_AT = re.compile(r"(?<![\w.+-])\w+[._+][\w.+]{1,64}\sat\s(?:[\w-]+\.)+[a-z]{2,24}\b", re.I)
# Nor can it where it is said to be an address, and is nobody to be written to "at" a site.
_EMAIL_CALLED = re.compile(
    r"((?:"
    r"\bmail(?:\saddress)?(?:\s?[:=]|\sto)|\b(?:my|our|his|her|their|your)\s(?:e-?)?mail(?:\saddress)?\sis"
    r"|\b(?:mail\s)?address(?:\s?[:=]|\sis)|\bwrite\sto|\bcontact(?:\s?[:=])?"
    r"|\be-?mail(?:\saddress)?(?:\s?[:=]|\sto)|(?:^|[.!?;:,]\s|\b(?:please|to|can|or|and|just)\s)(?:e-?)?mail"
    r")\s)"
    r"(?!(?:me|us|him|her|them|you|it|somebody|someone|anybody|anyone)\b)(?!\w+(?:ed|able|ible)\b)"
    r"[\w+-]{1,64}\sat\s(?!www\.)(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}\b(?![/\w])",
    re.IGNORECASE,
)
_DASH = r"[-‐‑‒–—−_]"
_GROUP = r"[A-Za-z0-9]{5}"
_APART = rf"(?:\s{{0,2}}(?:{_DASH}{{1,2}}|[./,:|])\s{{0,2}}|\s{{1,2}})"
_KEY = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z0-9]{{5,10}}(?:{_APART}{_GROUP}){{4,9}}(?![A-Za-z0-9])")
# Dashes make five groups a key whatever stands before it: they are looked for first.
_DASHED_KEY = re.compile(
    rf"(?<![A-Za-z0-9])[A-Za-z0-9]{{5,10}}(?:\s{{0,2}}{_DASH}{{1,2}}\s{{0,2}}{_GROUP}){{4}}(?![A-Za-z0-9])"
)
_WHOLE_KEY = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{25}(?![A-Za-z0-9])"
)
# Japanese, Chinese and Arabic set no blank beside a number: only plain letters and digits are its neighbours.
_POINT = r"(?:\.| \. |\[\.\]|\(\.\)|\[dot\])"
_IPV4 = re.compile(
    rf"(?:(?<![A-Za-z0-9_.])|(?<=\bip))\d{{1,3}}(?:{_POINT}\d{{1,3}}){{3}}(?!\.?[A-Za-z0-9_])", re.I
)
_IPV6 = re.compile(r"(?<![A-Za-z0-9_:])[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(?![A-Za-z0-9_:])")
_IBAN = re.compile(
    r"(?<![A-Za-z0-9_])[A-Z]{2}\d\d(?:[A-Z0-9]{11,30}|(?:[ \u00a0-][A-Z0-9]{4}){2,7}(?:[ \u00a0-][A-Z0-9]{1,3})?)"
    r"(?![A-Za-z0-9_])",
    re.IGNORECASE
    | re.ASCII,  # else letters of other scripts pass for the one they become in lower case
)
_CARD = re.compile(r"(?<!\d)\d(?:[\s.\-_/‐‑‒–—−]?\d){12,18}(?!\d)")
_EXTENSION = r"(?:\s?,?\s?(?:ext\.?|extension|x)\s?\d{1,6})?"
_PHONE = re.compile(
    rf"(?<![A-Za-z0-9_])(?:\+|\(\+?)?\d(?:[\s().\-/‐‑‒–—−]{{0,3}}\d){{6,18}}{_EXTENSION}(?![A-Za-z0-9_])",
    re.I,
)
# As they are written where a country has eight digits and no code.
_EIGHT = re.compile(r"\d\d(?: \d\d){3}|\d{3} \d\d \d{3}")
_TWICE_FOUR = re.compile(r"([2-9]\d{3})[ ‑-](\d{4})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CALLED = re.compile(
    r"((?:"
    r"\b(?:tel|telephone|phone|call|ring|dial|fax|mobile|mob|cell|sms|whatsapp|my number|number is)"
    r"|\b(?:reach|text|contact|call) (?:me|us|him|her|them) (?:on|at|under)"
    r"|\b(?:telefon|rückruf|handy|mobil)(?:nummer)?|\b(?:anrufen|durchwahl|erreichbar)"
    r"|\b(?:téléphone|téléphonez|appelez|appeler|rappelez|portable|joignable)"
    r"|\b(?:teléfono|móvil|celular|llám[ae]\w{0,3}|llam[ae]\w{0,3})"
    r"|\b(?:telefone|telemóvel|ligue|ligar)"
    r")(?![a-zà-ÿ])[^\d\n]{0,12}"
    r"|(?:電話|携帯|电话|手机|致电|拨打|هاتف|جوال|اتصل)[^\d\n]{0,12})"
    r"\d(?:[-. /]{0,2}\d){5,9}(?![A-Za-z0-9_])",
    re.IGNORECASE,
)
MARKS = re.compile(
    r"\[(?:e-mail|key|card|iban|ip|phone|hidden)\]"
)  # what stands in place of what is taken out
_SHORTEST_IBAN = 15
_PASSES = 8
# Characters that only change how their neighbours look, besides those for format.
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0), range(0x180B, 0x1810), (0x034F,))
_UNSEEN = frozenset(chr(code) for code in (*chain(*_SELECTORS), *HIDDEN_DIGITS))


@lru_cache(
    maxsize=1000
)  # a question is redacted for the conversation and for each text it is part of
def redact(text: str) -> str:
    """The text with everything personal replaced; a text with nothing personal stays as it was.

    Where something is taken out, the rest loses characters that cannot be seen, and those of other widths
    and styles and digits of other scripts become plain ones.
    """
    plain = found = _plain(text)
    for _ in range(_PASSES):
        before, found = found, _replaced(found)
        if found == before:
            return text if found == plain else found
    return "[hidden]"  # nobody writes so but to get past this


def _replaced(text: str) -> str:
    """One pass; what it takes out may lay bare what it could not see."""
    found = _EMAIL_AT.sub("[e-mail]", _EMAIL.sub("[e-mail]", text))
    found = _EMAIL_CALLED.sub(r"\1[e-mail]", found)
    found = _IBAN.sub(_iban, found)
    found = _KEY.sub(_key, _DASHED_KEY.sub("[key]", found))
    found = _WHOLE_KEY.sub("[key]", found)
    if any(char.isdigit() or char == ":" for char in found):
        found = hide_shapes(found)
        found = _IPV6.sub(_ip, found)
        found = _IPV4.sub(_ip, found)
        found = hide_orders(_CARD.sub(_card, found))
        found = _PHONE.sub(_phone, found)
        found = show(_CALLED.sub(_called, found))
    return found


def _plain(text: str) -> str:
    if text.isascii():
        return text
    return "".join(map(_plain_form, text))


@lru_cache(maxsize=10_000)
def _plain_form(char: str) -> str:
    """The plain character that `char` looks like, or itself; nothing for one that cannot be seen."""
    if char.isascii():
        return char
    if char in _UNSEEN or unicodedata.category(char) == "Cf":
        return ""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    plain = unicodedata.normalize("NFKC", char)
    # What counts, as ² and ① do, is not a digit of a number.
    return plain if len(plain) == 1 and plain.isascii() and not char.isdigit() else char


def _key(match: re.Match[str]) -> str:
    found = match.group()
    groups = re.findall(r"[A-Za-z0-9]+", found)
    numbered = sum(any(char.isdigit() for char in group) for group in groups)
    # Five words of five letters are no key, nor is a number among them.
    return "[key]" if numbered > 1 or (numbered == 1 and found.upper() == found) else found


def _iban(match: re.Match[str]) -> str:
    """The words after an account number can look like its last groups: it ends where its sum is right."""
    parts = re.split(r"([ \u00a0-])", match[0])
    for end in range(len(parts), 0, -2):
        number = "".join(parts[:end:2]).upper()
        if len(number) >= _SHORTEST_IBAN:
            digits = "".join(str(int(char, 36)) for char in number[4:] + number[:4])
            if int(digits) % 97 == 1:
                return "[iban]" + "".join(parts[end:])
    return match[0]


def _ip(match: re.Match[str]) -> str:
    found = match.group()
    bare = found.rstrip(".:") if not found.endswith("::") else found
    if not any(char.isalnum() for char in bare):
        return found
    if ":" in bare and bare.count(":") < 3 and not any(char.isdigit() for char in bare):
        return found  # a name, as in C::D
    address = bare
    if ":" not in bare:
        numbers = re.findall(r"\d+", bare)
        address = ".".join(number.lstrip("0") or "0" for number in numbers)
    try:
        ipaddress.ip_address(address)
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
    if names_nobody(found):
        return found
    international = found.startswith(("+", "(+", "00", "(00"))
    national = found.startswith(("0", "(0")) and digits >= 8
    eight = _EIGHT.fullmatch(found) or _is_twice_four(match)
    return "[phone]" if international or national or digits >= 9 or eight else found


def _is_twice_four(match: re.Match[str]) -> bool:
    """Whether it is a number as in Singapore, Hong Kong or Denmark, and neither years, a range nor a part's."""
    groups = _TWICE_FOUR.fullmatch(match.group())
    if groups is None or any(map(_YEAR.fullmatch, groups.groups())):
        return False
    first, last = map(int, groups.groups())
    # The ends of a range are round, or beside a round number: "2500-4999 seats".
    if first < last and any(value % 50 in (0, 1, 49) for value in (first, last)):
        return False
    start, end = match.span()
    return "-" not in (match.string[start - 1 : start], match.string[end : end + 1])


def _called(match: re.Match[str]) -> str:
    number = match.group()[len(match[1]) :]
    # Beside a word for calling, what else looks like the number of a part is dialled.
    if names_nobody(number) and not is_part_number(number):
        return match.group()
    return f"{match[1]}[phone]"

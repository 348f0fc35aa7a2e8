"""Pages from the web, within limits of time, size and redirects; the one module that asks a server."""

from __future__ import annotations

import asyncio
import codecs
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp

from assistant.errors import SourceError

TIMEOUT_S = 30.0
REDIRECTS = 5
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_SCHEMES = frozenset(("http", "https"))
_META_CHARSET = re.compile(rb"<meta\b[^<>]*\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_HEAD = 2048  # bytes in which a page names its encoding
_HEADERS = {"Accept": "text/html, text/markdown, application/json, text/*;q=0.9, */*;q=0.1"}


@dataclass(frozen=True, slots=True)
class Page:
    """What a server sent; `url` is where the redirects led."""

    url: str
    data: bytes
    charset: str | None


def is_address(name: str) -> bool:
    """Whether a name is an address rather than a file."""
    return _ADDRESS.match(name) is not None


def without_login(address: str) -> str:
    """The address without a user and a password, for messages and files."""
    return re.sub(r"(?<=://)[^/?#@]*@", "", address, count=1)


def fetch(address: str, largest: int) -> Page:
    """The page at an http or https address, of at most `largest` bytes. Raises SourceError."""
    shown = without_login(address)
    try:
        parts = urlsplit(address)
        if parts.scheme.lower() not in _SCHEMES or not parts.hostname:
            raise SourceError(
                shown, None, "only http and https are read", "save it as a file first"
            )
        return asyncio.run(_fetch(address, shown, largest))
    except TimeoutError as error:
        problem = f"no answer within {TIMEOUT_S:.0f} s"
        raise SourceError(shown, None, problem, "try again, or save it as a file first") from error
    except aiohttp.TooManyRedirects as error:
        problem = f"it leads on more than {REDIRECTS} times"
        raise SourceError(shown, None, problem, "give the address where it ends") from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        problem = f"cannot be fetched ({reason})"
        raise SourceError(shown, None, problem, "check the address and the network") from error


async def _fetch(address: str, shown: str, largest: int) -> Page:
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    async with (
        aiohttp.ClientSession(timeout=timeout, headers=_HEADERS, trust_env=True) as session,
        session.get(address, max_redirects=REDIRECTS) as response,
    ):
        if response.status != 200:
            problem = f"the server says {response.status} {response.reason or ''}".rstrip()
            raise SourceError(shown, None, problem, "check that it can be read without signing in")
        data = bytearray()
        async for chunk in response.content.iter_chunked(65536):
            data += chunk
            if len(data) > largest:
                problem = f"it has more than {largest // 1_000_000} MB"
                raise SourceError(shown, None, problem, "save the part that is needed as a file")
        final = str(response.url.with_user(None).with_fragment(None))
        return Page(final, bytes(data), charset_of(bytes(data), response.charset))


def charset_of(data: bytes, sent: str | None = None) -> str | None:
    """The encoding that the server or the page names, where Python knows it as one of text."""
    found = _META_CHARSET.search(data, 0, _HEAD)
    for name in (sent, found[1].decode("ascii") if found else None):
        try:
            if name is not None:
                "a".encode(name)  # "zip" is a codec, and of no text
                return codecs.lookup(name).name
        except (LookupError, ValueError):
            continue
    return None

"""Addresses in foreign text. Pure."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def resolved(base: str, url: str) -> str:
    """The address that a link on a page leads to; as it is where that cannot be told."""
    try:
        return url if urlsplit(url).scheme else urljoin(base, url)
    except ValueError:
        return url

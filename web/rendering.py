"""Templates to HTML: autoescaped, and strict about what they are given."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from web.assets import asset_url


def page(name: str, *, status: HTTPStatus = HTTPStatus.OK, **values: object) -> HTMLResponse:
    """The template `name` as a response."""
    body = rendered(name, **values)
    return HTMLResponse(body, status, headers={"Cache-Control": "no-store"})


def rendered(name: str, **values: object) -> bytes:
    """The template `name`."""
    # A lone surrogate can be typed into an address; it has no place in UTF-8.
    return _environment().get_template(name).render(values).encode("utf-8", "replace")


def web_link(url: str | None) -> str | None:
    """`url` where a browser may be sent there: http and https only."""
    if url is None:
        return None
    try:
        scheme = urlsplit(url.strip()).scheme
    except ValueError:
        return None
    return url if scheme in ("http", "https") else None


@cache
def _environment() -> Environment:
    environment = Environment(
        # Passages look the same on a page and in a message.
        loader=ChoiceLoader(
            [PackageLoader("web", "templates"), PackageLoader("assistant", "templates")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["web_link"] = web_link
    environment.globals["asset_url"] = asset_url
    return environment

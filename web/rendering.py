"""Templates to HTML: autoescaped, and strict about what they are given."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from assistant import messages
from assistant.types import Corpus
from web.assets import asset_url

_PAGES = "en"  # the language of what the pages say by themselves
_FROM_RIGHT = {"ar", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"}


def page(name: str, *, status: HTTPStatus = HTTPStatus.OK, **values: object) -> HTMLResponse:
    """The template `name` as a response."""
    body = rendered(name, **values)
    return HTMLResponse(body, status, headers={"Cache-Control": "no-store"})


def rendered(name: str, **values: object) -> bytes:
    """The template `name`."""
    # A lone surrogate can be typed into an address; it has no place in UTF-8.
    return _environment().get_template(name).render(values).encode("utf-8", "replace")


def spoken(corpus: Corpus | None) -> Markup:
    """The attributes of an element with words of the FAQ, where those of the page are in another language."""
    if corpus is None or _primary(corpus.language) == _PAGES:
        return Markup("")
    direction = Markup(' dir="rtl"') if _from_right(corpus.language) else Markup("")
    return Markup(' lang="{}"{}').format(corpus.language, direction)


def unspoken(corpus: Corpus) -> Markup:
    """The attributes of an element with words of the page within those of the FAQ."""
    return Markup(' lang="{}" dir="ltr"').format(_PAGES) if spoken(corpus) else Markup("")


def _primary(language: str) -> str:
    return language.lower().partition("-")[0]


def _from_right(language: str) -> bool:
    script = set(language.lower().split("-")) & {"arab", "hebr", "latn", "cyrl"}
    return bool(script & {"arab", "hebr"}) or (not script and _primary(language) in _FROM_RIGHT)


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
    environment.globals.update(
        asset_url=asset_url, spoken=spoken, unspoken=unspoken, messages=messages
    )
    return environment

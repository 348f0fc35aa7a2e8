"""Files for browsers: named by their content, compressed once, and revalidated cheaply."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from string import ascii_letters

import rjsmin
from fastapi import Request, Response
from starlette.exceptions import HTTPException

from web.schemas import LONGEST_COMMENT

_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_NAMES = ("widget.js", "page.css", "admin.css")
_PRIVATE = re.compile(r"this\.#(?![0-9a-f]+\b)(\w+)")  # what could be a colour keeps its name
_CONSTANT = re.compile(r"(?:const |,)([A-Z]{2}[A-Z_]*)=")
_STYLES = re.compile(r"const CSS=`[^`]*`")  # of the widget, which must be one file
_PARTS = re.compile(
    rb'(?=en:"|ja:"|const stringsOf|let sheet)'
)  # of the widget: script, letters, signs, styles
_FOREVER = "public, max-age=31536000, immutable"
_SHORTLY = "public, max-age=300, stale-while-revalidate=86400"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent; `version` changes with its content."""

    body: bytes
    packed: bytes
    version: str
    media_type: str


@cache
def load_asset(name: str) -> Asset:
    """Read, shrink and compress a file, once."""
    suffix = name[name.rindex(".") :]
    text = (files("web") / "static" / name).read_text(encoding="utf-8")
    if suffix == ".js":
        text = text.replace("LONGEST_COMMENT", str(LONGEST_COMMENT))
        text = _STYLES.sub(lambda match: _shrunk_css(match[0]), str(rjsmin.jsmin(text)))
        text = _short_names(text)
    return packed(text.encode(), _TYPES[suffix])


def packed(body: bytes, media_type: str) -> Asset:
    """A body to be sent often: compressed once."""
    version = hashlib.sha256(body).hexdigest()[:16]
    return Asset(body, _gzipped(body), version, media_type)


def _gzipped(body: bytes) -> bytes:
    """`body` as gzip, each part in a block of its own: one code for all of them would fit none."""
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    blocks = [packer.compress(part) + packer.flush(zlib.Z_BLOCK) for part in _PARTS.split(body)]
    return b"".join(blocks) + packer.flush()


def _short_names(script: str) -> str:
    """The script with short names for its constants and private members, which nobody outside can see."""
    names = dict.fromkeys(_PRIVATE.findall(script))
    short = dict(zip(names, (f"#{letter}" for letter in ascii_letters), strict=False))
    script = re.sub(r"#(\w+)", lambda match: short.get(match[1], match[0]), script)
    constants = dict.fromkeys(_CONSTANT.findall(script))
    short = dict(zip(constants, (f"{letter}$" for letter in ascii_letters), strict=False))
    return re.sub(r"(?<!\.)\b[A-Z_]+\b", lambda match: short.get(match[0], match[0]), script)


def _shrunk_css(css: str) -> str:
    """Style rules without the spaces that only people need. In selectors and sums spaces have a meaning."""
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    return re.sub(r":\s+", ":", css).replace(";}", "}")


def asset_url(name: str) -> str:
    """The address of a file in this version: it may be kept for ever."""
    folder = "/" if name == "widget.js" else "/static/"
    return f"{folder}{name}?v={load_asset(name).version}"


def asset(request: Request, name: str) -> Response:
    """The response for a file; pages of other sites may load it."""
    if name not in _NAMES:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"there is no file {name!r}")
    found = load_asset(name)
    headers = {
        "Cache-Control": _FOREVER if request.query_params.get("v") == found.version else _SHORTLY,
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return sent(request, found, headers)


def sent(request: Request, found: Asset, more: Mapping[str, str]) -> Response:
    """The response for what is packed: 304 where the browser has it, compressed where it takes that."""
    etag = f'"{found.version}"'
    headers = {"ETag": etag, "Vary": "Accept-Encoding", **more}
    if _matches(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    body = found.body
    if _takes_gzip(request.headers.get("accept-encoding", "")):
        body = found.packed
        headers["Content-Encoding"] = "gzip"
    return Response(body, headers=headers, media_type=found.media_type)


def _matches(given: str, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in given.split(",")]
    return "*" in tags or etag in tags


def _takes_gzip(accepted: str) -> bool:
    for part in accepted.lower().split(","):
        coding, _, parameters = part.strip().partition(";")
        if coding.strip() in ("gzip", "*"):
            return parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False

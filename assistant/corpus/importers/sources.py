"""The files, folders and addresses that are imported: found one by one, read within limits."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from assistant.corpus.importers.detection import ENDINGS, Format
from assistant.corpus.importers.fetching import charset_of, fetch, is_address, without_login
from assistant.corpus.importers.items import Document
from assistant.errors import SourceError

LARGEST = 10_000_000  # bytes of one source
_AS_BROWSERS_READ = {"iso8859-1": "cp1252", "ascii": "cp1252"}  # of which they are parts
_NAMES = 60  # characters of the name of a file or folder


@dataclass(frozen=True, slots=True)
class Source:
    """A file or an address to read; `named`: the operator gave this very name, not a folder around it."""

    shown: str
    path: str
    place: Path | str
    named: bool


def find_sources(
    names: Sequence[str], target: Path, chosen: Format = Format.AUTO
) -> Iterator[Source | SourceError]:
    """What the names stand for, in order.

    Of folders these are the files with an ending of the format, but not those of the target.
    """
    endings = {end for end, kind in ENDINGS.items() if chosen in {Format.AUTO, kind}}
    for name in names:
        if is_address(name):
            yield Source(without_login(name), _path_of_address(name), name, named=True)
        elif Path(name).is_dir():
            yield from _in_folder(Path(name), target, endings)
        else:
            yield Source(name, _slugs(PurePosixPath(Path(name).name)), Path(name), named=True)


def read_source(source: Source) -> Document:
    """The text of a source. Raises SourceError."""
    if isinstance(source.place, str):
        page = fetch(source.place, LARGEST)
        text = _decoded(page.data, source.shown, page.charset or "utf-8")
        return Document(source.shown, source.path, text, page.url)
    try:
        with source.place.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        fix = "check the name and its permissions"
        raise SourceError(source.shown, None, f"cannot be read ({reason})", fix) from error
    if len(data) > LARGEST:
        problem = f"it has more than {LARGEST // 1_000_000} MB"
        raise SourceError(
            source.shown, None, problem, "split it, or name the files of the FAQ alone"
        )
    return Document(source.shown, source.path, _decoded(data, source.shown, _charset(data)))


def _charset(data: bytes) -> str:
    """UTF-8 where the bytes are that, as pages that were saved often are; else what the page says."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return _AS_BROWSERS_READ.get(found := charset_of(data) or "utf-8", found)
    return "utf-8"


def _decoded(data: bytes, shown: str, charset: str) -> str:
    if not data.strip():
        raise SourceError(shown, None, "it is empty", "name another source")
    if b"\0" in data:
        fix = "name a text file, or save it as UTF-8 text"
        raise SourceError(shown, None, "it holds NUL bytes and is no text", fix)
    try:
        return data.decode(charset)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = f"byte 0x{data[error.start]:02x} is not {charset.upper()}"
        raise SourceError(shown, line, problem, "save the file as UTF-8") from error


def _in_folder(
    folder: Path, target: Path, endings: Container[str]
) -> Iterator[Source | SourceError]:
    errors: list[OSError] = []
    files: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(n for n in folders if not _is_left_out(Path(root) / n, target))
        files += [
            Path(root) / name
            for name in sorted(names)
            if not name.startswith(".") and Path(name).suffix.lower() in endings
            if (Path(root) / name).is_file() or (Path(root) / name).is_symlink()
        ]
    for error in errors:
        name, reason = error.filename or folder, error.strerror or error
        yield SourceError(str(name), None, f"cannot be read ({reason})", "check its permissions")
    for file in files:
        inside = PurePosixPath(file.relative_to(folder).as_posix())
        yield Source(str(file), _slugs(inside), file, named=False)


def _is_left_out(folder: Path, target: Path) -> bool:
    return folder.name.startswith(".") or folder.resolve() == target.resolve()


def _path_of_address(address: str) -> str:
    parts = urlsplit(address)
    path = PurePosixPath(unquote(parts.path).strip("/") or parts.hostname or "page")
    return _slugs(PurePosixPath(path.name or "page"))


def _slugs(path: PurePosixPath) -> str:
    """Folders and name as a corpus has them: without the ending, nothing that is left out of a corpus."""
    *folders, name = path.parts
    stem = PurePosixPath(name).stem if PurePosixPath(name).suffix.lower() in ENDINGS else name
    slugs = [_slug(part) for part in (*folders, stem)]
    if slugs[-1] == "readme":
        slugs[-1] = "from-readme"  # README.md is about a corpus, not of it
    return "/".join(slugs)


def _slug(name: str) -> str:
    return re.sub(r"[\W_]+", "-", name.casefold())[:_NAMES].strip("-") or "faq"

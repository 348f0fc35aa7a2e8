"""What a corpus declares once for all of its files: audiences, resources, the way out."""

from __future__ import annotations

import re

from assistant.audiences import normalised_name
from assistant.corpus.metadata import Fields
from assistant.corpus.problems import Reporter
from assistant.types import Audience, Escalation, Link, Resource

ID_PATTERN = re.compile(r"\w[\w.\-]*")
ID_FIX = "use letters, digits, `-`, `_` and `.`"


class Declarations:
    """Collects the corpus-level keys of every file; each key may stand in one file only.

    Only `title` may stand in more, as other tools give every page one: the first is the corpus's.
    """

    def __init__(self, reporter: Reporter) -> None:
        self.title: str | None = None
        self.language: str | None = None
        self.audiences: tuple[Audience, ...] = ()
        self.resources: tuple[Resource, ...] = ()
        self.escalation = Escalation("")
        self.resource_fields: dict[str, Fields] = {}
        self.escalation_fields: Fields | None = None
        self._reporter = reporter
        self._declared: dict[str, str] = {}

    def read(self, fields: Fields) -> None:
        """Take the corpus-level keys of a file's front matter."""
        for key in ("title", "language", "audiences", "resources", "escalation"):
            given = key in fields
            if given and key in self._declared:
                problem = f"{key!r} is declared already at {self._declared[key]}"
                if key == "title":
                    fields.warn(key, f"{problem}, which names the corpus", "remove this one")
                else:
                    fields.fail(key, problem, "keep one of the two")
                given = False
            if given:
                self._declared[key] = fields.place(key)
            self._take(key, fields, given)

    def _take(self, key: str, fields: Fields, given: bool) -> None:
        """Read the key, which marks it as known; keep the value if it is the first."""
        if not given:
            fields.known(key)
        elif key == "title":
            self.title = fields.text(key)
        elif key == "language":
            self.language = fields.text(key)
        elif key == "audiences":
            self.audiences = _audiences(fields)
        elif key == "resources":
            self.resources = self._resources(fields)
        else:
            self.escalation_fields = fields.table(key)
            self.escalation = _escalation(self.escalation_fields)

    def _resources(self, fields: Fields) -> tuple[Resource, ...]:
        resources: list[Resource] = []
        names: dict[str, str] = {}
        for item in fields.tables("resources"):
            title = item.text("title", required=True)
            url, aliases = item.url(), item.texts("aliases")
            item.close()
            if title in self.resource_fields:
                item.fail("title", f"resource {title!r} is declared twice", "keep one of the two")
            elif title is not None:
                _claim(item, names, title, (title, *aliases))
                resources.append(Resource(title, url, aliases))
                self.resource_fields[title] = item
        return tuple(resources)

    def audience(self, fields: Fields, key: str = "audience") -> str | None:
        """The declared audience id at a key; None where it is absent or (reported) wrong."""
        value = fields.text(key)
        known = [audience.id for audience in self.audiences]
        if value is None or value in known:
            return value
        listed = ", ".join(known) or "none"
        fields.fail(key, f"unknown audience {value!r}", f"declared are {listed}")
        return None

    def resource_titles(self, fields: Fields, key: str = "resources") -> tuple[str, ...]:
        """Titles of the declared resources that a key lists by title or alias."""
        by_name = {
            normalised_name(name): resource.title
            for resource in self.resources
            for name in (resource.title, *resource.aliases)
        }
        titles: list[str] = []
        for name in fields.texts(key):
            title = by_name.get(normalised_name(name))
            if title is None:
                fix = "declare it under `resources` in the front matter"
                fields.fail(key, f"unknown resource {name!r}", fix)
            else:
                titles.append(title)
        return tuple(dict.fromkeys(titles))


def _audiences(fields: Fields) -> tuple[Audience, ...]:
    audiences: list[Audience] = []
    names: dict[str, str] = {}
    for item in fields.tables("audiences"):
        audience_id = item.text("id", required=True)
        label = item.text("label", required=True)
        aliases = item.texts("aliases")
        item.close()
        if audience_id is None or label is None:
            continue
        if not ID_PATTERN.fullmatch(audience_id):
            item.fail("id", f"{audience_id!r} cannot be an id", ID_FIX)
        elif audience_id in {audience.id for audience in audiences}:
            item.fail("id", f"audience {audience_id!r} is declared twice", "keep one of the two")
        else:
            _claim(item, names, audience_id, (label, *aliases))
            audiences.append(Audience(audience_id, label, aliases))
    return tuple(audiences)


def _claim(item: Fields, names: dict[str, str], owner: str, claimed: tuple[str, ...]) -> None:
    """Report the names that another item has already; a name would then mean two things."""
    for name in claimed:
        other = names.setdefault(normalised_name(name), owner)
        if other != owner:
            item.fail(None, f"{name!r} already names {other!r}", "give each its own names")


def _escalation(fields: Fields) -> Escalation:
    text = fields.text("text", required=True)
    links: list[Link] = []
    for item in fields.tables("links"):
        title, url = item.text("title", required=True), item.url()
        item.close()
        if title is not None:
            links.append(Link(title, url))
    fields.close()
    return Escalation(text or "", tuple(links))

"""Questions, comments and reasons are typed by strangers: on no page may they be more than text."""

import re
from html.parser import HTMLParser

from tests.web.admin.conftest import Admin, disliked, told
from tests.web.admin.test_review import keys_of

PAYLOADS = [
    "<script>alert(1)</script> why?",
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "<svg onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</select></form><form action=//evil.example>",
    "{{ 7*7 }} {% raw %} ${7*7}",
    "javascript:alert(1)",
    "<style>*{display:none}</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "--><script>alert(1)</script><!--",
    "+++ b/evil\n@@ -1 +1 @@\n+evil",
    "\u202etxt.exe\u2066<b>",
]
FIELDS = [
    ("/admin/", "days"),
    ("/admin/review", "page"),
    ("/admin/review/x", "entry"),
    ("/admin/login", "next"),
]


class Found(HTMLParser):
    """Everything on a page that could act."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name in ("href", "src", "action", "formaction"):
                self.addresses.add(value or "")


def check(page: str) -> None:
    found = Found()
    found.feed(page)
    assert not found.tags & {"script", "img", "iframe", "style", "math", "b", "mi"}, found.tags
    assert not {name for name in found.attributes if name.startswith("on")} | (
        found.attributes & {"style", "autofocus"}
    )
    assert all(re.match(r"/|#|data:image/svg", address) for address in found.addresses)
    assert not any(address.startswith("//") for address in found.addresses)
    assert not re.search(r"[ >]49[ <]", page)  # nothing was worked out


def test_hostile_text_is_only_text(admin: Admin) -> None:
    for payload in PAYLOADS:
        admin.context.service.store.write(
            [
                *told(payload, times=2),
                *told(payload + " again?"),
                *disliked(f"May films {payload}", reason=payload[:90], comment=payload),
            ]
        )
    check(admin.get("/admin/"))
    review = admin.get("/admin/review")
    check(review)
    for address in dict.fromkeys(re.findall(r"/admin/review/[0-9a-f]{16}", review)):
        page = admin.get(address)
        check(page)
        chosen = keys_of(page)
        check(admin.post(f"{address}/phrasings", page, entry="films", question=chosen).text)
        check(admin.post(f"{address}/questions", page, entry="-", question=chosen).text)
    check(admin.get("/admin/changes"))
    changes = admin.context.changes.all()
    assert len(changes) > len(PAYLOADS)
    for change in changes:
        check(admin.get(f"/admin/changes/{change.id}"))
        patch = admin.client.get(f"/admin/changes/{change.id}.patch")
        assert patch.headers["content-type"].startswith("text/x-patch")
        assert patch.headers["x-content-type-options"] == "nosniff"
        assert len(re.findall(r"(?m)^\+\+\+ ", patch.text)) == 1


def test_hostile_addresses_and_fields_are_only_text(admin: Admin) -> None:
    for payload in PAYLOADS:
        for address, name in FIELDS:
            response = admin.client.get(address, params={name: payload})
            assert response.status_code < 500
            check(response.text)
        response = admin.post("/admin/index/rollback", admin.get("/admin/"), current=payload)
        check(response.text)

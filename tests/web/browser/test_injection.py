"""Markup in questions, corpus, suggestions and feedback is text, with and without a policy."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from assistant.settings import load_settings
from tests.web.admin.conftest import TOKEN
from tests.web.browser.conftest import NewPage, answer, answering, ask, serving
from tests.web.conftest import open_library
from web.app import create_app

PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script/src=data:,alert(1)></script>",
    "<script>alert&#40;1&#41;</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><img src=x onerror=alert(1)>",
    "<img src=`x` onerror=alert(1)>",
    "<img/src/onerror=alert(1)>",
    "<IMG SRC=javascript:alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:alert(1)><text y=9>x</text></a></svg>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)></select>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<a href=javascript:alert(1)>click</a>",
    '<a href="jav&#x09;ascript:alert(1)">click</a>',
    "[click](javascript:alert(1))",
    "![x](x onerror=alert(1))",
    "<style>@import 'javascript:alert(1)'</style>",
    "<link rel=stylesheet href=javascript:alert(1)>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=javascript:alert(1)//>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></math>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "{{ cycler.__init__.__globals__ }} {% raw %}<img src=x onerror=alert(1)>{% endraw %}",
    "${alert(1)} `${alert(1)}` #{alert(1)}",
    "';alert(1)//\\';alert(1)//",
    "\u2028alert(1)\u2029</script><script>alert(1)//",
    "&lt;img src=x onerror=alert(1)&gt;",
    "%3Cimg src=x onerror=alert(1)%3E",
    "<faq-assistant endpoint=javascript:alert(1)></faq-assistant>",
]
# What is Markdown in them, or an entity, reads otherwise.
READS = {
    "<script>alert&#40;1&#41;</script>": "<script>alert(1)</script>",
    "<img src=`x` onerror=alert(1)>": "<img src=x onerror=alert(1)>",
    '<a href="jav&#x09;ascript:alert(1)">click</a>': '<a href="jav ascript:alert(1)">click</a>',
    "{{ cycler.__init__.__globals__ }} {% raw %}<img src=x onerror=alert(1)>{% endraw %}": (
        "{{ cycler.init.globals }} {% raw %}<img src=x onerror=alert(1)>{% endraw %}"
    ),
    "${alert(1)} `${alert(1)}` #{alert(1)}": "${alert(1)} ${alert(1)} #{alert(1)}",
    "';alert(1)//\\';alert(1)//": "';alert(1)//';alert(1)//",
    "&lt;img src=x onerror=alert(1)&gt;": "<img src=x onerror=alert(1)>",
}
MARKDOWN = [
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](<java script:alert(1)>)",
    "[click](&#106;avascript:alert(1))",
    "[click](java&#x0A;script:alert(1))",
    "[click](\\javascript:alert(1))",
    "[click](data:text/html,<script>alert(1)</script>)",
    "[click](vbscript:alert(1))",
    '[click](https://e.example/"onmouseover="alert(1))',
    '[click](https://e.example/ "x" onclick=alert(1)")',
    "[<img src=x onerror=alert(1)>](https://e.example/)",
    "[![alert(1)](javascript:alert(1))](javascript:alert(1))",
    "![<img src=x onerror=alert(1)>](x)",
    "![alert(1)](javascript:alert(1))",
    '![alert(1)](x"onerror=alert(1))',
    "<javascript:alert(1)>",
    "<https://e.example/?alert(1)><script>alert(1)</script>",
    "`<img src=x onerror=alert(1)>`",
    "**<svg onload=alert(1)>** _<svg onload=alert(1)>_ ~~<svg onload=alert(1)>~~",
    "<br onclick=alert(1)><br><b onclick=alert(1)>**x**</b>",
    "\n\n```html\n<script>alert(1)</script>\n```",
    '\n\n```"><script>alert(1)</script>\nalert(1)\n```',
    "\n\n    <script>alert(1)</script>",
    "\n- <iframe src=javascript:alert(1)>\n- [x](javascript:alert(1))",
    "\n1. <object data=javascript:alert(1)>",
    "\n> [!<script>alert(1)</script>]\n> <embed src=javascript:alert(1)>",
    "\n\n| <script>alert(1)</script> | b |\n|---|---|\n| <img src=x onerror=alert(1)> | \\| |",
    "\n\n<div>\n<script>alert(1)</script>\n</div>",
    "\n[x]: javascript:alert(1)\n[x] [alert(1)][x]",
]
NAMES = (
    "apple bridge candle dragon engine forest garden hammer island jacket kettle lantern mirror needle orange "
    "pencil quiver rocket saddle tunnel umbrella violin window xylophone yacht zipper anchor barrel copper"
).split()
FOREIGN = """() => { const roots = [document];
  for (const e of document.querySelectorAll("faq-assistant")) roots.push(e.shadowRoot);
  return roots.flatMap((root) => [...root.querySelectorAll("*")]).filter((e) =>
    ["img", "iframe", "object", "embed", "style", "math", "video", "audio", "marquee", "base", "template"]
      .includes(e.localName) || (e.localName === "script" && !e.src && e.type !== "application/ld+json") ||
    [...e.attributes].some((a) => /^on/i.test(a.name) || /^\\s*javascript:/i.test(a.value) && a.name === "href"))
    .map((e) => e.outerHTML.slice(0, 120)); }"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site whose corpus is full of markup: headings, phrasings, passages, links and names."""
    folder = tmp_path_factory.mktemp("hostile") / "corpus"
    folder.mkdir()
    front = {
        "title": PAYLOADS[1],
        "audiences": [{"id": "a", "label": PAYLOADS[7], "aliases": ["anyone"]}],
        "escalation": {"text": PAYLOADS[6], "links": [{"title": PAYLOADS[8], "url": None}]},
    }
    parts = [f"---\n{yaml.safe_dump(front)}---\n"]
    for number, payload in enumerate(PAYLOADS):
        line = one_line(payload)
        meta = f"id: e{number}\nalternates: [Number {number} please]"
        parts.append(f"## Zebra{number} {line}\n<!-- faq\n{meta}\n-->\n\nGnu{number} says {line}\n")
    (folder / "faq.md").write_text("\n".join(parts), encoding="utf-8")
    with serving(application(folder, folder.parent)) as address:
        yield address


@pytest.fixture(scope="module")
def reviewed(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site whose feedback is read at /admin/."""
    with serving(application(library, tmp_path_factory.mktemp("reviewed"))) as address:
        yield address


def application(corpus: Path, folder: Path) -> FastAPI:
    """The application on a corpus, with what it keeps in `folder`."""
    settings = load_settings(
        corpus=corpus,
        cache_dir=folder / "cache",
        store=f"sqlite:///{folder / 'store.sqlite3'}",
        review_dir=folder / "review",
        admin_token=TOKEN,
        rate_limit_client="",
        rate_limit_suggest="",
        rate_limit_total="",
    )
    return create_app(settings, open_assistant=open_library)


def one_line(payload: str) -> str:
    """`payload` as a line of a corpus file, where a comment may not stand within a passage."""
    return " ".join(payload.replace("<!--", "<! --").split())


def check(page: Page) -> None:
    assert page.evaluate(FOREIGN) == []


def test_there_are_enough_payloads() -> None:
    assert len(set(PAYLOADS)) >= 40


@pytest.mark.parametrize("half", [0, 1])  # a tab keeps 30 turns
def test_questions_are_text(new_page: NewPage, site: str, half: int) -> None:
    page = new_page(bypass_csp=True)
    page.goto("/")
    page.locator("faq-assistant .launch").click()
    answering(page, answer(verdict=None))
    asked = PAYLOADS[half::2]
    for number, payload in enumerate(asked):
        page.locator("faq-assistant").evaluate("(e, text) => e.ask(text)", payload)
        expect(page.locator("faq-assistant .card")).to_have_count(number + 1)
        shown = page.locator("faq-assistant .mine").nth(number).text_content() or ""
        assert shown == f"Your question: {payload}"
    check(page)
    page.reload()
    expect(page.locator("faq-assistant .card")).to_have_count(len(asked))
    check(page)


@pytest.mark.parametrize("half", [0, 1])
def test_answer_pages_show_questions_and_entries_as_text(
    new_page: NewPage, hostile: str, half: int
) -> None:
    page = new_page(bypass_csp=True)
    for number, payload in list(enumerate(PAYLOADS))[half::2]:
        page.goto(f"{hostile}/ask")
        page.get_by_role("searchbox").fill(f"Zebra{number} {payload}")
        page.get_by_role("searchbox").press("Enter")
        expect(page.locator("h1")).to_contain_text(f"Zebra{number}")
        check(page)


def test_all_entries_are_text(new_page: NewPage, hostile: str) -> None:
    page = new_page(bypass_csp=True)
    for path in ("/", "/browse"):
        page.goto(hostile + path)
        check(page)
    text = page.locator("main").text_content() or ""
    for payload in PAYLOADS:
        assert one_line(READS.get(payload, payload)) in " ".join(text.split())


def test_the_widget_shows_a_hostile_corpus_as_text(new_page: NewPage, hostile: str) -> None:
    page = new_page(bypass_csp=True)
    page.goto(hostile)
    page.locator("faq-assistant .launch").click()
    for number in (0, 1, 6, 12, 18, 29, 34, 41):
        card = ask(page, f"Zebra{number} gnu{number}")
        expect(card).to_be_visible()
    page.locator("faq-assistant .ask input").press_sequentially("zebra")
    expect(page.locator("faq-assistant [role=option]").first).to_be_visible()
    check(page)


def test_markdown_makes_nothing_that_runs(
    new_page: NewPage, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("markdown") / "corpus"
    folder.mkdir()
    named = dict(zip(NAMES, MARKDOWN, strict=True))
    parts = [
        f"## What says the {name}?\n\nThe {name} says alert(1) {payload}\n"
        for name, payload in named.items()
    ]
    (folder / "faq.md").write_text("\n".join(parts), encoding="utf-8")
    page = new_page(bypass_csp=True)
    with serving(application(folder, folder.parent)) as address:
        page.goto(f"{address}/browse")
        for name in named:
            entry = page.locator(f"#what-says-the-{name}")
            expect(entry).to_contain_text(f"The {name} says alert(1)")
        check(page)
        check_links(page)
        page.locator("faq-assistant .launch").click()
        for name in named:
            card = ask(page, f"What says the {name}?")
            expect(card.locator("blockquote").first).to_contain_text(f"The {name} says")
        check(page)
        check_links(page)
        for name in named:
            page.goto(f"{address}/ask?q=What+says+the+{name}%3F")
            expect(page.locator("blockquote").first).to_contain_text(f"The {name} says")
            check(page)
            check_links(page)


def check_links(page: Page) -> None:
    """Every link leads to the web or to a mail programme."""
    protocols = page.locator("a").evaluate_all("(all) => all.map((e) => e.protocol)")
    assert set(protocols) <= {"http:", "https:", "mailto:"}


def test_every_field_of_an_answer_and_of_suggestions_is_text(new_page: NewPage) -> None:
    page = new_page(bypass_csp=True)
    page.goto("/")
    page.locator("faq-assistant .launch").click()
    answering(page, *(everywhere(payload) for payload in PAYLOADS))
    for number, payload in enumerate(PAYLOADS):
        if number == 30:  # a tab keeps 30 turns
            check(page)
            page.locator("faq-assistant .head button").first.click()
        card = ask(page, "?")
        for quote in card.locator("blockquote").all_text_contents():
            assert payload in quote
        links = card.locator("a").evaluate_all("(all) => all.map((e) => e.protocol)")
        assert set(links) <= {"http:", "https:"}
    offered = {"suggestions": [{"entry_id": "x", "title": p, "text": p} for p in PAYLOADS]}
    page.route("**/api/v1/suggest*", lambda route: route.fulfill(json=offered))
    page.locator("faq-assistant .ask input").press_sequentially("zebra")
    options = page.locator("faq-assistant [role=option]")
    expect(options).to_have_count(len(PAYLOADS))
    assert options.all_text_contents() == PAYLOADS
    check(page)


def test_feedback_is_text_where_it_is_given_and_where_it_is_read(
    new_page: NewPage, reviewed: str
) -> None:
    page = new_page(bypass_csp=True)
    for number, payload in enumerate(PAYLOADS):
        page.goto(f"{reviewed}/ask?q=May+films+be+borrowed+{number}%3F")
        page.locator(".rate summary").click()
        page.get_by_label("Anything to add?").fill(payload)
        page.get_by_role("button", name="Send feedback").click()
        expect(page.locator("h1")).to_have_text("Thank you.")
        check(page)
    page.goto(f"{reviewed}/admin/")
    page.get_by_label("Admin token").fill(TOKEN)
    page.get_by_role("button", name="Sign in").click()
    shown = " ".join((page.locator("main").text_content() or "").split())
    for payload in PAYLOADS:
        assert " ".join(payload.split()) in shown
    check(page)


def everywhere(payload: str) -> dict[str, object]:
    """An answer with `payload` in every field."""
    passage = answer()["passages"][0] | {
        "entry_id": payload,
        "title": payload,
        "text": payload,
        "source": {"path": payload, "start": 0, "end": 1, "url": f"javascript:{payload}"},
    }
    link = {"tag": "a", "url": f"javascript:{payload}", "children": [payload]}
    foreign = [{"tag": tag, "children": [payload]} for tag in ("script", "iframe", payload)]
    code = {"tag": "pre", "start": payload, "children": [payload]}
    formed = passage | {"layout": [{"tag": "p", "children": [payload, link, *foreign]}, code]}
    option = {"label": payload, "audience": payload}
    row = {"audience": payload, "label": payload, "value": payload, "evidence": 0}
    return answer(
        passages=[passage, formed],
        evidence=[{"passage": 0, "quote": payload, "start": 0, "end": 9}],
        verdict={
            "value": payload,
            "confidence": 1,
            "by_audience": [row],
            "conditions": [{"text": payload, "evidence": 0, "audience": payload}],
        },
        clarification={"question": payload, "options": [option]},
        resources=[
            {"title": payload, "url": payload},
            {"title": "x", "url": "javascript:alert(1)"},
        ],
        escalation={"text": payload, "links": [{"title": payload, "url": "data:text/html,x"}]},
    )

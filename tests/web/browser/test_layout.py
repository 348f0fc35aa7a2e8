"""Lists, tables, links and code of a passage in the widget and on the pages, as people see them."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assistant.answer_json import answer_to_json
from assistant.composition import with_layout
from assistant.types import Evidence, Passage, Source
from tests.web.browser.conftest import NewPage, answer, answering, ask, serving
from tests.web.browser.test_accessibility import LOOKS, check
from tests.web.browser.test_injection import application

TABLE = """| Plan | Price | What is included in it |
|------|-------|------------------------|
| Pro  | 20    | Unquestionably extraordinary responsibilities notwithstanding |
"""
TEXT = f"""To deploy 🌍, **do this**:

3. Run `faq lint` in *your* folder.
4. Read [the guide](https://example.org/guide) or [write](mailto:a@example.org):
   - first,
   - then.

{TABLE}
```
faq serve --host 0.0.0.0 --port 8000 --corpus a-rather-long-name-of-a-folder
```

> [!NOTE]
> All of it <script>alert(1)</script>.
"""
QUOTE = "this**:\n\n3. Run `faq lint` in *your* folder.\n4. Read [the guide]"


def marked_down(text: str = TEXT, quote: str = QUOTE) -> dict[str, Any]:
    """An answer as the server gives it."""
    start = text.index(quote)
    evidence = Evidence(0, quote, start, start + len(quote))
    passage = Passage("deploy", "How to deploy?", text, Source("f.md", 0, 1), None, 0.9)
    [passage] = with_layout((passage,), (evidence,))
    fields = answer_to_json(passage)  # type: ignore[arg-type]
    return answer(
        verdict=None,
        passages=[fields],
        evidence=[{"passage": 0, "quote": quote, "start": start, "end": start + len(quote)}],
    )


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("handbook") / "corpus"
    folder.mkdir()
    faq = f"---\ntitle: Handbook\n---\n\n## How to deploy?\n\n{TEXT}\n## Which plans?\n\n{TABLE}"
    (folder / "faq.md").write_text(faq, encoding="utf-8")
    with serving(application(folder, folder.parent)) as address:
        yield address


def test_the_widget_shows_elements_with_the_evidence_marked(page: Page) -> None:
    answering(page, marked_down())
    quote = ask(page, "?").locator("figure > blockquote")
    expect(quote.locator("ol")).to_have_attribute("start", "3")
    expect(quote.locator("ol > li")).to_have_count(2)
    expect(quote.locator("ol ul > li")).to_have_text(["first,", "then."])
    expect(quote.locator("th")).to_have_text(["Plan", "Price", "What is included in it"])
    expect(quote.locator("pre")).to_contain_text("faq serve --host")
    expect(quote.locator("li code")).to_have_attribute("dir", "ltr")
    expect(quote.locator("blockquote")).to_contain_text("<script>alert(1)</script>")
    links = quote.locator("a").evaluate_all("(all) => all.map((e) => [e.href, e.target])")
    assert links == [["https://example.org/guide", "_blank"], ["mailto:a@example.org", ""]]
    marks = quote.locator("mark").all_text_contents()
    assert "".join(marks) == "this:Run faq lint in your folder.Read the guide"


def test_a_wide_table_shows_that_there_is_more(page: Page) -> None:
    answering(page, marked_down())
    quote = ask(page, "?").locator("figure > blockquote")
    expect(quote.locator("table")).to_have_css("background-image", re.compile("linear-gradient"))


def test_a_condition_reads_without_marks(page: Page) -> None:
    conditions = [{"text": "unless **x**", "evidence": 0, "plain": "unless x"}]
    verdict = {"value": "yes", "confidence": 1, "by_audience": [], "conditions": conditions}
    answering(page, marked_down() | {"verdict": verdict})
    expect(ask(page, "?").locator(".list li")).to_have_text(["unless x"])


@pytest.mark.parametrize("look", LOOKS)
def test_it_is_accessible_and_fits(new_page: NewPage, handbook: str, look: dict[str, Any]) -> None:
    page = new_page(reduced_motion="reduce", **look)
    page.goto("/")
    page.locator("faq-assistant .launch").click()
    answering(page, marked_down())
    ask(page, "?")
    check(page, "widget")
    for path in ("/browse", "/ask?q=Which+plans%3F"):
        page.goto(handbook + path)
        expect(page.locator("main table").first).to_be_visible()
        check(page, path)


def test_text_from_right_to_left(page: Page) -> None:
    answering(page, marked_down("**شغّل** الأمر:\n\n- `faq lint` ثم\n- `faq serve`", "الأمر"))
    quote = ask(page, "?").locator("blockquote")
    assert quote.evaluate("(e) => getComputedStyle(e).direction") == "rtl"
    assert quote.locator("li").first.evaluate("(e) => getComputedStyle(e).direction") == "rtl"
    assert quote.locator("code").first.evaluate("(e) => getComputedStyle(e).direction") == "ltr"

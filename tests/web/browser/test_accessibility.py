"""WCAG 2.2 AA, as far as a machine can tell, and the keyboard."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import DEPENDS, NewPage, answering, ask

SMALL = """() => {
  const roots = [document, ...[...document.querySelectorAll("faq-assistant")].map((e) => e.shadowRoot)];
  const found = roots.flatMap((root) =>
    [...root.querySelectorAll("button, input, select, textarea, summary, [role=option]")]);
  return found.filter((e) => e.checkVisibility() && e.getBoundingClientRect().width > 1)
    .filter((e) => Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height) < 24)
    .map((e) => e.outerHTML.slice(0, 100)); }"""
OVERFLOW = """() => { const panel = document.querySelector("faq-assistant")?.shadowRoot.querySelector(".panel");
  const log = panel?.querySelector(".log");
  return [document.documentElement, panel, log].filter(Boolean).map((e) => e.scrollWidth - e.clientWidth); }"""
LOOKS = [
    pytest.param({"viewport": {"width": width, "height": 800}, "color_scheme": scheme}, id=name)
    for width, scheme, name in (
        (1280, "light", "desktop"),
        (1280, "dark", "desktop-dark"),
        (390, "light", "phone"),
        (320, "dark", "small-dark"),
    )
]


def check(page: Page, where: str) -> None:
    """No violation of any rule, no target under 24 pixels, nothing wider than the screen."""
    # Colours are what they will be once nothing moves any more.
    page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    results = Axe().run(page, options=options)
    assert results.violations_count == 0, f"{where}: {results.generate_report()}"
    assert page.evaluate(SMALL) == [], where
    assert max(page.evaluate(OVERFLOW)) <= 0, where


@pytest.mark.parametrize("look", LOOKS)
def test_every_state_of_the_widget_is_accessible(new_page: NewPage, look: dict[str, Any]) -> None:
    page = new_page(reduced_motion="reduce", **look)
    page.goto("/")
    check(page, "closed")
    page.locator("faq-assistant .launch").click()
    check(page, "open")
    card = ask(page, "Can licenses be shared across countries?")
    check(page, "clarification")
    card.get_by_role("button", name="Not helpful").click()
    check(page, "reasons")
    ask(page, "What are tokens for?")
    check(page, "answered")
    page.locator("faq-assistant .ask input").press_sequentially("what")
    expect(page.locator("faq-assistant [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    check(page, "suggestions")
    ask(page, "What is the weather in Paris tomorrow?")
    check(page, "not covered")
    answering(page, DEPENDS)
    ask(page, "Shared?")
    check(page, "depends")
    page.unroute("**/api/v1/ask")
    page.route("**/api/v1/ask", lambda route: route.abort())
    ask(page, "Shared?")
    check(page, "error")


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_is_accessible(new_page: NewPage, look: dict[str, Any]) -> None:
    page = new_page(reduced_motion="reduce", **look)
    for path in (
        "/ask",
        "/ask?q=Can+licenses+be+shared+across+countries%3F",
        "/ask?q=What+is+the+weather+in+Paris+tomorrow%3F",
        "/ask?q=x&audience=nobody",
        "/browse",
        "/browse#kms-keys",
        "/nothing",
    ):
        page.goto(path)
        check(page, path)


@pytest.mark.parametrize(
    ("accent", "scheme"),
    [
        ("#ffd400", "light"),
        ("white", "light"),
        ("#777", "dark"),
        ("black", "dark"),
        ("rgb(0 90 60)", "dark"),
    ],
)
def test_any_accent_can_be_read(new_page: NewPage, accent: str, scheme: str) -> None:
    page = new_page(color_scheme=scheme, reduced_motion="reduce")
    page.goto("/")
    page.locator("faq-assistant").evaluate("(e, c) => e.setAttribute('accent', c)", accent)
    page.locator("faq-assistant .launch").click()
    ask(page, "What are tokens for?").get_by_role("button", name="Not helpful").click()
    check(page, accent)


@pytest.mark.parametrize("language", ["de", "ja", "ar"])
def test_other_languages_fit_and_are_accessible(new_page: NewPage, language: str) -> None:
    page = new_page(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    page.goto("/")
    page.locator("faq-assistant").evaluate("(e, l) => { e.lang = l; }", language)
    page.locator("faq-assistant .launch").click()
    answering(page, DEPENDS)
    ask(page, "Shared?").locator(".down").click()
    check(page, language)


def focused(page: Page) -> str:
    """What has the focus: its class, or its tag outside of the widget."""
    script = """() => { let e = document.activeElement;
      while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
      return e.getRootNode() === document ? e.localName : e.className || e.localName; }"""
    name: str = page.evaluate(script)
    return name


def test_a_closed_panel_takes_no_focus(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    launcher = page.locator("faq-assistant .launch")
    launcher.click()
    page.keyboard.press("Escape")
    expect(launcher).to_be_focused()
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "a"
    page.keyboard.press("Tab")
    assert focused(page) == "launch"
    page.keyboard.press("Tab")
    assert focused(page) == "body"


def test_everything_in_the_panel_is_reached_by_the_keyboard(page: Page) -> None:
    answering(page, DEPENDS)
    ask(page, "Shared?")
    page.locator("faq-assistant .icon").first.focus()
    order = [focused(page)]
    for _ in range(11):
        page.keyboard.press("Tab")
        order.append(focused(page))
    assert order == [
        *("icon", "icon", "log", "a", "chip", "chip", "a"),
        *("icon up", "icon down", "input", "send", "person"),
    ]


def test_a_panel_that_fills_the_screen_keeps_the_focus_in(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 800})
    page.goto("/")
    page.locator("faq-assistant .launch").click()
    assert page.locator("faq-assistant .panel").evaluate("(e) => e.matches(':modal')")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert focused(page) not in ("a", "button", "launch")
    page.locator("faq-assistant .ask input").focus()
    page.keyboard.press("Escape")
    expect(page.locator("faq-assistant .launch")).to_be_focused()


def test_only_new_messages_are_announced(page: Page) -> None:
    log = page.locator("faq-assistant .log")
    expect(log).to_have_attribute("role", "log")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).to_have_attribute("aria-relevant", "additions")
    ask(page, "What are tokens for?")
    page.locator("faq-assistant").evaluate("(e) => { e.title = 'Again'; }")
    expect(log).to_have_attribute("aria-live", "polite")
    restored = page.locator("faq-assistant .card")
    expect(restored).to_have_count(1)
    assert restored.locator(".rate").get_attribute("aria-live") == "off"


def test_nothing_moves_for_those_who_do_not_want_it(new_page: NewPage) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto("/")
    page.locator("faq-assistant .launch").click()
    page.route("**/api/v1/ask", lambda _route: None)
    page.locator("faq-assistant .ask input").fill("Shared?")
    page.keyboard.press("Enter")
    expect(page.locator("faq-assistant .status")).not_to_be_empty()
    script = "document.querySelector('faq-assistant').shadowRoot.getAnimations().length"
    assert page.evaluate(script) == 0
    expect(page.locator("faq-assistant .log")).to_have_css("scroll-behavior", "auto")

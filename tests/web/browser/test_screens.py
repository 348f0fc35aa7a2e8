"""The widget on small and short screens, under a finger, and within the styles of other pages."""

import re

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect

from tests.web.browser.conftest import DEPENDS, NewPage, answer, answering, ask
from tests.web.browser.test_accessibility import check, focused

PHONE: ViewportSize = {"width": 390, "height": 800}
LONG = "Handelsvertretungsgesellschaftsverordnungen" * 3
TOUCH = {"viewport": PHONE, "has_touch": True, "is_mobile": True}


def embedded(page: Page, style: str, attributes: str = "") -> None:
    """A page whose own styles are these, with the widget on it."""
    text = (
        "<!doctype html><html lang=en><title>Shop</title><meta name=viewport content='width=device-width'>"
        f"<style>{style}</style><script src='/widget.js' defer></script><h1>Shop</h1>"
        f"<button>Buy</button><faq-assistant {attributes}></faq-assistant>"
    )

    def fulfil(route: Route) -> None:
        route.fulfill(body=text, content_type="text/html")

    page.route("**/shop", fulfil)
    page.goto("/shop")


def test_a_link_into_the_page_is_not_hidden_by_the_panel(new_page: NewPage) -> None:
    page = new_page(viewport=PHONE)
    page.goto("/browse")
    page.locator("faq-assistant .launch").click()
    ask(page, "What are tokens for?").get_by_role("link", name="Read the full entry").click()
    expect(page).to_have_url(re.compile(r"/browse#keys-and-tokens$"))
    expect(page.locator("faq-assistant .panel")).to_be_hidden()
    assert focused(page) != "launch"
    expect(page.locator("#keys-and-tokens h3")).to_be_in_viewport()


def test_a_link_into_the_page_leaves_a_panel_beside_it_open(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/browse")
    page.locator("faq-assistant .launch").click()
    ask(page, "What are tokens for?").get_by_role("link", name="Read the full entry").click()
    expect(page).to_have_url(re.compile(r"/browse#keys-and-tokens$"))
    expect(page.locator("faq-assistant .panel")).to_be_visible()


def test_a_panel_that_comes_to_fill_the_screen_keeps_the_focus_in(page: Page) -> None:
    answering(page, answer())
    ask(page, "Shared?")
    log = page.locator("faq-assistant .log")
    page.locator("faq-assistant .ask input").press_sequentially("May we sh")
    page.set_viewport_size(PHONE)
    expect(page.locator("faq-assistant .panel:modal")).to_be_visible()
    page.keyboard.type("are?")
    expect(page.locator("faq-assistant .ask input")).to_have_value("May we share?")
    log.evaluate("(e) => e.scrollTo({ top: 40, behavior: 'instant' })")
    top = log.evaluate("(e) => e.scrollTop")
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.locator("faq-assistant .panel:not(:modal)")).to_be_visible()
    assert log.evaluate("(e) => e.scrollTop") == min(
        top, log.evaluate("(e) => e.scrollHeight - e.clientHeight")
    )


def test_the_focus_is_taken_along_where_the_page_is_covered(new_page: NewPage) -> None:
    page = new_page()
    embedded(page, "")
    page.locator("faq-assistant .launch").click()
    page.get_by_role("button", name="Buy").focus()
    page.set_viewport_size(PHONE)
    expect(page.locator("faq-assistant .log")).to_be_focused()


def test_escape_is_heard_in_the_page_and_leaves_the_focus_there(new_page: NewPage) -> None:
    page = new_page()
    embedded(page, "")
    page.locator("faq-assistant .launch").click()
    page.get_by_role("button", name="Buy").focus()
    page.keyboard.press("Escape")
    expect(page.locator("faq-assistant .panel")).to_be_hidden()
    expect(page.get_by_role("button", name="Buy")).to_be_focused()


def test_escape_that_the_page_has_used_closes_nothing(new_page: NewPage) -> None:
    page = new_page()
    embedded(page, "")
    page.evaluate("document.addEventListener('keydown', (event) => event.preventDefault())")
    page.locator("faq-assistant .launch").click()
    page.get_by_role("button", name="Buy").focus()
    page.keyboard.press("Escape")
    expect(page.locator("faq-assistant .panel")).to_be_visible()


@pytest.mark.parametrize("size", [(320, 256), (667, 375)])
def test_an_answer_can_be_read_on_a_short_screen(new_page: NewPage, size: tuple[int, int]) -> None:
    page = new_page(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    page.goto("/")
    page.locator("faq-assistant .launch").click()
    answering(page, DEPENDS, answer())
    ask(page, "Shared?").get_by_role("button", name="Competency partners").click()
    expect(page.locator("faq-assistant .card")).to_have_count(2)
    box = page.locator("faq-assistant .log").bounding_box()
    assert box
    assert box["height"] >= 110  # four lines and more
    page.locator("faq-assistant .ask input").press_sequentially("can")
    page.locator("faq-assistant [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    panel, option = (
        page.locator(f"faq-assistant {name}").bounding_box()
        for name in (".panel", "[aria-selected=true]")
    )
    assert panel
    assert option
    assert panel["y"] <= option["y"] <= option["y"] + option["height"] <= size[1]
    check(page, "short")


def test_the_text_styles_of_a_page_stay_outside(new_page: NewPage) -> None:
    page = new_page()
    style = (
        "body { text-align: center; text-transform: uppercase; letter-spacing: 4px; word-spacing: 9px;"
        " white-space: nowrap; text-indent: 30px; line-height: 3; color: red }"
    )
    embedded(page, style)
    page.locator("faq-assistant .launch").click()
    paragraph = page.locator("faq-assistant p.hello")
    for name, value in {
        "text-align": "start",
        "text-transform": "none",
        "letter-spacing": "normal",
        "word-spacing": "0px",
        "white-space": "normal",
        "text-indent": "0px",
        "font-size": "15px",
    }.items():
        expect(paragraph).to_have_css(name, value)


def test_a_hidden_part_of_a_page_hides_the_widget(new_page: NewPage) -> None:
    page = new_page()
    embedded(page, "body { visibility: hidden }")
    expect(page.locator("faq-assistant .launch")).to_be_hidden()


def test_no_tap_but_on_the_question_brings_the_keyboard(new_page: NewPage) -> None:
    page = new_page(**TOUCH)
    page.goto("/")
    page.locator("faq-assistant .launch").tap()
    log = page.locator("faq-assistant .log")
    expect(log).to_be_focused()
    answering(page, DEPENDS, answer())
    card = ask(page, "Shared?")
    card.get_by_role("button", name="Competency partners").tap()
    expect(log).to_be_focused()
    page.locator("faq-assistant .ask input").tap()
    page.keyboard.type("And")
    page.locator("faq-assistant").evaluate("(e) => { e.title = 'Again'; }")
    page.keyboard.type(" now?")
    expect(page.locator("faq-assistant .ask input")).to_have_value("And now?")


def test_a_panel_that_is_open_from_the_start_does_not_begin_at_a_button(new_page: NewPage) -> None:
    page = new_page(**TOUCH)
    embedded(page, "", "open")
    expect(page.locator("faq-assistant .panel")).to_be_visible()
    expect(page.locator("faq-assistant .log")).to_be_focused()


def test_a_chosen_reason_is_seen_in_forced_colours(new_page: NewPage) -> None:
    page = new_page(forced_colors="active")
    page.goto("/")
    page.locator("faq-assistant .launch").click()
    answering(page, answer())
    card = ask(page, "Shared?")
    card.get_by_role("button", name="Not helpful").click()
    card.get_by_role("button", name="Incomplete").click()
    colour = "(e) => getComputedStyle(e).backgroundColor"
    chosen, other = (
        card.get_by_role("button", name=name).evaluate(colour)
        for name in ("Incomplete", "Wrong answer")
    )
    assert chosen != other


@pytest.mark.parametrize("width", [320, 390])
def test_long_labels_stay_on_the_screen(new_page: NewPage, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 640})
    embedded(page, "", f"title={LONG}")
    box = page.locator("faq-assistant .launch").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.locator("faq-assistant .launch").click()
    options = [{"label": LONG, "audience": "a"}, {"label": "b", "audience": "b"}]
    answering(page, answer(clarification={"question": "Which?", "options": options}), answer())
    ask(page, "Shared?").get_by_role("button", name=LONG).click()
    remove = page.get_by_role("button", name="Remove").bounding_box()
    assert remove
    assert remove["x"] + remove["width"] <= width

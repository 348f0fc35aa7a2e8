import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import DEPENDS, NewPage, answer, answering, ask

SHARED = "Can licenses be shared across countries?"
FOCUSED = "document.querySelector('faq-assistant').shadowRoot.activeElement?.className ?? null"


def test_the_launcher_opens_and_escape_gives_the_focus_back(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    panel = page.locator("faq-assistant .panel")
    launcher = page.locator("faq-assistant .launch")
    expect(panel).to_be_hidden()
    launcher.focus()
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    expect(launcher).to_be_hidden()
    expect(page.locator("faq-assistant .ask input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert page.evaluate(FOCUSED) == "launch"


def test_an_answer_shows_the_exact_passage_with_its_evidence_marked(page: Page) -> None:
    with page.expect_response("**/api/v1/ask") as response:
        card = ask(page, SHARED)
    told: dict[str, Any] = response.value.json()
    assert told["outcome"] == "answered"
    for number, passage in enumerate(told["passages"]):
        shown = card.locator("blockquote").nth(number)
        assert shown.evaluate("(element) => element.textContent") == passage["text"]
        quotes = [item["quote"] for item in told["evidence"] if item["passage"] == number]
        assert shown.locator("mark").all_text_contents() == quotes
    link = card.get_by_role("link", name="Read the full entry").first
    link.click()
    expect(page).to_have_url(re.compile(r"/browse#license-sharing$"))


def test_offsets_count_characters_as_the_server_does(page: Page) -> None:
    answering(page, answer())
    marked = ask(page, "Shared?").locator("mark")
    assert marked.all_text_contents() == ["They cannot be shared 🚫 across countries"]


def test_overlapping_evidence_is_marked_once(page: Page) -> None:
    quotes = [(0, 8), (4, 12), (4, 6), (20, 19)]
    evidence = [{"passage": 0, "quote": "", "start": a, "end": b} for a, b in quotes]
    told = answer(evidence=evidence)
    answering(page, told)
    card = ask(page, "Shared?")
    text = told["passages"][0]["text"]
    assert card.locator("blockquote").text_content() == text
    assert "".join(card.locator("mark").all_text_contents()) == text[:12]


@pytest.mark.parametrize(
    ("value", "word"),
    [("yes", "Yes"), ("no", "No"), ("depends", "It depends"), ("undetermined", "Not clear")],
)
def test_a_verdict_is_a_word_with_a_sign(page: Page, value: str, word: str) -> None:
    verdict = {"value": value, "confidence": 0.9, "by_audience": [], "conditions": []}
    answering(page, answer(verdict=verdict))
    badge = ask(page, "Shared?").locator(".badge")
    expect(badge).to_have_text(word)
    expect(badge.locator("svg")).to_have_count(1)


def test_rows_conditions_and_resources_are_shown(page: Page) -> None:
    answering(page, DEPENDS)
    card = ask(page, "Shared?")
    rows = card.locator(".rows li").all_text_contents()
    assert rows == ["Action Pack subscribersNo", "Competency partnersYes"]
    expect(card.get_by_text("unless agreed", exact=True)).to_have_count(1)
    guide = card.get_by_role("link", name="Guide")
    expect(guide).to_have_attribute("href", "https://example.com/guide")
    expect(guide).to_have_attribute("rel", "noopener noreferrer")
    expect(card.get_by_role("link", name="Trap")).to_have_count(0)
    expect(card.get_by_text("Table")).to_be_visible()


def test_a_condition_of_one_audience_stands_behind_its_label(page: Page) -> None:
    conditions = [
        {"text": "unless **agreed**", "plain": "unless agreed", "evidence": 0, "audience": "a"},
        {"text": "unless agreed", "evidence": 0, "audience": "b"},
        {"text": "within a day", "evidence": 0},
    ]
    answering(page, answer(verdict=DEPENDS["verdict"] | {"conditions": conditions}))
    assert ask(page, "Shared?").locator(".list li").all_text_contents() == [
        "Action Pack subscribers: unless agreed",
        "Competency partners: unless agreed",
        "within a day",
    ]


def test_texts_that_contradict_each_other_are_said_to(page: Page) -> None:
    verdict = {"value": "undetermined", "confidence": 0, "by_audience": [], "conditions": []}
    answering(page, answer(verdict=verdict | {"conflict": True}), answer(verdict=verdict))
    card = ask(page, "Shared?")
    expect(card).to_contain_text("The FAQ says yes and no:")
    expect(card.locator(".badge")).to_have_text("Not clear")
    expect(ask(page, "And now?")).to_contain_text("I cannot say yes or no for sure.")


def test_a_clarification_asks_again_for_the_audience(page: Page) -> None:
    asked = answering(page, DEPENDS, answer())
    ask(page, "Shared?").get_by_role("button", name="Competency partners").click()
    expect(page.locator("faq-assistant .card")).to_have_count(2)
    assert asked == [
        {"question": "Shared?"},
        {"question": "Shared?", "conversation_id": "c1", "audience": "competency"},
    ]
    page.get_by_role("button", name="Remove: Competency partners").click()
    ask(page, "And now?")
    assert "audience" not in asked[-1]


def test_a_condition_is_answered_by_a_click(page: Page) -> None:
    asked_back = {"question": "Does this apply to you: “you enrol”?", "options": []}
    asked = answering(page, answer(clarification=asked_back), answer())
    page.locator("faq-assistant").evaluate("(e) => { e.lang = 'de'; }")
    card = ask(page, "Shared?")
    replies = card.locator(".chip")
    expect(replies).to_have_text(["Ja", "Nein"])
    expect(card.locator(".rate button").first).to_have_accessible_name("Hilfreich")
    replies.last.click()
    expect(page.locator("faq-assistant .mine").last).to_contain_text("Nein")
    expect(page.locator("faq-assistant .card")).to_have_count(2)
    assert asked[1] == {"question": "no", "conversation_id": "c1"}
    expect(replies.first).to_be_hidden()  # what was asked is answered


def test_the_real_clarification_leads_to_the_audience_s_passage(page: Page) -> None:
    card = ask(page, SHARED)
    with page.expect_response("**/api/v1/ask") as response:
        card.get_by_role("button", name="Action Pack subscribers").click()
    told = response.value.json()
    assert told["audience"] == "action-pack"
    assert "within the subscribing country only" in told["passages"][0]["text"]


def test_feedback_is_sent_with_its_reason(page: Page) -> None:
    card = ask(page, "What are tokens for?")
    card.get_by_role("button", name="Not helpful").click()
    card.get_by_role("button", name="Incomplete").click()
    card.get_by_role("textbox", name="Anything to add?").fill("More, please")
    with page.expect_response("**/api/v1/feedback") as response:
        card.get_by_role("button", name="Send").click()
    assert response.value.status == 204
    sent = json.loads(response.value.request.post_data or "")
    assert (sent["rating"], sent["reason"], sent["comment"]) == (
        "down",
        "incomplete",
        "More, please",
    )
    expect(card.get_by_text("Thank you.")).to_be_visible()
    page.reload()
    expect(page.locator("faq-assistant .card").get_by_text("Thank you.")).to_be_visible()


def test_a_button_that_goes_leaves_the_focus_in_the_panel(page: Page) -> None:
    answering(page, answer())
    page.route("**/api/v1/feedback", lambda route: route.fulfill(status=204))
    card = ask(page, "Shared?")
    card.get_by_role("button", name="Helpful", exact=True).focus()
    page.keyboard.press("Enter")
    expect(card).to_contain_text("Thank you.")
    assert page.evaluate(FOCUSED) == "log"


def test_feedback_that_fails_can_be_given_again(page: Page) -> None:
    card = ask(page, "What are tokens for?")
    page.route("**/api/v1/feedback", lambda route: route.abort())
    card.get_by_role("button", name="Helpful", exact=True).click()
    expect(card.get_by_text("That did not work.")).to_be_visible()
    page.unroute("**/api/v1/feedback")
    card.get_by_role("button", name="Helpful", exact=True).click()
    expect(card.get_by_text("Thank you.")).to_be_visible()


def test_a_person_is_one_button_away(page: Page) -> None:
    page.get_by_role("button", name="Talk to a person").click()
    card = page.locator("faq-assistant .card")
    expect(card).to_contain_text("Here is how to reach a person.")
    expect(card).to_contain_text("Partner Support Community page")


def test_what_the_faq_does_not_cover_leads_to_a_person(page: Page) -> None:
    card = ask(page, "What is the weather in Paris tomorrow?")
    expect(card).to_contain_text("The FAQ does not answer that.")
    expect(card).to_contain_text("Regional Service Center")
    expect(card.locator("blockquote")).to_have_count(0)


def test_suggested_questions_are_asked_by_a_click(page: Page) -> None:
    suggestions = [{"entry_id": "x", "title": "Can films be lent?", "score": 0.4}]
    told = answer(outcome="suggested", verdict=None, passages=[], evidence=[])
    asked = answering(page, told | {"suggestions": suggestions}, answer())
    card = ask(page, "Films?")
    expect(card).to_contain_text("Did you mean")
    card.get_by_role("button", name="Can films be lent?").click()
    expect(page.locator("faq-assistant .card")).to_have_count(2)
    assert asked[1]["question"] == "Can films be lent?"


def test_typing_suggests_and_the_keyboard_chooses(page: Page) -> None:
    field = page.locator("faq-assistant .ask input")
    field.press_sequentially("what are tok")
    options = page.locator("faq-assistant [role=option]")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(page.locator("faq-assistant .panel")).to_be_visible()
    field.press_sequentially("e")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "option0")
    chosen = options.first.text_content()
    page.keyboard.press("Enter")
    expect(page.locator("faq-assistant .mine")).to_contain_text(chosen or "?")


def test_suggestions_can_be_switched_off(page: Page) -> None:
    page.locator("faq-assistant").evaluate("(e) => e.setAttribute('suggestions', 'off')")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.locator("faq-assistant .ask input").press_sequentially("what are tokens", delay=20)
    ask(page, "What are tokens for?")
    assert not [url for url in requests if "/suggest" in url]


def test_the_history_is_kept_for_the_tab_alone(page: Page) -> None:
    told = ask(page, "What are tokens for?").text_content()
    page.goto("/browse")
    expect(page.locator("faq-assistant .panel")).to_be_visible()
    expect(page.locator("faq-assistant .card")).to_have_text(told or "?")
    expect(page.locator("faq-assistant .log")).to_have_attribute("aria-live", "polite")
    other = page.context.new_page()
    other.goto("/")
    expect(other.locator("faq-assistant .launch")).to_be_visible()
    expect(other.locator("faq-assistant .card")).to_have_count(0)


def test_a_followup_goes_on_with_the_conversation(page: Page) -> None:
    first = ask(page, "Can we get KMS keys?")
    expect(first).to_be_visible()
    with page.expect_response("**/api/v1/ask") as response:
        ask(page, "What about tokens?")
    assert json.loads(response.value.request.post_data or "")["conversation_id"]


def test_a_new_conversation_forgets_the_old_one(page: Page) -> None:
    asked = answering(page, answer())
    ask(page, "Shared?")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("faq-assistant .card")).to_have_count(0)
    expect(page.locator("faq-assistant .hello").first).to_be_visible()
    ask(page, "Again?")
    assert asked[1] == {"question": "Again?"}


def test_the_page_hears_what_happens(page: Page) -> None:
    page.evaluate(
        """() => { window.heard = []; for (const name of ["faq-answer", "faq-error", "faq-close"])
        addEventListener(name, (event) => heard.push([name, event.detail?.outcome ?? null])); }"""
    )
    answering(page, answer())
    ask(page, "Shared?")
    page.unroute("**/api/v1/ask")
    page.route("**/api/v1/ask", lambda route: route.abort())
    ask(page, "Shared?")
    page.keyboard.press("Escape")
    assert page.evaluate("heard") == [
        ["faq-answer", "answered"],
        ["faq-error", None],
        ["faq-close", None],
    ]

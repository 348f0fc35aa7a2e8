"""Failure, waiting, attributes and languages."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.browser.conftest import NewPage, answer, answering, ask

LANGUAGES = {
    "en": ("Ask the FAQ", "Your question", "ltr"),
    "de": ("Frage an die FAQ", "Ihre Frage", "ltr"),
    "fr": ("Interroger la FAQ", "Votre question", "ltr"),
    "es": ("Consultar las FAQ", "Su pregunta", "ltr"),
    "pt": ("Consultar as FAQ", "A sua pergunta", "ltr"),
    "ja": ("FAQに質問する", "ご質問", "ltr"),
    "zh": ("咨询常见问题", "您的问题", "ltr"),
    "ar": ("ابحث في الأسئلة الشائعة", "سؤالك", "rtl"),
}


def with_widget(page: Page, attributes: str) -> None:
    """The home page, with a widget that has these attributes instead of its own."""

    def changed(route: Route) -> None:
        text = route.fetch().text()
        start = text.index("<faq-assistant")
        end = text.index("</faq-assistant>")
        route.fulfill(body=f"{text[:start]}<faq-assistant {attributes}>{text[end:]}", status=200)

    page.route("**/", changed)
    page.goto("/")


def test_a_failed_question_is_kept_and_can_be_tried_again(page: Page) -> None:
    page.route("**/api/v1/ask", lambda route: route.abort())
    card = ask(page, "What are tokens for?")
    expect(card).to_contain_text("That did not work.")
    expect(page.locator("faq-assistant .mine")).to_contain_text("What are tokens for?")
    page.reload()
    card = page.locator("faq-assistant .card")
    expect(card).to_contain_text("That did not work.")
    page.unroute("**/api/v1/ask")
    card.get_by_role("button", name="Try again").click()
    expect(card).to_contain_text("tokens are used to redeem cloud services")
    expect(page.locator("faq-assistant .mine")).to_have_count(1)


def test_a_question_whose_page_was_left_before_its_reply_can_be_tried_again(page: Page) -> None:
    page.route("**/api/v1/ask", lambda _route: None)
    page.locator("faq-assistant .ask input").fill("What are tokens for?")
    page.keyboard.press("Enter")
    expect(page.locator("faq-assistant .mine")).to_contain_text("What are tokens for?")
    page.reload()
    card = page.locator("faq-assistant .card")
    retry = card.get_by_role("button", name="Try again")
    expect(retry).to_be_visible(timeout=5000)
    page.unroute("**/api/v1/ask")
    retry.click()
    expect(card).to_contain_text("tokens are used to redeem cloud services")


@pytest.mark.parametrize(
    ("status", "headers", "text"),
    [
        (429, {"Retry-After": "17"}, "Too many questions. Try again in 17 s."),
        (503, {}, "That did not work."),
        (422, {}, "Too long: at most 80 characters."),
        (500, {}, "That did not work."),
    ],
)
def test_a_refusal_says_why(page: Page, status: int, headers: dict[str, str], text: str) -> None:
    body = {"detail": "raise FAQ_MAX_QUESTION_CHARS", "limit": 80} if status == 422 else {}
    page.route(
        "**/api/v1/ask", lambda route: route.fulfill(status=status, headers=headers, json=body)
    )
    card = ask(page, "Shared?")
    expect(card).to_contain_text(text)
    expect(card.get_by_role("button")).to_have_count(0 if status == 422 else 1)


def test_readers_that_the_faq_does_not_know_are_answered_as_everybody(new_page: NewPage) -> None:
    page = new_page()
    warnings: list[str] = []
    page.on("console", lambda line: warnings.append(line.text) if line.type == "warning" else None)
    page.goto("/")
    page.locator("faq-assistant").evaluate("(e) => e.setAttribute('audience', 'zzz')")
    page.locator("faq-assistant .launch").click()
    expect(ask(page, "What are tokens for?")).to_contain_text("redeem cloud services")
    assert any("unknown audience 'zzz'" in text for text in warnings)


@pytest.mark.parametrize(
    "kept", ['{"turns": [5, {}, {"question": "?", "answer": 1}]}', "5", '{"turns": 5}']
)
def test_what_others_left_in_the_storage_is_passed_over(page: Page, kept: str) -> None:
    script = (
        "(kept) => { for (const key of Object.keys(sessionStorage)) sessionStorage[key] = kept; }"
    )
    ask(page, "What are tokens for?")
    page.evaluate(script, kept)
    page.reload()
    page.evaluate("document.querySelector('faq-assistant').show()")
    assert page.locator("faq-assistant .mine").count() == 0
    expect(ask(page, "What are tokens for?")).to_contain_text("redeem cloud services")


def test_two_on_a_page_have_conversations_of_their_own(page: Page) -> None:
    ask(page, "What are tokens for?")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('faq-assistant'), { id: 'two' }))"
    )
    expect(page.locator("faq-assistant:not([id]) .mine")).to_have_count(1)
    expect(page.locator("#two .mine")).to_have_count(0)


def test_an_answer_that_is_no_json_is_a_failure(page: Page) -> None:
    page.route("**/api/v1/ask", lambda route: route.fulfill(body="<html>", status=200))
    expect(ask(page, "Shared?")).to_contain_text("That did not work.")


def test_offline_is_said_and_the_question_waits(page: Page) -> None:
    notice = page.locator("faq-assistant .offline")
    expect(notice).to_be_hidden()
    page.context.set_offline(True)
    expect(notice).to_be_visible()
    card = ask(page, "What are tokens for?")
    expect(card).to_contain_text("You are offline. Your question is kept.")
    page.context.set_offline(False)
    expect(notice).to_be_hidden()
    card.get_by_role("button", name="Try again").click()
    expect(card).to_contain_text("redeem cloud services")


def test_a_slow_answer_is_announced_and_given_up_at_last(new_page: NewPage) -> None:
    page = new_page()
    page.clock.install()
    page.goto("/")
    page.locator("faq-assistant .launch").click()
    page.route("**/api/v1/ask", lambda _route: None)
    page.locator("faq-assistant .ask input").fill("Shared?")
    page.keyboard.press("Enter")
    status = page.locator("faq-assistant .status")
    expect(status).to_have_text("Looking for the answer…")
    page.clock.run_for(4500)
    expect(status).to_have_text("Still looking…")
    page.clock.run_for(26_000)
    expect(page.locator("faq-assistant .card")).to_contain_text("That did not work.")
    expect(status).to_have_text("")


def test_a_stale_question_is_called_off(page: Page) -> None:
    held: list[Route] = []

    def first_hangs(route: Route) -> None:
        if held:
            route.fulfill(json=answer())
        else:
            held.append(route)

    page.route("**/api/v1/ask", first_hangs)
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.post_data or ""))
    field = page.locator("faq-assistant .ask input")
    with page.expect_request("**/api/v1/ask"):
        field.fill("First?")
        field.press("Enter")
    field.fill("Second?")
    field.press("Enter")
    turns = page.locator("faq-assistant .log > .turn:not([hidden])")
    expect(turns.nth(1).locator(".badge")).to_have_text("No")
    expect(turns.nth(0).get_by_role("button", name="Try again")).to_be_visible()
    expect(page.locator("faq-assistant .error")).to_have_count(0)  # it was replaced, nothing broke
    assert failed == ['{"question":"First?"}']


def test_a_question_is_sent_as_long_as_it_is(page: Page) -> None:
    expect(ask(page, "Shared? " * 260)).to_contain_text("Too long: at most 2000 characters.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_widget_speaks(new_page: NewPage, language: str) -> None:
    title, placeholder, direction = LANGUAGES[language]
    page = new_page()
    with_widget(page, f'lang="{language}"')
    launcher = page.locator("faq-assistant .launch")
    expect(launcher).to_have_text(title)
    launcher.click()
    expect(page.locator("faq-assistant .ask input")).to_have_attribute("placeholder", placeholder)
    expect(page.locator("faq-assistant .panel")).to_have_css("direction", direction)
    box = page.locator("faq-assistant .panel").bounding_box()
    assert box
    assert (box["x"] < 200) == (direction == "rtl")


def test_what_is_asked_back_is_asked_in_the_language(new_page: NewPage) -> None:
    page = new_page()
    with_widget(page, 'lang="de"')
    page.locator("faq-assistant .launch").click()
    options = [{"label": "Action Pack", "audience": "action-pack"}]
    verdict = {
        "value": "depends",
        "confidence": 0.9,
        "by_audience": [],
        "conditions": [{"text": "unless you enrol", "evidence": 0}],
    }
    condition = "Does this apply to you: “you enrol”?"  # a "yes" to it is no "yes" to the condition
    asked = [{"question": "Which?", "options": options}, {"question": condition, "options": []}]
    answering(page, *(answer(verdict=verdict, clarification=item) for item in asked))
    expect(ask(page, "First?")).to_contain_text("Was trifft auf Sie zu?")
    second = ask(page, "Second?")
    expect(second).to_contain_text("Trifft das auf Sie zu? you enrol")
    expect(second.locator("q")).to_have_text("you enrol")  # in the language's own quotation marks


def test_an_unknown_language_is_english(new_page: NewPage) -> None:
    page = new_page()
    with_widget(page, 'lang="tlh"')
    expect(page.locator("faq-assistant .launch")).to_have_text("Ask the FAQ")


def test_attributes_change_what_is_shown(new_page: NewPage) -> None:
    page = new_page()
    attributes = 'title="Licence desk" greeting="Good day" accent="#0a7d4f" position="left" open'
    with_widget(page, f'{attributes} suggestions="What are tokens for? | May we share?"')
    panel = page.locator("faq-assistant .panel")
    expect(panel).to_be_visible()
    assert page.evaluate("document.activeElement === document.body")
    expect(panel.locator("h2")).to_have_text("Licence desk")
    expect(panel.locator("p.hello")).to_have_text("Good day")
    box = panel.bounding_box()
    assert box
    assert box["x"] < 100
    expect(panel.locator(".send")).to_have_css("background-color", "rgb(10, 125, 79)")
    panel.get_by_role("button", name="What are tokens for?").click()
    expect(panel.locator(".card")).to_contain_text("redeem cloud services")


def test_attributes_may_change_at_any_time(page: Page) -> None:
    element = page.locator("faq-assistant")
    element.evaluate("(e) => { e.title = 'Desk'; e.lang = 'de'; }")
    expect(element.locator("h2")).to_have_text("Desk")
    expect(element.locator(".panel")).to_be_visible()
    expect(element.locator(".ask input")).to_have_attribute("placeholder", "Ihre Frage")


def test_what_is_being_typed_stays_when_an_attribute_changes(page: Page) -> None:
    element = page.locator("faq-assistant")
    element.locator(".ask input").press_sequentially("May we sh")
    element.evaluate("(e) => { e.lang = 'de'; }")
    page.keyboard.type("are?")
    expect(element.locator(".ask input")).to_have_value("May we share?")


def test_the_open_attribute_opens_and_closes(page: Page) -> None:
    element = page.locator("faq-assistant")
    page.keyboard.press("Escape")
    element.evaluate("(e) => e.setAttribute('open', '')")
    expect(element.locator(".panel")).to_be_visible()
    element.evaluate("(e) => e.removeAttribute('open')")
    expect(element.locator(".panel")).to_be_hidden()


def test_an_inline_widget_stands_in_the_page(new_page: NewPage) -> None:
    page = new_page()
    with_widget(page, 'inline audience="competency"')
    expect(page.locator("faq-assistant .launch")).to_have_count(0)
    expect(page.locator("faq-assistant .panel")).to_have_css("position", "relative")
    asked = answering(page, answer())
    ask(page, "Shared?")
    page.keyboard.press("Escape")
    expect(page.locator("faq-assistant .panel")).to_be_visible()
    assert asked == [{"question": "Shared?", "audience": "competency"}]


def test_custom_properties_reach_the_panel(page: Page) -> None:
    page.locator("faq-assistant").evaluate(
        "(e) => { e.style.setProperty('--faq-radius', '3px');"
        "e.style.setProperty('--faq-background', 'rgb(1, 2, 3)'); }"
    )
    panel = page.locator("faq-assistant .panel")
    expect(panel).to_have_css("border-top-left-radius", "3px")
    expect(panel).to_have_css("background-color", "rgb(1, 2, 3)")


def test_the_theme_follows_the_system_unless_it_is_set(new_page: NewPage) -> None:
    page = new_page(color_scheme="dark")
    page.goto("/")
    page.locator("faq-assistant .launch").click()
    panel = page.locator("faq-assistant .panel")
    expect(panel).to_have_css("background-color", "rgb(22, 25, 31)")
    page.locator("faq-assistant").evaluate("(e) => e.setAttribute('theme', 'light')")
    expect(panel).to_have_css("background-color", "rgb(255, 255, 255)")


def test_a_removed_widget_calls_off_its_question(page: Page) -> None:
    page.route("**/api/v1/ask", lambda _route: None)
    page.locator("faq-assistant .ask input").fill("Shared?")
    with page.expect_event("requestfailed"):
        page.keyboard.press("Enter")
        page.locator("faq-assistant").evaluate("(e) => e.remove()")


def test_the_other_questions_of_a_message_are_asked_by_their_chips(page: Page) -> None:
    asked = answering(page, answer(also_asked=["How long do keys last?"]), answer())
    card = ask(page, "Can licences be shared? And how long do keys last?")
    expect(card).to_contain_text("You also asked:")
    card.get_by_role("button", name="How long do keys last?").click()
    expect(page.locator("faq-assistant .card")).to_have_count(2)
    assert asked[-1]["question"] == "How long do keys last?"


def test_what_is_asked_again_is_shown_once_with_its_choices(page: Page) -> None:
    clarification = {
        "question": "Which of these are you?",
        "options": [{"label": "Staff", "audience": "b"}],
    }
    again = answer(
        outcome="small_talk",
        verdict=None,
        evidence=[],
        passages=[],
        clarification=clarification,
        message={"text": "Which of these are you? Staff", "html": ""},
    )
    answering(page, again)
    card = ask(page, "yes")
    expect(card.get_by_text("Which of these are you?")).to_have_count(1)
    expect(card.get_by_role("button", name="Staff")).to_be_visible()

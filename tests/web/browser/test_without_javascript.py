"""The whole way from question to answer, feedback and a person, with forms and links alone."""

import json
import re
from pathlib import Path

from playwright.sync_api import expect

from tests.web.browser.conftest import NewPage


def test_pages_answer_without_javascript(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/")
    expect(page.locator("faq-assistant")).to_be_hidden()
    page.get_by_role("searchbox").fill("Can licenses be shared across countries?")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_role("link", name="Action Pack subscribers").click()
    expect(page.get_by_text("Answered for Action Pack subscribers")).to_be_visible()
    expect(page.locator("blockquote").first).to_contain_text("within the subscribing country only")
    page.get_by_role("searchbox").fill("What are tokens for?")
    page.get_by_role("button", name="Ask").click()
    page.get_by_text("Earlier in this conversation").click()
    expect(page.locator(".earlier li").first).to_have_text(
        "Can licenses be shared across countries?"
    )
    expect(page.locator("blockquote").first).to_contain_text("redeem cloud services")
    page.locator(".rate summary").click()
    page.get_by_label("What was wrong?").select_option("Incomplete")
    page.get_by_label("Anything to add?").fill("More, please")
    page.get_by_role("button", name="Send feedback").click()
    expect(page.get_by_role("heading")).to_have_text(["Thank you.", "Talk to a person"])
    page.get_by_role("link", name="All questions").click()
    page.get_by_role("link", name="What is a Microsoft Organization Account?").first.click()
    expect(page).to_have_url(re.compile(r"/browse#organization-account$"))


def test_search_engines_read_the_entries_and_the_policy_is_kept(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/browse")
    data = json.loads(page.locator("script[type='application/ld+json']").text_content() or "")
    assert data["@type"] == "FAQPage"
    assert len(data["mainEntity"]) == page.locator(".entry").count()
    assert all(page.locator(f"[id='{item['@id'][1:]}']").count() for item in data["mainEntity"])


def test_a_printed_answer_has_nothing_to_click(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/ask?q=What+are+tokens+for%3F")
    page.emulate_media(media="print")
    expect(page.locator("blockquote").first).to_be_visible()
    for hidden in (".search", ".rate", ".top nav"):
        expect(page.locator(hidden).first).to_be_hidden()


def test_printing_leaves_the_widget_out(new_page: NewPage, tmp_path: Path) -> None:
    page = new_page()
    page.goto("/browse")
    page.emulate_media(media="print")
    expect(page.locator("faq-assistant .launch")).to_be_hidden()
    assert page.pdf(path=tmp_path / "page.pdf")[:4] == b"%PDF"

"""The pages in a real browser: accessible in every look, and whole without JavaScript."""

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.settings import Settings
from assistant.storage.store import Store
from assistant.types import Outcome
from tests.web.admin.conftest import TOKEN, disliked, told
from tests.web.browser.conftest import CHROMIUM, NewPage, chromium, serving, watched
from tests.web.browser.test_accessibility import LOOKS, check
from tests.web.conftest import open_library
from web.app import create_app

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine"),
]
PARKING = ["Where may I park?", "Where may I park a car?", "<img src=x onerror=alert(1)> parking?"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def open_page(
    browser: Browser, settings_of: Callable[..., Settings], repository: Path, tmp_path: Path
) -> Iterator[NewPage]:
    """Opens pages of a server with some questions in its store."""
    settings = settings_of(
        corpus=repository / "faq/library",
        cache_dir=tmp_path / "cache",
        review_dir=tmp_path / "review",
        admin_token=TOKEN,
    )
    store = Store(settings.store)
    store.write(
        [
            *told(PARKING[0], times=3),
            *told(PARKING[1], Outcome.SUGGESTED),
            *told(PARKING[2]),
            *told("May films be borrowed?", Outcome.ANSWERED, times=4),
            *disliked("What does the reading room cost?", reason="unclear", comment="<b>Why?</b>"),
        ]
    )
    store.close()
    app = create_app(settings, open_assistant=open_library)
    with serving(app) as address, watched(browser, address) as opening:
        yield opening


def sign_in(page: Page, token: str = TOKEN) -> None:
    page.get_by_label("Admin token").fill(token)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_is_accessible(open_page: NewPage, look: dict[str, Any]) -> None:
    page = open_page(reduced_motion="reduce", **look)
    page.goto("/admin/")
    check(page, "sign in")
    sign_in(page, "wrong")
    check(page, "wrong token")
    sign_in(page)
    for summary in page.locator("summary").all():
        summary.click()
    check(page, "insights")
    page.goto("/admin/changes")
    check(page, "no changes")
    page.goto("/admin/review")
    check(page, "review")
    page.get_by_role("link", name=PARKING[0]).first.click()
    check(page, "group")
    page.get_by_label(PARKING[0]).first.check()
    page.get_by_role("button", name="Write a change for review").first.click()
    check(page, "change")
    page.get_by_role("link", name="Changes").first.click()
    check(page, "changes")
    page.goto("/admin/index")
    check(page, "index")
    page.get_by_role("button", name="Rebuild from the files").click()
    expect(page.get_by_role("status")).to_contain_text("is up to date already")
    check(page, "index after a rebuild")
    page.goto("/admin/changes/nothing")
    check(page, "no such page")


def test_a_question_becomes_a_phrasing_of_the_index_without_javascript(
    open_page: NewPage, repository: Path, tmp_path: Path
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/ask?q=Can+I+leave+my+scooter+here")
    assert page.locator(".passage").count() == 0
    page.goto("/admin/review")
    sign_in(page)
    page.get_by_role("link", name="Can I leave my scooter here").click()
    page.get_by_label("Entry", exact=True).select_option(label="What does the reading room cost?")
    page.get_by_role("button", name="Show").click()
    page.get_by_label("Can I leave my scooter here").first.check()
    page.get_by_role("button", name="Write a change for review").first.click()
    expect(page.locator(".diff .new")).to_contain_text(["Can I leave my scooter here"])
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the patch").click()
    waiting.value.save_as(tmp_path / "change.patch")
    subprocess.run(["git", "apply", tmp_path / "change.patch"], check=True, cwd=repository)
    page.goto("/admin/index")
    expect(page.get_by_text("The corpus has changed")).to_be_visible()
    page.get_by_role("button", name="Rebuild from the files").click()
    expect(page.get_by_text("Answers now come from")).to_be_visible()  # the page looks again
    page.goto("/admin/review")  # the FAQ has these words now
    assert page.get_by_text("scooter").count() == 0
    page.goto("/api/v1/suggest?q=Can+I+leave+my+scooter")
    expect(page.locator("body")).to_contain_text("Can I leave my scooter here")
    page.goto("/admin/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/admin/review")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_figures_and_tables_are_read_on_a_small_screen(open_page: NewPage) -> None:
    page = open_page(viewport={"width": 320, "height": 800})
    page.goto("/admin/")
    sign_in(page)
    figures = page.locator(".figures .card")
    first, second = figures.nth(0).bounding_box(), figures.nth(1).bounding_box()
    assert first
    assert second
    assert first["x"] == second["x"]
    figures.first.evaluate("(e) => e.append(document.createElement('dd'))")
    figures.first.locator("dd").last.evaluate("(e) => { e.className = 'quiet'; }")
    expect(figures.first.locator("dd").last).to_have_css("font-size", "14.5px")
    page.goto("/admin/index")
    expect(page.locator(".scroll").first).to_have_css(
        "background-image", re.compile("linear-gradient")
    )

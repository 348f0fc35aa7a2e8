import logging
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from assistant.errors import UsageError
from assistant.settings import load_settings
from tests.web.admin.conftest import TOKEN, Admin, csrf, sign_in
from tests.web.conftest import app_of
from web.admin.sessions import SESSION_S, Sessions

Visit = Callable[..., TestClient]
PAGES = ["/admin/", "/admin/review", "/admin/review/abc", "/admin/changes", "/admin/index"]
POSTS = [
    "/admin/logout",
    "/admin/review/abc/phrasings",
    "/admin/review/abc/questions",
    "/admin/changes/clear",
    "/admin/changes/20261124T120000000000Z-abcdef/discard",
    "/admin/index/rebuild",
    "/admin/index/rollback",
]


@pytest.mark.parametrize("token", [None, ""])
def test_without_a_token_there_is_nothing(visit: Visit, token: str | None) -> None:
    client = visit(admin_token=token)
    for address in ["/admin", "/admin/login", "/admin/anything", *PAGES]:
        assert client.get(address).status_code == 404
    for address in ["/admin/login", *POSTS]:
        assert client.post(address, data={"token": ""}).status_code == 404


def test_a_short_token_is_refused_without_telling_it() -> None:
    with pytest.raises(UsageError, match="FAQ_ADMIN_TOKEN") as refused:
        load_settings(admin_token="hunter2")
    assert "hunter2" not in str(refused.value)


def test_the_token_is_not_shown_with_the_settings() -> None:
    assert TOKEN not in repr(load_settings(admin_token=TOKEN))


def test_a_stranger_is_sent_to_sign_in_and_comes_back(visit: Visit) -> None:
    client = visit()
    for address in PAGES:
        response = client.get(address, follow_redirects=False)
        assert response.status_code == 303
        assert response.headers["location"] == f"/admin/login?next={address}"
    page = client.get("/admin/login?next=/admin/changes").text
    form = {"csrf": csrf(page), "token": TOKEN, "next": "/admin/changes"}
    assert client.post("/admin/login", data=form).url.path == "/admin/changes"
    assert client.get("/admin/login").url.path == "/admin/"


@pytest.mark.parametrize(
    "onward",
    ["https://evil.example", "//evil.example", "/admin//evil", "/ask", "/admin/\\evil", ""],
)
def test_signing_in_leads_nowhere_else(visit: Visit, onward: str) -> None:
    client = visit()
    form = {"csrf": csrf(client.get("/admin/login").text), "token": TOKEN, "next": onward}
    response = client.post("/admin/login", data=form, follow_redirects=False)
    assert response.headers["location"] == "/admin/"


def test_the_cookie_is_strict_and_holds_no_token(visit: Visit) -> None:
    client = visit()
    page = client.get("/admin/login").text
    response = client.post(
        "/admin/login", data={"csrf": csrf(page), "token": TOKEN}, follow_redirects=False
    )
    cookie = next(
        value for value in response.headers.get_list("set-cookie") if "faq_admin=" in value
    )
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/admin" in cookie
    assert "Secure" not in cookie  # over plain HTTP a browser would drop it
    assert TOKEN not in cookie
    assert response.headers["cache-control"] == "no-store"


def test_over_https_the_cookie_is_for_https_only(visit: Visit) -> None:
    client = visit()
    client.base_url = "https://faq.example.com"
    assert "Secure" in client.get("/admin/login").headers["set-cookie"]


@pytest.mark.parametrize("wrong", ["", "x", TOKEN + "x", TOKEN.upper(), "ключ"])
def test_a_wrong_token_is_refused_and_not_logged(
    visit: Visit, wrong: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = visit()
    response = sign_in(client, wrong)
    assert response.status_code == 401
    assert 'role="alert"' in response.text
    assert client.get("/admin/", follow_redirects=False).status_code == 303
    assert TOKEN not in caplog.text


@pytest.mark.parametrize(
    ("kept", "typed"), [(f"{TOKEN}\n", TOKEN), (f" {TOKEN}\r\n", TOKEN), (TOKEN, f" {TOKEN}\n")]
)
def test_blanks_around_the_token_do_not_count(visit: Visit, kept: str, typed: str) -> None:
    client = visit(admin_token=kept)
    assert (sign_in(client, typed).status_code, client.get("/admin/").url.path) == (200, "/admin/")


def test_after_five_attempts_even_the_right_token_waits(visit: Visit) -> None:
    client = visit()
    for _ in range(5):
        assert sign_in(client, "wrong").status_code == 401
    response = sign_in(client)
    assert response.status_code == 429
    assert 1 <= int(response.headers["retry-after"]) <= 60
    assert "Too many attempts" in response.text


def test_attempts_that_succeed_do_not_add_up(visit: Visit) -> None:
    client = visit()
    for _ in range(7):
        client.cookies.clear()
        assert sign_in(client).status_code == 200


def test_a_login_form_from_elsewhere_is_refused(visit: Visit) -> None:
    client = visit()
    page = client.get("/admin/login").text
    for form in ({"token": TOKEN}, {"token": TOKEN, "csrf": "x"}):
        assert client.post("/admin/login", data=form).status_code == 403
    form = {"token": TOKEN, "csrf": csrf(page)}
    cross = {"sec-fetch-site": "cross-site"}
    assert client.post("/admin/login", data=form, headers=cross).status_code == 403
    client.cookies.clear()
    assert client.post("/admin/login", data=form).status_code == 403


@pytest.mark.parametrize("address", POSTS)
def test_every_form_needs_the_token_of_its_session(admin: Admin, address: str) -> None:
    page = admin.get("/admin/")
    for form in ({}, {"csrf": ""}, {"csrf": csrf(page)[:-1]}):
        assert admin.client.post(address, data=form).status_code == 403
    for site in ("cross-site", "same-site"):
        response = admin.client.post(
            address, data={"csrf": csrf(page)}, headers={"sec-fetch-site": site}
        )
        assert response.status_code == 403
    assert not admin.context.maintenance.job.message
    assert admin.get("/admin/")


def test_signing_out_ends_the_session_for_good(admin: Admin) -> None:
    kept = admin.client.cookies["faq_admin"]
    assert admin.post("/admin/logout", admin.get("/admin/")).url.path == "/admin/login"
    admin.client.cookies.set("faq_admin", kept, path="/admin")
    assert admin.client.get("/admin/", follow_redirects=False).status_code == 303


def test_a_session_ends_by_itself() -> None:
    now = [0.0]
    sessions = Sessions(clock=lambda: now[0])
    cookie = sessions.start()
    now[0] = SESSION_S - 1
    assert sessions.get(cookie)
    now[0] = SESSION_S
    assert sessions.get(cookie) is None
    assert sessions.get("") is None


def test_a_form_sent_after_the_session_has_ended_leads_to_a_page(admin: Admin) -> None:
    page = admin.get("/admin/index")
    admin.client.cookies.clear()
    login = admin.post("/admin/index/rebuild", page)
    assert login.url.path == "/admin/login"
    form = {"csrf": csrf(login.text), "token": TOKEN, "next": login.url.params["next"]}
    after = admin.client.post("/admin/login", data=form)
    assert (after.status_code, after.url.path) == (200, "/admin/")


def test_too_many_fields_are_refused(admin: Admin) -> None:
    fields = "&".join(f"f{n}=" for n in range(4000))
    response = admin.client.post("/admin/index/rebuild", content=fields)
    assert response.status_code == 422


def test_pages_are_not_kept_and_carry_the_policy(admin: Admin) -> None:
    for address in ("/admin/", "/admin/changes", "/admin/index"):
        response = admin.client.get(address)
        assert response.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert "style=" not in response.text
        assert "<script" not in response.text
        assert "<style" not in response.text


def test_the_pages_are_not_part_of_the_api(admin: Admin) -> None:
    assert "/admin" not in admin.client.get("/openapi.json").text
    assert app_of(admin.client).state.admin is admin.context


@pytest.mark.parametrize("address", ["/admin/changes/x", "/admin/review/x", "/admin/?days=x"])
def test_what_is_not_there_is_told_on_a_page(admin: Admin, address: str) -> None:
    response = admin.client.get(address)
    assert response.status_code == 404
    assert "Back to the insights" in response.text

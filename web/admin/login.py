"""Signing in and out."""

from __future__ import annotations

import logging
import re
import secrets
from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from web.admin.context import (
    COOKIE,
    HOME,
    LOGIN,
    AdminRoute,
    CheckedForm,
    Context,
    ForgedError,
    context_of,
    go,
    read_form,
)
from web.admin.sessions import SESSION_S, same
from web.limiting import client_network
from web.rendering import page

router = APIRouter(include_in_schema=False, route_class=AdminRoute)
_log = logging.getLogger("faq.admin")
_FORM_COOKIE = "faq_admin_form"
_PATH = "/admin"
_FORM_S = 3600
_OURS = re.compile(r"/admin/[A-Za-z0-9/._-]*")


@router.get(_PATH)
def enter() -> Response:
    """The address as it is typed."""
    return go(HOME)


@router.get(LOGIN)
async def sign_in(request: Request, next: str = HOME) -> Response:
    """The form; those who are signed in already are sent on."""
    if context_of(request).sessions.get(request.cookies.get(COOKIE, "")):
        return go(_safe(next))
    return _form(request, _safe(next))


@router.post(LOGIN)
async def signed_in(request: Request, context: Context) -> Response:
    """Compare the token and start a session."""
    form = await read_form(request)
    held = request.cookies.get(_FORM_COOKIE, "")
    if not held or not same(form.one("csrf"), held):
        raise ForgedError
    client = client_network(request.client.host if request.client else "")
    onward = _safe(form.one("next"))
    wait_s = context.attempts.wait_s(client)
    if wait_s:
        _log.warning("too many attempts to sign in")
        said = f"Too many attempts. Try again in {wait_s} seconds."
        response = _form(request, onward, said, HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(wait_s)
        return response
    token = context.settings.admin_token
    assert token is not None
    if not same(form.one("token").strip(), token.get_secret_value()):
        _log.warning("an attempt to sign in was refused")
        return _form(request, onward, "That is not the token.", HTTPStatus.UNAUTHORIZED)
    context.attempts.forget(client)
    _log.info("signed in")
    response = go(onward)
    _set(response, request, COOKIE, context.sessions.start(), SESSION_S)
    response.delete_cookie(_FORM_COOKIE, path=_PATH)
    return response


@router.post("/admin/logout")
async def sign_out(request: Request, context: Context, form: CheckedForm) -> Response:  # noqa: ARG001
    """End the session."""
    context.sessions.end(request.cookies.get(COOKIE, ""))
    response = go(LOGIN)
    response.delete_cookie(COOKIE, path=_PATH)
    return response


def _form(
    request: Request, onward: str, problem: str = "", status: HTTPStatus = HTTPStatus.OK
) -> Response:
    held = request.cookies.get(_FORM_COOKIE) or secrets.token_urlsafe(32)
    response = page("admin/login.html.j2", status=status, csrf=held, onward=onward, problem=problem)
    _set(response, request, _FORM_COOKIE, held, _FORM_S)
    return response


def _set(response: Response, request: Request, name: str, value: str, age_s: int) -> None:
    response.set_cookie(
        name,
        value,
        max_age=age_s,
        path=_PATH,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )


def _safe(address: str) -> str:
    """An address of ours to go on to."""
    good = _OURS.fullmatch(address) and address != LOGIN and "//" not in address
    return address if good else HOME

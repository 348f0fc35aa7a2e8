"""Leads that say to whom a text speaks."""

from __future__ import annotations

import pytest

from assistant.audiences.leads import leading_audiences, leading_scope
from assistant.types import Audience
from tests.assistant.audiences.samples import AUDIENCES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("For Action Pack subscribers: you can share.", "action-pack"),
        ("For competency partners, each time a machine is activated", "competency"),
        ("Action Pack subscribers: you can share.", "action-pack"),
        ("**Action Pack subscribers**: you can share.", "action-pack"),
        ("**For Action Pack subscribers:** you can share.", "action-pack"),
        ("**Competency partners** You may share.", "competency"),
        ("_Gold partners_: you may.", "competency"),
        ("- For competency partners \u2014 yes", "competency"),
        ("Competency Partners \u2013 yes", "competency"),
        ("If you're a gold partner, yes", "competency"),
        ("For Action-Pack subscribers with two offices, no", "action-pack"),
        ("\ufeffFor Action Pack: x", "action-pack"),
        ("### For competency partners", "competency"),
        ("For Learning competency partners: x", "learning"),
        ("For Action Pack subscribers, gold partners can help.", "action-pack"),
        ("On Action Pack, you can share.", "action-pack"),
        ("Under a gold partner account, yes", "competency"),
        ("If you are on the Action Pack, yes", "action-pack"),
        ("With gold partners, guests may enter.", None),
        ("When you have Action Pack, yes", "action-pack"),
    ],
)
def test_a_lead_scopes_to_the_audience_it_names(text, expected):
    assert leading_scope(text, AUDIENCES) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Action Pack subscribers can share",
        "**Action Pack subscribers** can share",
        "For Action Pack subscribers and competency partners: share",
        "For competency partners who also hold Action Pack, no",
        "For Action Pack subscribers, gold partners and MAPS: no",
        "If you are an Action Pack subscriber, a gold partner, or in MAPS, no",
        "For Action Pack, competency partners: no",
        "Action Pack subscribers, competency partners and others",
        "For questions about Action Pack, contact support",
        "For non-competency partners: no",
        "You can share. For Action Pack subscribers: no.",
        "For Action Pack subscribers " + "who share " * 40,
        "",
    ],
)
def test_text_without_a_single_lead_has_no_scope(text):
    assert leading_scope(text, AUDIENCES) is None


PLANS = (Audience("pro", "Pro plan", ("Pro",)), Audience("team", "Team"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("For Pro customers: yes.", "pro"),
        ("For Pro-customers, it costs more", "pro"),
        ("Pro plan users: yes.", "pro"),
        ("**Pro** members \u2013 yes", "pro"),
        ("For **Pro** accounts with two seats, yes", "pro"),
        ("If you are a Pro licence holder, yes", "pro"),
        ("### Pro edition", "pro"),
        ("**Pro** Accounts can be shared.", "pro"),
        ("For Pro customers, Team customers can help.", "pro"),
        ("Pro customers can share.", None),
        ("Pro users, please share", None),
        ("For Pro customers and Team customers: yes.", None),
        ("For Pro users, Team users: yes.", None),
        ("For Pro customer service, write to us", None),
        ("For non-Pro customers: yes.", None),
        ("For Pro usage: yes.", None),
    ],
)
def test_a_noun_behind_the_name_belongs_to_the_lead(text, expected):
    assert leading_scope(text, PLANS) == expected


def test_without_audiences_there_is_no_lead():
    assert leading_scope("For Action Pack: x", ()) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("For Action Pack subscribers and gold partners: yes.", ("action-pack", "competency")),
        ("**For gold partners or MAPS**, yes", ("competency", "action-pack")),
        (
            "- Action Pack, gold partners and learning competency partners: yes",
            ("action-pack", "competency", "learning"),
        ),
        ("MAPS & gold partners: yes", ("action-pack", "competency")),
        ("For Action Pack subscribers: yes.", ()),
        ("For Action Pack, that is MAPS: yes.", ()),
        ("For Action Pack subscribers, gold partners can help.", ()),
        ("Action Pack subscribers and gold partners may share.", ()),
        ("", ()),
    ],
)
def test_a_lead_that_lists_several_is_found(text: str, expected: tuple[str, ...]) -> None:
    assert leading_audiences(text, AUDIENCES) == expected

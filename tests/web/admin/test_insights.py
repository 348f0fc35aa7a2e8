from datetime import UTC, datetime, timedelta

import pytest

from assistant.storage.insights import Day
from assistant.types import Outcome, Verdict, VerdictValue
from tests.web.admin.conftest import Admin, disliked, told
from web.admin.charts import HEIGHT, columns, nice_top, rows
from web.admin.insights import chosen_days, periods


def test_an_empty_store_is_said(admin: Admin) -> None:
    page = admin.get("/admin/")
    assert "Nothing was asked in the last 30 days." in page
    assert "<dd>–</dd>" in page


def test_the_numbers_of_the_period_are_shown(admin: Admin) -> None:
    yes = Verdict(VerdictValue.YES, 0.9)
    admin.context.service.store.write(
        [
            *told("May films be borrowed?", Outcome.ANSWERED, 3, verdict=yes),
            *told("Where may I park?"),
            *told("Hello", Outcome.SMALL_TALK),
            *disliked("Is it free?", reason="incomplete", comment="And on Sundays?"),
        ]
    )
    page = admin.get("/admin/")
    assert "<dt>Questions</dt><dd>5</dd>" in page  # small talk is none
    assert '<dt>Answered</dt><dd>80 %</dd><dd class="quiet">without small talk</dd>' in page
    assert "<dt>Found helpful</dt><dd>0 %</dd>" in page
    assert "And on Sundays?" in page
    assert page.count("Incomplete") == 2  # among the reasons, and with the comment
    assert 'class="bar answered"' in page


def test_a_question_asked_over_http_is_counted(admin: Admin) -> None:
    answer = admin.client.post("/api/v1/ask", json={"question": "May films be borrowed?"}).json()
    given = {"answer_id": answer["answer_id"], "rating": "up"}
    assert admin.client.post("/api/v1/feedback", json=given).status_code == 204
    page = admin.get("/admin/?days=7")
    assert "<dt>Questions</dt><dd>1</dd>" in page
    assert "<dt>Found helpful</dt><dd>100 %</dd>" in page


def test_reasons_that_are_not_ours_are_one_row(admin: Admin) -> None:
    for number in range(25):
        admin.context.service.store.write(
            disliked(f"Is it {number}?", reason=f"Buy at shop {number}")
        )
    page = admin.get("/admin/")
    assert '<th scope="row" dir="auto">Another reason</th>' in page
    assert "Buy at shop" not in page


def test_a_store_that_does_not_work_is_told_on_a_page(visit: object, admin: Admin) -> None:
    admin.context.service.store._engine.dispose()
    path = admin.context.service.store._engine.url.database
    assert path
    with open(path, "r+b") as file:  # noqa: PTH123
        file.write(b"no database at all")
    response = admin.client.get("/admin/")
    assert response.status_code == 503
    assert "Back to the insights" in response.text
    assert response.headers["retry-after"]


def test_periods_keep_to_the_days_of_retention() -> None:
    assert periods(90) == (7, 30, 90)
    assert periods(5) == (5,)
    assert periods(1000) == (7, 30, 90, 365, 1000)
    assert chosen_days(None, 90) == chosen_days(12, 90) == 30
    assert chosen_days(None, 5) == chosen_days(7, 5) == 5
    assert chosen_days(365, 1000) == 365


def day(number: int, **outcomes: int) -> Day:
    return Day((datetime(2026, 1, 1, tzinfo=UTC) + timedelta(number)).date(), outcomes)


def test_columns_stack_upwards_and_fill_the_height_at_the_top_value() -> None:
    chart = columns([day(0, a=6, b=2), day(1), day(2, b=4)], ["a", "b"])
    assert (chart.top, chart.width) == (8, 30)
    assert [(bar.x, bar.y, bar.height, bar.kind) for bar in chart.bars] == [
        (1, 25, 75, "a"),
        (1, 0, 25, "b"),
        (21, 50, 50, "b"),
    ]
    assert all(bar.y + bar.height <= HEIGHT for bar in chart.bars)


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 1), (1, 1), (7, 8), (8, 8), (9, 10), (23, 30), (801, 1000)]
)
def test_the_top_of_a_chart_is_round(highest: int, top: int) -> None:
    assert nice_top(highest) == top


def test_rows_hold_shares_and_what_has_no_name() -> None:
    found = rows({"b": 1, "x": 3}, {"a": "A", "b": "B"})
    assert [(row.name, row.kind, row.count, row.share) for row in found] == [
        ("B", "b", 1, 25.0),
        ("x", "other", 3, 75.0),
    ]
    assert [row.name for row in rows({}, {"a": "A"}, every=True)] == ["A"]

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter
from sqlalchemy import Connection

from assistant.assistant import Assistant
from assistant.errors import IndexMissingError
from assistant.settings import Settings
from assistant.storage.store import Store
from assistant.types import Answer, Turn
from tests.web.conftest import StartApp, app_of, open_library
from web.examples import ANSWER, PROBLEM
from web.schemas import Problem

FILMS = "May films be borrowed?"


def ask(client: TestClient, question: str, **more: Any) -> dict[str, Any]:
    response = client.post("/api/v1/ask", json={"question": question, **more})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_an_answer_over_http_is_the_answer_object(client: TestClient) -> None:
    answer = ask(client, FILMS)
    TypeAdapter(Answer).validate_python(answer)
    assert list(answer) == list(Answer.__dataclass_fields__)
    assert answer["outcome"] == "answered"
    assert answer["passages"][0]["entry_id"] == "films"
    assert answer["question"] == FILMS


def test_every_answer_has_ids_of_its_own(client: TestClient) -> None:
    first, second = ask(client, FILMS), ask(client, FILMS)
    for name in ("answer_id", "conversation_id"):
        assert first[name] != second[name]
        del first[name], second[name]
    del first["elapsed_ms"], second["elapsed_ms"]
    assert first == second


def test_a_followup_is_understood_by_the_id_of_its_conversation(client: TestClient) -> None:
    first = ask(client, "How many books may be borrowed?")
    alone = ask(client, "And films?")
    second = ask(client, "And films?", conversation_id=first["conversation_id"])
    assert second["conversation_id"] == first["conversation_id"]
    assert alone["standalone_question"] == "And films?"
    assert "borrowed" in second["standalone_question"]


def test_a_conversation_goes_on_after_a_restart(start: StartApp) -> None:
    first = ask(start(), "How many books may be borrowed?")
    second = ask(start(), "And films?", conversation_id=first["conversation_id"])
    assert "borrowed" in second["standalone_question"]


def test_what_is_purged_is_forgotten_by_a_server_that_runs(client: TestClient) -> None:
    first = ask(client, "How many books may be borrowed?")
    settings: Settings = app_of(client).state.settings
    purging = Store(settings.store)
    purging.forget(first["conversation_id"])
    purging.close()
    second = ask(client, "And films?", conversation_id=first["conversation_id"])
    third = ask(client, "And journals?", conversation_id=first["conversation_id"])
    assert (second["standalone_question"], "books" in third["standalone_question"]) == (
        "And films?",
        False,
    )
    assert "books" not in str(rows(client, "SELECT question, standalone_question FROM answer"))


def test_the_history_of_a_conversation_is_bounded(start: StartApp) -> None:
    client = start(max_history=2)
    conversation_id = ask(client, FILMS)["conversation_id"]
    for number in range(5):
        ask(client, f"Question number {number}?", conversation_id=conversation_id)
    kept = app_of(client).state.service._conversations.get(conversation_id)
    assert kept == ("Question number 3?", "Question number 4?")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": ""},
        {"question": " \n\t"},
        {"question": "x" * 2001},
        {"question": 3},
        {"question": None},
        {"question": ["x"]},
        {"question": FILMS, "audience": "nobody"},
        {"question": FILMS, "audience": 1},
        {"question": FILMS, "conversation_id": "no spaces"},
        {"question": FILMS, "conversation_id": ""},
        {"question": FILMS, "conversation_id": "x" * 65},
        {"question": FILMS, "unheard": "of"},
        [],
        "text",
        None,
    ],
)
def test_bad_input_is_a_problem_that_says_what_is_wrong(client: TestClient, body: object) -> None:
    response = client.post("/api/v1/ask", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate(response.json())
    assert problem.detail
    assert problem.request_id == response.headers["x-request-id"]


@pytest.mark.parametrize("text", [b"{", b"\xff\xfe", b'{"question": "\\ud800"}', b"[" * 5000])
def test_a_body_that_is_no_json_is_a_problem(client: TestClient, text: bytes) -> None:
    headers = {"content-type": "application/json"}
    response = client.post("/api/v1/ask", content=text, headers=headers)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/feedback"])
def test_a_body_that_is_not_said_to_be_json_is_told_the_header(
    client: TestClient, path: str, kind: str | None
) -> None:
    headers = {"content-type": kind} if kind else {}
    body = json.dumps({"question": FILMS}).encode()
    response = client.post(path, content=body, headers=headers)
    assert response.status_code == 422
    assert "Content-Type: application/json" in response.json()["detail"]
    said = {"content-type": "application/json; charset=utf-8"}
    assert "Content-Type" not in client.post(path, content=b"[]", headers=said).text


def test_a_problem_does_not_repeat_what_was_typed(client: TestClient) -> None:
    for body in ({"question": {"a": "b@c.de"}}, {"question": "b@c.de", "audience": 7}):
        assert "b@c.de" not in client.post("/api/v1/ask", json=body).text


def test_feedback_is_kept_and_the_last_word_counts(client: TestClient) -> None:
    answer_id = ask(client, FILMS)["answer_id"]
    for rating, comment in (("up", None), ("down", "write to me@example.com")):
        given = {"answer_id": answer_id, "rating": rating, "comment": comment}
        assert client.post("/api/v1/feedback", json=given).status_code == 204
    assert rows(client, "SELECT rating, comment FROM feedback") == [("down", "write to [e-mail]")]


@pytest.mark.parametrize(
    ("form", "kept"),
    [
        ("rating=up&reason=wrong_answer&comment=", ("up", None)),
        ("rating=down&reason=&comment=", ("down", None)),
        ("rating=down&reason=wrong_answer", ("down", "wrong_answer")),
    ],
)
def test_a_form_keeps_the_reason_that_was_given(
    client: TestClient, form: str, kept: tuple[str, str | None]
) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    body = f"answer_id={ask(client, FILMS)['answer_id']}&{form}"
    assert client.post("/ask/feedback", content=body, headers=headers).status_code == 200
    assert rows(client, "SELECT rating, reason FROM feedback") == [kept]


def test_feedback_on_an_unknown_answer_is_refused(client: TestClient) -> None:
    response = client.post("/api/v1/feedback", json={"answer_id": "nothing", "rating": "up"})
    assert response.status_code == 404
    assert Problem.model_validate(response.json()).status == 404


@pytest.mark.parametrize("form", ["", "rating=up", "a=1&" * 20, "%ff=%fe&answer_id=%00"])
def test_a_form_that_is_none_of_ours_is_refused(client: TestClient, form: str) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/ask/feedback", content=form, headers=headers).status_code == 404


@pytest.mark.parametrize(
    "given",
    [{"rating": "up"}, {"answer_id": "a", "rating": "sideways"}, {"answer_id": "a", "rating": 1}],
)
def test_feedback_that_says_nothing_is_bad_input(
    client: TestClient, given: dict[str, object]
) -> None:
    assert client.post("/api/v1/feedback", json=given).status_code == 422


def test_what_is_typed_is_completed_from_headings_and_alternates(client: TestClient) -> None:
    found = client.get("/api/v1/suggest", params={"q": "dvd ho"}).json()["suggestions"]
    assert [(item["entry_id"], item["text"]) for item in found] == [
        ("films", "Can I take a DVD home?")
    ]
    assert client.get("/api/v1/suggest").json() == {"suggestions": []}
    assert client.get("/api/v1/suggest", params={"q": "x" * 201}).status_code == 422


def test_an_answer_is_in_the_store_when_it_is_told(client: TestClient) -> None:
    answer = ask(client, "Films for jane@example.com?")
    found = rows(client, "SELECT id, conversation_id, channel, question, entry_id FROM answer")
    assert found == [
        (
            answer["answer_id"],
            answer["conversation_id"],
            "api",
            "Films for [e-mail]?",
            answer["passages"][0]["entry_id"] if answer["passages"] else None,
        )
    ]


def test_questions_are_refused_until_an_index_is_loaded(start: StartApp) -> None:
    go = threading.Event()

    def slowly(settings: Settings) -> Assistant:
        assert go.wait(30)
        return open_library(settings)

    client = start(opening=slowly)
    response = client.post("/api/v1/ask", json={"question": FILMS})
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    assert client.get("/api/v1/suggest", params={"q": "films"}).status_code == 503
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (503, "loading")
    go.set()
    app_of(client).state.loading.result()
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")
    assert ready.json()["index_version"] == ask(client, FILMS)["knowledge"]["index_version"]


def test_an_index_that_cannot_be_loaded_is_told(start: StartApp) -> None:
    def broken(_settings: Settings) -> Assistant:
        raise IndexMissingError("there is no index")

    client = start(opening=broken)
    assert isinstance(app_of(client).state.loading.exception(), IndexMissingError)
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (503, "failed")
    assert client.post("/api/v1/ask", json={"question": FILMS}).status_code == 503


def test_answers_go_on_where_the_store_does_not_work(start: StartApp, tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_text("no folder")
    client = start(store=f"sqlite:///{tmp_path / 'in-the-way' / 'store.sqlite3'}")
    answer = ask(client, FILMS)
    assert answer["outcome"] == "answered"
    followup = ask(client, "And books?", conversation_id=answer["conversation_id"])
    assert followup["outcome"]
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
    given = {"answer_id": answer["answer_id"], "rating": "up"}
    refused = client.post("/api/v1/feedback", json=given)
    assert refused.status_code == 503
    assert "retry-after" in refused.headers
    assert "faq_store_works 0.0" in client.get("/metrics").text
    assert "faq_store_waiting 2.0" in client.get("/metrics").text


def test_answers_do_not_wait_for_a_store_that_hangs(
    start: StartApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    real = Store.connect

    @contextmanager
    def hanging(self: Store) -> Iterator[Connection]:
        assert go.wait(30)
        with real(self) as connection:
            yield connection

    monkeypatch.setattr(Store, "connect", hanging)
    monkeypatch.setattr("web.service.PATIENCE_S", 0.05)
    client = start(request_timeout_s=5)
    answer = ask(client, FILMS, conversation_id="begun-elsewhere")
    page = client.get("/ask", params={"q": FILMS})
    ready = client.get("/readyz")
    go.set()
    assert page.status_code == 200
    assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
    given = {"answer_id": answer["answer_id"], "rating": "up"}
    assert client.post("/api/v1/feedback", json=given).status_code == 204  # it was kept after all


def test_replicas_that_share_a_store_know_what_was_asked_of_each(
    start: StartApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    before: list[tuple[str, ...]] = []
    real = Assistant.ask

    def noting(self: Assistant, turn: Turn, **_given: object) -> Answer:
        before.append(turn.history)
        return real(self, turn)

    monkeypatch.setattr(Assistant, "ask", noting)
    monkeypatch.setattr(Store, "shared", True)
    here, there = start(), start()
    for client, question in ((here, FILMS), (there, "And books?"), (here, "And journals?")):
        ask(client, question, conversation_id="c")
    assert before == [(), (FILMS,), (FILMS, "And books?")]


def test_metrics_count_outcomes_verdicts_and_times(client: TestClient) -> None:
    version = ask(client, FILMS)["knowledge"]["index_version"]
    ask(client, FILMS)
    text = client.get("/metrics").text
    verdict = 'outcome="answered",verdict="undetermined"'
    assert f'faq_answers_total{{cached="false",channel="api",{verdict}}} 1.0' in text
    assert f'faq_answers_total{{cached="true",channel="api",{verdict}}} 1.0' in text
    for stage in ("assistant", "understanding", "retrieval", "composition"):
        assert f'faq_stage_seconds_count{{stage="{stage}"}} 1.0' in text
    assert 'faq_stage_seconds_count{stage="whole"} 2.0' in text
    assert 'route="/api/v1/ask",status="200"} 2.0' in text
    assert f'index_version="{version}"' in text
    assert "borrowed" not in text


def test_the_examples_of_the_openapi_are_true_to_it(client: TestClient) -> None:
    TypeAdapter(Answer).validate_python(ANSWER)
    assert list(ANSWER) == list(Answer.__dataclass_fields__)
    for item in ANSWER["evidence"]:
        text = ANSWER["passages"][item["passage"]]["text"]
        assert text[item["start"] : item["end"]] == item["quote"]
    Problem.model_validate(PROBLEM)
    schema = client.get("/openapi.json").json()
    asking = schema["components"]["schemas"]["AskRequest"]
    assert asking["properties"]["question"]["maxLength"] == 2000
    for example in asking["examples"]:
        ask(client, **example)
    assert json.dumps(ANSWER["verdict"]) in json.dumps(schema["paths"]["/api/v1/ask"])


def rows(client: TestClient, query: str) -> list[tuple[Any, ...]]:
    store: Store = app_of(client).state.store
    with store.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]

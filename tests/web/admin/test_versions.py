import re
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from assistant.assistant import Assistant
from tests.web.admin.conftest import Admin


def served(admin: Admin) -> str:
    answer = admin.client.post("/api/v1/ask", json={"question": "Are cats welcome?"}).json()
    version: str = answer["knowledge"]["index_version"]
    return version


def change_faq(repository: Path) -> None:
    path = repository / "faq/library/library.md"
    path.write_text(path.read_text() + "\n## Are cats welcome?\n\nCats are welcome.\n")


def rebuild(admin: Admin) -> None:
    response = admin.post("/admin/index/rebuild", admin.get("/admin/index"))
    assert response.status_code == 200
    admin.context.maintenance.wait(30)


def roll_back(admin: Admin) -> None:
    page = admin.get("/admin/index")
    current = re.search(r'name="current" value="([^"]+)"', page)
    assert current
    admin.post("/admin/index/rollback", page, current=current[1])
    admin.context.maintenance.wait(30)


def test_a_rebuild_is_served_and_a_rollback_goes_back(admin: Admin, repository: Path) -> None:
    first = served(admin)
    assert "made from the files as they are now" in admin.get("/admin/index")
    change_faq(repository)
    page = admin.get("/admin/index")
    assert "The corpus has changed" in page
    assert "no version before this one" in page
    rebuild(admin)
    second = served(admin)
    assert second > first
    page = admin.get("/admin/index")
    assert f"Index {second} was built in" in page
    assert "Cats are welcome" in admin.client.get("/browse").text
    roll_back(admin)
    assert served(admin) == first
    page = admin.get("/admin/index")
    assert "Current, pinned by a rollback" in page
    assert "Cats are welcome" not in admin.client.get("/browse").text
    assert f'index_version="{first}"' in admin.client.get("/metrics").text
    rebuild(admin)
    assert served(admin) == second
    assert f"Index {second} is up to date already" in admin.get("/admin/index")


def test_after_a_rollback_what_was_answered_before_points_to_the_text_that_it_shows(
    admin: Admin, repository: Path
) -> None:
    def source() -> Any:
        answer = admin.client.post("/api/v1/ask", json={"question": "May films be borrowed?"})
        return answer.json()["passages"][0]

    before = source()
    path = repository / "faq/library/library.md"
    path.write_text(path.read_text().replace("## ", "A word before it.\n\n## ", 1))
    change_faq(repository)
    rebuild(admin)
    roll_back(admin)
    shown = source()
    place = shown["source"]
    text = Path(place["path"]).read_bytes().decode("utf-8")
    assert text[place["start"] : place["end"]] == shown["text"] == before["text"]


def test_a_rollback_asked_for_twice_happens_once(admin: Admin, repository: Path) -> None:
    change_faq(repository)
    rebuild(admin)
    page = admin.get("/admin/index")
    stale = re.search(r'name="current" value="([^"]+)"', page)
    assert stale
    for _ in range(2):
        response = admin.post("/admin/index/rollback", page, current=stale[1])
        admin.context.maintenance.wait(30)
    assert "the index has changed since that page was shown" in response.text


def test_a_corpus_that_is_broken_leaves_what_is_served(admin: Admin, repository: Path) -> None:
    first = served(admin)
    (repository / "faq/library/library.md").write_text("## No answer\n")
    assert "The files cannot be read" in admin.get("/admin/index")
    rebuild(admin)
    page = admin.get("/admin/index")
    assert "The index was not changed" in page
    assert "has no answer" in page
    assert served(admin) == first


def test_questions_are_answered_while_the_index_is_built(
    admin: Admin, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening, go_on = Event(), Event()
    reload = Assistant.reload

    def slow(self: Assistant, **given: Any) -> Assistant:
        opening.set()
        assert go_on.wait(30)
        return reload(self, **given)

    first = served(admin)
    monkeypatch.setattr(Assistant, "reload", slow)
    change_faq(repository)
    page = admin.get("/admin/index")
    admin.post("/admin/index/rebuild", page)
    assert opening.wait(30)
    try:
        assert served(admin) == first
        running = admin.get("/admin/index")
        assert '<meta http-equiv="refresh" content="2">' in running
        assert "The index is being built." in running
        again = admin.post("/admin/index/rebuild", page)
        assert "the index is being changed already" in again.text
    finally:
        go_on.set()
    admin.context.maintenance.wait(30)
    assert served(admin) > first
    assert "refresh" not in admin.get("/admin/index")


def test_a_damaged_version_is_shown_and_passed_over(admin: Admin, repository: Path) -> None:
    first = served(admin)
    change_faq(repository)
    rebuild(admin)
    (damaged,) = (repository.parent / "cache/indexes").glob(f"*/versions/{first}/chunks.jsonl")
    damaged.write_bytes(b"")
    page = admin.get("/admin/index")
    assert "chunks.jsonl was changed or cut off" in page
    assert "Go back to" not in page

import json
import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant import review
from assistant.corpus import load_corpus
from assistant.review import AddPhrasings, ReviewFolder
from assistant.types import Corpus, Outcome
from eval.question_set import read_question_set
from tests.web.admin.conftest import Admin, disliked, told
from web.admin.review import _PAGE

PARKING = ["Where may I park?", "Where may I park a car?", "Where may I park a bike?"]


@pytest.fixture
def waiting(admin: Admin) -> Admin:
    """Three ways to ask for parking, one answer that was not liked, and one that was."""
    admin.context.service.store.write(
        [
            *told(PARKING[0], times=5),
            *told(PARKING[1], Outcome.SUGGESTED, times=2),
            *told(PARKING[2]),
            *disliked("May films be borrowed?"),
            *told("What does the reading room cost?", Outcome.ANSWERED),
        ]
    )
    return admin


def group_of(admin: Admin, question: str) -> str:
    """The address of the group."""
    found = re.search(rf'href="([^"]+)"[^>]*>{re.escape(question)}<', admin.get("/admin/review"))
    assert found
    return found[1].partition("?")[0]


def keys_of(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'name="question" value="([0-9a-f]+)"', page)))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_waits_is_grouped_most_frequent_first(waiting: Admin) -> None:
    page = waiting.get("/admin/review")
    assert page.index(PARKING[0]) < page.index("May films be borrowed?")
    assert page.count('<li class="card">') == 2
    assert "asked 8 times" in page
    assert "1 thumb down" in page
    assert "reading room" not in page


def test_phrasings_become_a_patch_and_the_faq_stays_as_it_was(
    waiting: Admin, repository: Path
) -> None:
    folder = repository / "faq/library"
    before = contents(folder)
    address = group_of(waiting, PARKING[0])
    page = waiting.get(f"{address}?entry=films")
    response = waiting.post(
        f"{address}/phrasings",
        page,
        entry="films",
        question=keys_of(page)[:2],
        own="Can I leave my car?\n\n",
    )
    assert response.status_code == 200
    assert "The change was written for review." in response.text
    assert "Add 3 alternate phrasings to films" in response.text
    assert contents(folder) == before
    download = waiting.client.get(f"{response.url.path}.patch")
    assert download.headers["content-disposition"].startswith("attachment")
    apply(repository, download.content)
    alternates = load_corpus(folder).entries[0].alternates
    assert alternates == ("Can I take a DVD home?", *PARKING[:2], "Can I leave my car?")
    assert "In the files" in waiting.get("/admin/changes")
    assert "The files hold this change already." in waiting.get(response.url.path)
    waiting.post("/admin/changes/clear", waiting.get("/admin/changes"))
    assert "No change waits." in waiting.get("/admin/changes")


def test_questions_become_items_of_a_question_set(waiting: Admin, repository: Path) -> None:
    address = group_of(waiting, "May films be borrowed?")
    page = waiting.get(f"{address}?entry=films")
    waiting.post(
        f"{address}/questions",
        page,
        entry="films",
        question=keys_of(page),
        passage="0",
        verdict="yes",
    )
    address = group_of(waiting, PARKING[0])
    page = waiting.get(f"{address}?entry=-")
    assert "No entry answers it." in page
    waiting.post(f"{address}/questions", page, entry="-", question=keys_of(page))
    assert not (repository / "faq/library/questions.jsonl").exists()
    apply(repository, waiting.client.get("/admin/changes/all.patch").content)
    found = read_question_set(repository / "faq/library/questions.jsonl").questions
    assert [(q.question, q.answerable, q.verdict) for q in found] == [
        ("May films be borrowed?", True, "yes"),
        *((question, False, "none") for question in PARKING),
    ]
    corpus = load_corpus(repository / "faq/library")
    assert all(p in corpus.sources["library.md"] for q in found for p in q.passages)


@pytest.mark.parametrize(
    ("form", "fields", "said"),
    [
        ("phrasings", {"entry": "films"}, "choose a question"),
        ("phrasings", {"entry": "gone", "own": "Why?"}, "no entry"),
        ("phrasings", {"entry": "films", "own": "What does the reading room cost"}, "already"),
        ("phrasings", {"entry": "films", "own": "Can I take a DVD home"}, "nothing to change"),
        ("questions", {"entry": "films", "passage": "0", "verdict": "yes"}, "choose a question"),
        ("questions", {"entry": "films", "verdict": "yes", "all": "1"}, "choose the passage"),
        ("questions", {"entry": "films", "passage": "0", "all": "1"}, "no verdict"),
        ("questions", {"entry": "gone", "passage": "0", "all": "1"}, "not in the FAQ"),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_is(
    waiting: Admin, form: str, fields: dict[str, str], said: str
) -> None:
    address = group_of(waiting, PARKING[0])
    page = waiting.get(address)
    chosen = {"question": keys_of(page)} if fields.pop("all", "") else {}
    response = waiting.post(f"{address}/{form}", page, **fields, **chosen)
    assert 'role="alert"' in response.text
    assert said in response.text
    assert waiting.context.changes.all() == []
    assert said not in waiting.get(address)  # told once


def test_nothing_is_chosen_for_the_reviewer(waiting: Admin) -> None:
    page = waiting.get(group_of(waiting, PARKING[0]))
    assert " checked" not in page
    assert '<option value="">Choose</option>' in page
    assert page.count(" selected") == 1  # the nearest entry, to look at


def test_what_was_typed_is_shown_again_after_an_error_and_only_then(waiting: Admin) -> None:
    address = group_of(waiting, PARKING[0])
    page = waiting.get(address)
    key = keys_of(page)[0]
    own = "May I park <here>?\nWhat does the reading room cost"
    refused = waiting.post(f"{address}/phrasings", page, entry="films", own=own, question=key)
    assert "May I park &lt;here&gt;?\nWhat does the reading room cost</textarea>" in refused.text
    assert f'value="{key}" checked' in refused.text
    assert "here&gt;" not in waiting.get(address)


def test_a_question_that_something_was_taken_out_of_is_no_phrasing(admin: Admin) -> None:
    admin.context.service.store.write(told("Is jane@example.com a member?"))
    address = group_of(admin, "Is [e-mail] a member?")
    page = admin.get(address)
    assert re.search(r'name="question" value="[0-9a-f]+" disabled', page)
    for form in ("phrasings", "questions"):
        fields = {"entry": "films", "question": keys_of(page), "passage": "0", "verdict": "yes"}
        said = admin.post(f"{address}/{form}", page, **fields).text
        assert "has [e-mail] in place of what was taken out" in said
    assert (
        "has [ip]" in admin.post(f"{address}/phrasings", page, entry="films", own="My [ip]?").text
    )
    assert admin.context.changes.all() == []


def test_a_group_that_has_gone_is_not_found(waiting: Admin) -> None:
    address = group_of(waiting, PARKING[0])
    page = waiting.get(address)
    assert waiting.post("/admin/review/0000/phrasings", page).status_code == 404
    waiting.context.service.store.purge(before_ms=2**50)
    assert waiting.client.get(address).status_code == 404


def test_a_question_the_faq_knows_by_now_waits_no_more(waiting: Admin, repository: Path) -> None:
    path = repository / "faq/library/library.md"
    alternates = ", ".join(f'"{question}"' for question in PARKING)
    text = path.read_text().replace("[Can I take a DVD home?]", f"[{alternates}]")
    path.write_text(text)
    assert PARKING[0] in waiting.get("/admin/review")
    waiting.post("/admin/index/rebuild", waiting.get("/admin/index"))
    waiting.context.maintenance.wait(30)
    page = waiting.get("/admin/review")
    assert PARKING[0] not in page
    assert "May films be borrowed?" in page  # its answer was not liked


def test_a_question_in_a_change_is_marked(waiting: Admin) -> None:
    address = group_of(waiting, PARKING[0])
    page = waiting.get(address)
    waiting.post(f"{address}/phrasings", page, entry="films", question=keys_of(page)[0])
    assert "In a change" in waiting.get("/admin/review")
    changes = waiting.get("/admin/changes")
    (change,) = waiting.context.changes.all()
    waiting.post(f"/admin/changes/{change.id}/discard", changes)
    assert "In a change" not in waiting.get("/admin/review")
    assert waiting.client.get("/admin/changes/all.patch").status_code == 404


def test_a_change_that_cannot_be_made_any_more_says_why(waiting: Admin, repository: Path) -> None:
    address = group_of(waiting, PARKING[0])
    page = waiting.get(address)
    change = waiting.post(f"{address}/phrasings", page, entry="films", question=keys_of(page)[0])
    path = repository / "faq/library/library.md"
    path.write_text(path.read_text().replace("id: films", "id: movies"))
    assert "no entry &#39;films&#39;" in waiting.get(change.url.path)
    assert "Cannot be made any more" in waiting.get("/admin/changes")
    assert waiting.client.get(f"{change.url.path}.patch").status_code == 422


def test_the_list_of_changes_reads_the_faq_once(
    waiting: Admin, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = group_of(waiting, PARKING[0])
    page = waiting.get(address)
    for own in ("Is there a car park?", "Is there a garage?", "Is there a bike rack?"):
        waiting.post(f"{address}/phrasings", page, entry="films", own=own)
    read: list[Path] = []

    def counted(folder: Path) -> Corpus:
        read.append(folder)
        return load_corpus(folder)

    monkeypatch.setattr(review, "load_corpus", counted)
    assert waiting.get("/admin/changes").count("Waits for review") == 3
    assert len(read) == 1


def test_a_question_set_that_cannot_be_read_leaves_the_list_of_changes(
    waiting: Admin, repository: Path
) -> None:
    address = group_of(waiting, PARKING[0])
    page = waiting.get(address)
    waiting.post(f"{address}/phrasings", page, entry="films", own="Is there a car park?")
    (repository / "faq/library/questions.jsonl").write_bytes(b"\xff")
    assert "Cannot be made any more" in waiting.get("/admin/changes")


def test_changes_that_do_not_go_together_are_told_with_the_others(
    waiting: Admin, repository: Path
) -> None:
    address = group_of(waiting, PARKING[0])
    page = waiting.get(address)
    for entry in ("films", "what-does-the-reading-room-cost"):
        waiting.post(f"{address}/phrasings", page, entry=entry, own="Is there a car park?")
    whole = waiting.client.get("/admin/changes/all.patch")
    assert whole.status_code == 200
    told_apart = "Left out, it does not go with these: Add an alternate phrasing to what-does"
    assert told_apart in whole.text
    apply(repository, whole.content)
    assert "Is there a car park?" in (repository / "faq/library/library.md").read_text()


def test_a_change_is_listed_whatever_the_folder_is_called(repository: Path, tmp_path: Path) -> None:
    odd = repository / os.fsdecode(b"caf\xe9")
    (repository / "faq").rename(odd)
    kept = ReviewFolder(tmp_path / "review")
    edit = AddPhrasings(entry_id="films", phrasings=("Are films lent?",))
    made = kept.add(odd / "library", edit, datetime.now(UTC))
    assert kept.all() == [made]


def test_a_question_set_with_odd_lines_is_added_to(waiting: Admin, repository: Path) -> None:
    kept = '{"id": []}\n[1]\nno JSON\n'
    (repository / "faq/library/questions.jsonl").write_text(kept)
    address = group_of(waiting, PARKING[0])
    page = waiting.get(address)
    fields = {"question": keys_of(page)[0], "entry": "-"}
    change = waiting.post(f"{address}/questions", page, **fields)
    apply(repository, waiting.client.get(f"{change.url.path}.patch").content)
    lines = (repository / "faq/library/questions.jsonl").read_text().splitlines()
    assert [*lines[:3], PARKING[0]] == [*kept.splitlines(), json.loads(lines[3])["question"]]


def test_many_groups_are_paged(admin: Admin) -> None:
    admin.context.service.store.write([r for n in range(30) for r in told(f"word{n} other{n}?")])
    page = admin.get("/admin/review")
    assert "Page 1 of 2, 30 groups" in page
    assert page.count('<li class="card">') == 25
    second = admin.get("/admin/review?page=2")
    assert second.count('<li class="card">') == 5
    assert f'start="{_PAGE + 1}"' in second
    assert admin.get("/admin/review?page=99").count('<li class="card">') == 5


def test_the_vectors_of_a_question_are_made_once(waiting: Admin) -> None:
    encoder = waiting.context.assistant.retriever.encoder
    waiting.get("/admin/review")
    before = list(encoder.encoded)  # type: ignore[attr-defined]
    waiting.get("/admin/review")
    assert encoder.encoded == before  # type: ignore[attr-defined]


def test_a_corpus_that_is_broken_is_told_on_a_page(waiting: Admin, repository: Path) -> None:
    address = group_of(waiting, PARKING[0])
    (repository / "faq/library/library.md").write_text("## No answer\n")
    response = waiting.client.get(address)
    assert response.status_code == 422
    assert "has no answer" in response.text


def apply(repository: Path, patch: bytes) -> None:
    subprocess.run(["git", "apply", "-"], input=patch, check=True, cwd=repository)

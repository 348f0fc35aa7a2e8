from __future__ import annotations

from pathlib import Path

import pytest

from eval.provenance import code_sha256, entry_hashes
from eval.systems import read_passages

CORPUS = """---
title: House rules
audiences:
  - id: guest
    label: Guests
---

## Are dogs welcome?

<!-- faq
id: dogs
alternates: [May I bring my dog?]
facts:
  - question: Are dogs welcome?
    verdict: "yes"
    quote: Dogs are welcome.
-->

Dogs are welcome. They need a lead.

## What does parking cost?

<!-- faq
id: parking
-->

Two euros.
"""


def hashes(folder: Path, text: str) -> dict[str, str]:
    folder.mkdir()
    (folder / "house.md").write_text(text, "utf-8")
    return entry_hashes(read_passages(folder))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('verdict: "yes"', 'verdict: "no"'),
        ("question: Are dogs welcome?", "question: Are pets welcome?"),
        ("quote: Dogs are welcome.", "quote: They need a lead."),
        ("May I bring my dog?", "May I bring a dog?"),
        ("id: dogs", "id: dogs\naudience: guest"),
        ("They need a lead.", "They need no lead."),
    ],
)
def test_all_that_an_entry_says_is_in_its_hash(tmp_path: Path, old: str, new: str) -> None:
    before = hashes(tmp_path / "a", CORPUS)
    after = hashes(tmp_path / "b", CORPUS.replace(old, new))
    assert {key for key in before if before[key] != after[key]} == {"dogs"}


def test_moving_an_entry_is_no_change_of_it(tmp_path: Path) -> None:
    before = hashes(tmp_path / "a", CORPUS)
    head, dogs, parking = CORPUS.partition("## Are")[0], *CORPUS.split("## ")[1:]
    moved = f"{head}## {parking}\n## {dogs}"
    assert hashes(tmp_path / "b", moved) == before


def test_every_source_of_what_answers_is_in_the_hash_of_the_code(tmp_path: Path) -> None:
    seen = {code_sha256(tmp_path)}
    for name, text in (("a.py", "x = 1"), ("a.py", "x = 2"), ("b.j2", ""), ("c/a.py", "x = 2")):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        seen.add(code_sha256(tmp_path))
    (tmp_path / "a.pyc").write_bytes(b"compiled")
    seen.add(code_sha256(tmp_path))
    assert len(seen) == 5

"""What a long conversation costs: each text is looked at once, however many turns look back at it."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from assistant.assistant import Assistant
from assistant.audiences import find_name, mentions
from tests.assistant.halls import SEAT, told


@pytest.mark.parametrize("later", ["And what of {}?", ". " * 200 + "{}", "x" * 500 + "{}"])
def test_no_text_is_searched_for_a_name_twice(
    hall: Assistant, monkeypatch: pytest.MonkeyPatch, later: str
) -> None:
    searched = Counter[tuple[str, str]]()

    def counted(name: str, text: str) -> Iterator[re.Match[str]]:
        searched[name, text] += 1
        return find_name(name, text)

    monkeypatch.setattr(mentions, "find_name", counted)
    told(hall, "And on Mondays?", SEAT, *(later.format(number) for number in range(9)))
    assert set(searched.values()) == {1}

"""Names in a text, as people write them."""

from __future__ import annotations

import pytest

from assistant.audiences.names import find_name, name_pattern, normalised_name


@pytest.mark.parametrize(
    "name",
    ["Action Pack", "MAPS", "Policies", "Stra\u00dfe partner", "ba\u017fis", "k\u212aey", "x"],
)
@pytest.mark.parametrize(
    "text",
    [
        "an ACTION-pack, and action  packs",
        "maps and a policy's STRASSE partner",
        "a stra\u00dfe partner's ba\u017fis, ba\u017fi\u017f, basis",
        "an action pac\u212a, key \u212aKEY",
        "x",
        "",
    ],
)
def test_looking_for_letters_first_finds_what_the_pattern_finds(name: str, text: str) -> None:
    found = [match.span() for match in find_name(name, text)]
    assert found == [match.span() for match in name_pattern(name).finditer(text)]


@pytest.mark.parametrize("name", ["", " ", "_", "\u2013"])
def test_a_name_without_words_is_nowhere(name: str) -> None:
    assert not list(find_name(name, "anything - at _ all"))


def test_names_that_the_same_text_holds_have_one_key() -> None:
    assert normalised_name("Action-Packs") == normalised_name("action pack")
    assert normalised_name("policies") == normalised_name("Policy")
    assert normalised_name("Pro") != normalised_name("Proof")

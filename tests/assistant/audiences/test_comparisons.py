import pytest

from assistant.audiences import compares
from assistant.types import Audience

LEVELS = (
    Audience("basic", "Basic sellers", ("basic seller",)),
    Audience("gold", "Gold sellers", ("gold", "gold seller")),
    Audience("shop", "Shops", ("shop",)),
)


@pytest.mark.parametrize(
    "text",
    [
        "Is the fee the same for all levels?",
        "Do all sellers get the same number of listings?",
        "Does every plan have an equal limit?",
        "Does the fee depend on the level?",
        "Does the fee vary with the kind of seller?",
        "Is it included regardless of my level?",
        "Do gold sellers pay less than shops?",
        "Do shops and gold sellers have the same limit?",
        "Do shops have as many listings as basic sellers?",
    ],
)
def test_a_question_that_compares_audiences(text: str) -> None:
    assert compares(text, LEVELS)


@pytest.mark.parametrize(
    "text",
    [
        "Is the fee the same as last year?",
        "Can all sellers list a car?",
        "Can both kinds be used on the same page?",
        "Do gold sellers pay less than 5 euros?",
        "Does the fee depend on the weight?",
        "Can gold sellers and shops list cars?",
        "",
    ],
)
def test_a_question_that_compares_something_else_or_nothing(text: str) -> None:
    assert not compares(text, LEVELS)


def test_of_one_audience_nothing_is_compared() -> None:
    assert not compares("Is the fee the same for all levels?", LEVELS[:1])

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import UsageError
from eval.gates import read_levels


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        ('{"coverage": 8}', "the level of 'coverage' is 8: give a share from 0 to 1"),
        ('{"coverage": 0.5, "wrong yes": -5}', "the level of 'wrong yes' is -5: give a share"),
        ('{"coverage": true}', "the level of 'coverage' is true"),
        ('{"coverage": NaN}', "the level of 'coverage' is NaN"),
        ('{"coverage": "0.5"}', "the level of 'coverage' is \"0.5\""),
        ('{"coverage": null}', "the level of 'coverage' is null"),
        ('{"coverage": [1, 2]}', "the level of 'coverage' is [1, 2]"),
        ('{"cover\\nage": 0.5}', r"'cover\nage' is no measure: use one of all right, anything"),
        ('"coverage"', "is not a JSON object of measure and level"),
    ],
)
def test_a_level_that_is_no_share_of_a_measure_is_named_with_what_is_allowed(
    tmp_path: Path, levels: str, told: str
) -> None:
    path = tmp_path / "levels.json"
    path.write_text(levels)
    with pytest.raises(UsageError) as error:
        read_levels(path)
    assert str(error.value).startswith(f"{path}")
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_levels_from_0_to_1_are_read(tmp_path: Path) -> None:
    path = tmp_path / "levels.json"
    path.write_text('{"coverage": 1, "wrong yes": 0.0}')
    assert read_levels(path) == {"coverage": 1.0, "wrong yes": 0.0}

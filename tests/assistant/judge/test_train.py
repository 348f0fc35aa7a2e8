from pathlib import Path

import pytest

from assistant.judge import train


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--cap", "nowhere=3"], "nowhere: not a source of the polarity recipe"),
        (["--without", "nowhere"], "nowhere: not a source of the polarity recipe"),
        (["--cap", "written=few"], "--cap written=few: not a number of examples"),
        (["--cap", "written"], "--cap written=: not a number of examples"),
    ],
)
def test_a_source_or_cap_that_is_none_is_named(given: list[str], told: str, tmp_path: Path) -> None:
    where = ["--data", str(tmp_path), "--start", str(tmp_path), "--out", str(tmp_path / "run")]
    with pytest.raises(SystemExit, match=told):
        train.main([*where, "--model", "polarity", *given])


def test_caps_and_sources_left_out_change_the_recipe() -> None:
    options = train._parser().parse_args(
        "--data d --start s --out o --model polarity --cap written=5 --without fm2".split()
    )
    recipe = train._recipe(options)
    assert recipe.shares["written"].cap == 5
    assert "fm2" not in recipe.shares


@pytest.mark.parametrize("given", ["1", "-0.1", "much", "nan"])
def test_dropout_is_a_share(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        train._parser().parse_args(
            f"--data d --start s --out o --model polarity --dropout={given}".split()
        )
    assert f"{given}: not a share" in capsys.readouterr().err

from pathlib import Path

import pytest
import torch

from assistant.judge.average import average, main


def make_run(folder: Path, value: float, tokenizer: str = "{}") -> Path:
    folder.mkdir()
    torch.save({"w": torch.full((2,), value), "n": torch.tensor(3)}, folder / "best.pt")
    for name in ("config.json", "run.json"):
        (folder / name).write_text("{}")
    (folder / "tokenizer.json").write_text(tokenizer)
    return folder / "best.pt"


def test_weights_are_averaged_by_share_and_counts_are_left() -> None:
    parts = [
        ({"w": torch.tensor([x]), "n": torch.tensor(int(x))}, s)
        for x, s in ((1.0, 0.25), (3.0, 0.75))
    ]
    mean = average(parts)
    assert mean["w"].tolist() == [2.5]
    assert mean["n"].item() == 3


def test_an_output_that_an_earlier_run_lacks_is_the_last_ones() -> None:
    parts = [({"w": torch.tensor([1.0])}, 0.5), ({"w": torch.tensor([3.0, 5.0])}, 0.5)]
    assert average(parts)["w"].tolist() == [2.0, 5.0]


def test_a_layer_that_an_earlier_run_lacks_is_the_last_ones() -> None:
    parts = [
        ({"0": torch.tensor([1.0])}, 0.5),
        ({"0": torch.tensor([3.0]), "1": torch.tensor([7.0])}, 0.5),
    ]
    assert {name: value.tolist() for name, value in average(parts).items()} == {
        "0": [2.0],
        "1": [7.0],
    }


def test_a_run_of_the_average_is_left(tmp_path: Path) -> None:
    first, second = make_run(tmp_path / "a", 0.0), make_run(tmp_path / "b", 1.0)
    main(["--out", str(tmp_path / "c"), f"{first}:0.5", f"{second}:0.5"])
    assert torch.load(tmp_path / "c" / "best.pt", weights_only=True)["w"].tolist() == [0.5, 0.5]
    assert (tmp_path / "c" / "tokenizer.json").exists()


def test_shares_and_vocabularies_must_fit(tmp_path: Path) -> None:
    first = make_run(tmp_path / "a", 0.0)
    second = make_run(tmp_path / "b", 1.0, '{"other": 1}')
    with pytest.raises(SystemExit, match=r"add up to 0\.7"):
        main(["--out", str(tmp_path / "c"), f"{first}:0.2", f"{first}:0.5"])
    with pytest.raises(SystemExit, match="different vocabularies"):
        main(["--out", str(tmp_path / "c"), f"{first}:0.5", f"{second}:0.5"])

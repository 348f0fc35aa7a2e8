"""assistant/CONTRACT.md against the code: commands, routes, targets, and every name in its JSON."""

import dataclasses
import json
import re
import types
import typing
from pathlib import Path
from typing import Any

import click
import pytest
from fastapi.testclient import TestClient

from assistant import types as values
from assistant.cli import faq
from assistant.settings import load_settings
from eval.question_set import read_question_set
from web.app import create_app

ROOT = Path(__file__).parent.parent
CONTRACT = (ROOT / "assistant" / "CONTRACT.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```json\n(.*?)```", CONTRACT, re.DOTALL)


def section(title: str) -> str:
    return CONTRACT.split(f"\n## {title}", 1)[1].split("\n## ", 1)[0]


def json_block(first_key: str) -> dict[str, Any]:
    (block,) = (found for found in BLOCKS if found.lstrip("{ \n").startswith(f'"{first_key}"'))
    loaded: dict[str, Any] = json.loads(block.replace("[..]", "[]"))
    return loaded


def rows() -> list[str]:
    table = section("`faq`, the command line")
    return [line for line in table.splitlines() if line.startswith("| `faq ")]


def find_command(words: list[str]) -> click.Command:
    command: click.Command = faq
    for word in words:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word)
        assert found is not None, word
        command = found
    return command


@pytest.mark.parametrize("row", rows())
def test_every_command_is_there_with_its_options(row: str) -> None:
    cell = row.split(" | ", maxsplit=1)[0].strip("| `")
    usage = re.sub(r'"[^"]*"', "", cell).split()[1:]
    first = [word for word in usage if word.isalpha() and word.islower()]
    if " / " in cell:  # faq index build / status / ...
        for name in first[1:]:
            find_command([first[0], name])
        return
    command = find_command(first)
    options = {name for p in command.params for name in p.opts}
    assert set(re.findall(r"--[a-z-]+", cell)) <= options


def test_the_two_commands_are_targets() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"\| `make (\w+)`", CONTRACT):
        assert f"\n{target}:" in makefile


def test_every_route_is_served(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    app = create_app(load_settings(store=store, admin_token="not-a-real-token"))
    client = TestClient(app, raise_server_exceptions=False)  # not started: no model is loaded
    for cell in re.findall(r"^\| (`.*?) \|", section("HTTP"), re.MULTILINE):
        for method, route in re.findall(r"`(?:(GET|POST) )?(/[^`?]*)", cell):
            status = client.request(method or "GET", route).status_code
            off = route == "/slack/events"  # 404 as long as Slack is off
            assert off or status not in {404, 405}, route


def dataclass_of(hint: object) -> type | None:
    for part in (hint, *typing.get_args(hint)):
        if isinstance(part, type) and dataclasses.is_dataclass(part):
            return part
        if isinstance(part, types.GenericAlias | types.UnionType) and part is not hint:
            return dataclass_of(part)
    return None


def agree(example: dict[str, Any], owner: type) -> None:
    hints = typing.get_type_hints(owner)
    assert list(example) == [name for name in hints if name in example]
    for name, value in example.items():
        inner = value[0] if isinstance(value, list) and value else value
        nested = dataclass_of(hints[name])
        if isinstance(inner, dict):
            assert nested is not None, name
            agree(inner, nested)
        elif isinstance(inner, str) and " | " in inner:
            enum = next(
                p for p in (hints[name], *typing.get_args(hints[name])) if p is not type(None)
            )
            assert inner.split(" | ") == [str(member) for member in enum]


def test_the_answer_object_has_these_names_in_this_order() -> None:
    example = json_block("answer_id")
    assert list(example) == [field.name for field in dataclasses.fields(values.Answer)]
    agree(example, values.Answer)


def test_the_verdict_has_these_names_and_values() -> None:
    agree(json_block("value"), values.Verdict)


def test_question_sets_are_read_with_these_names(tmp_path: Path) -> None:
    row = json_block("id") | {"verdict": "yes", "passages": ["a"]}
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    (question,) = read_question_set(path).questions
    assert question.id == row["id"]
    for verdict in re.findall(r'"verdict": "([a-z |]+)"', section("Question sets"))[0].split(" | "):
        answerable = json.dumps(row | {"verdict": verdict})
        path.write_text(answerable, encoding="utf-8")
        assert len(read_question_set(path).questions) == 1

"""The first moment of the `faq` command."""

import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from assistant import start

ROOT = Path(__file__).parent.parent.parent


class Interrupted(ModuleType):
    """A module that is stopped by Ctrl-C while it is loaded."""

    def __getattr__(self, name: str) -> object:
        raise KeyboardInterrupt


def test_ctrl_c_while_the_command_line_is_loaded_is_one_line(monkeypatch, capsys) -> None:
    monkeypatch.setitem(sys.modules, "assistant.cli", Interrupted("assistant.cli"))
    with pytest.raises(SystemExit) as caught:
        start.main()
    assert (caught.value.code, capsys.readouterr().err) == (130, "faq: stopped\n")


def test_the_command_line_is_run(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["faq", "--version"])
    with pytest.raises(SystemExit) as caught:
        start.main()
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith("faq")


def test_the_installed_command_begins_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["scripts"]["faq"] == "assistant.start:main"

import ast
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import assistant
from assistant.settings import Settings

ROOT = Path(__file__).parent.parent


def imported(path: Path) -> set[str]:
    """The modules that a file imports, or imports names from."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize(
    ("package", "forbidden"),
    [("assistant", {"web", "eval"}), ("web", {"eval"}), ("eval", {"web"})],
)
def test_packages_import_only_downwards(package: str, forbidden: set[str]) -> None:
    for path in (ROOT / package).rglob("*.py"):
        assert not {module.split(".")[0] for module in imported(path)} & forbidden, path


def test_the_map_in_the_docstring_has_every_module() -> None:
    modules = {module.name for module in pkgutil.iter_modules(assistant.__path__)}
    assert set(re.findall(r"`(\w+)`", assistant.__doc__ or "")) == modules


def test_others_import_of_audiences_what_it_offers() -> None:
    package_folder = ROOT / "assistant" / "audiences"
    for package in ("assistant", "web", "eval"):
        for path in (ROOT / package).rglob("*.py"):
            inner = [m for m in imported(path) if m.startswith("assistant.audiences.")]
            assert package_folder in path.parents or not inner, path


def test_the_readme_lists_every_setting_with_its_default() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert f"`FAQ_{name.upper()}`" in readme
        assert field.description
        assert field.description in readme


def test_the_package_offers_its_library_and_loads_it_only_when_used() -> None:
    for name in assistant.__all__:
        assert getattr(assistant, name).__name__ == name
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        assistant.nothing_of_the_kind  # noqa: B018
    code = "import sys, assistant; sys.exit('numpy' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)

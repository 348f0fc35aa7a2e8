import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.index.store import load_index
from tests.assistant.index.killed_builds import INDEX
from tests.assistant.index.samples import TEXTS, build
from tests.fakes import FakeEncoder

ROOT = Path(__file__).parents[3]


@pytest.mark.skipif(os.name != "posix", reason="forks and kills")
def test_a_build_killed_at_any_moment_leaves_a_good_version(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.assistant.index.killed_builds", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    deaths = int(done.stdout)
    assert deaths >= 20
    encoder = FakeEncoder(64)
    old = load_index(tmp_path / "start" / INDEX, encoder).version
    served = []
    for number in range(1, deaths + 1):
        root = tmp_path / str(number) / INDEX
        loaded = load_index(root, encoder)
        assert loaded.warnings == (), number
        served.append(loaded.version == old)
        report = build(root, encoder, (*TEXTS, "New."), keep=2)
        assert load_index(root, encoder).version == report.version
        assert not list((root / "tmp").iterdir())
    # The old one up to the swap, the new one after it: never neither, never back and forth.
    assert served == sorted(served, reverse=True)
    assert served[0]
    assert not served[-1]

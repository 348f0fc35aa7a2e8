"""Training needs the extra with torch; where it is missing, its tests are not collected."""

from importlib.util import find_spec

NEEDS_TORCH = (
    "test_ablate.py",
    "test_export.py",
    "test_unpack.py",
    "training/test_batches.py",
    "training/test_loop.py",
    "training/test_smoothing.py",
)
collect_ignore = [] if find_spec("torch") and find_spec("onnx") else [*NEEDS_TORCH]

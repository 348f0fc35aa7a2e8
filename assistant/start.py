"""Where the `faq` command begins: loading the command line takes a moment, in which it may be stopped too."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; Ctrl-C ends it with one line at any time."""
    try:
        from assistant.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("faq: stopped\n")
        sys.exit(130)

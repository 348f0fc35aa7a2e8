"""Structured logs: one JSON object a line, with nothing personal in it."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from assistant.storage.redaction import redact

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}
# Values of these are ours, or were checked: they hold nothing that was typed.
_HARMLESS = frozenset({"request_id", "method", "route"})
_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode


class JsonFormatter(logging.Formatter):
    """Time, level, logger, message, and what was given as `extra`; redacted.

    Of an exception, its class and where it was raised are told; its message may hold a question.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        fields: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        for name, value in vars(record).items():
            if name not in _OWN:
                typed = isinstance(value, str) and name not in _HARMLESS
                fields[name] = redact(value) if typed else value
        if record.exc_info and record.exc_info[0] is not None:
            fields |= _exception(record.exc_info[0], record.exc_info[2])
        return _encode(fields)


def _exception(kind: type[BaseException], traceback: Any) -> Mapping[str, Any]:
    frames = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        frames.append(f"{code.co_filename}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return {"error": f"{kind.__module__}.{kind.__qualname__}", "raised_at": frames[-8:]}


def configure_logging() -> None:
    """Send all logs to stderr as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for noisy in ("uvicorn", "alembic", "faiss", "bm25s"):
        logging.getLogger(noisy).setLevel(logging.WARNING)

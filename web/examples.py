"""Examples for the OpenAPI."""

from __future__ import annotations

from typing import Any

_TEXT = (
    "For Action Pack subscribers: you can share the licenses granted through your subscription within "
    "the subscribing country only. The licenses granted to you are per country and cannot be shared "
    "across countries."
)
_QUOTE = "The licenses granted to you are per country and cannot be shared across countries."
_ID = "5f0c3a9be8a44f7f9a4f0a2d3c1b7e6d"

ANSWER: dict[str, Any] = {
    "answer_id": _ID,
    "conversation_id": "0b8f6f2f7d1c4f0e9f3c5a6b7c8d9e0f",
    "question": "Can we share our Action Pack licenses across countries?",
    "standalone_question": "Can we share our Action Pack licenses across countries?",
    "audience": "action-pack",
    "outcome": "answered",
    "verdict": {"value": "no", "confidence": 0.97, "by_audience": [], "conditions": []},
    "evidence": [
        {
            "passage": 0,
            "quote": _QUOTE,
            "start": _TEXT.index(_QUOTE),
            "end": _TEXT.index(_QUOTE) + len(_QUOTE),
        }
    ],
    "passages": [
        {
            "entry_id": "license-sharing",
            "title": "Can licenses be shared?",
            "text": _TEXT,
            "source": {
                "path": "corpus/partner-network-licensing/licensing-faq.md",
                "start": 3219,
                "end": 3219 + len(_TEXT),
                "url": None,
            },
            "audience": "action-pack",
            "score": 0.93,
            "incomplete": False,
        }
    ],
    "message": {
        "text": f'No.\n\nFrom "Can licenses be shared?":\n\n{_TEXT}',
        "html": f'<div class="faq-answer"><p><strong>No.</strong></p><p>{_TEXT}</p></div>',
    },
    "clarification": None,
    "also_asked": [],
    "suggestions": [],
    "resources": [],
    "escalation": None,
    "knowledge": {
        "index_version": "20260101T120000000Z-0123456789ab",
        "corpus_sha256": "efbd175c23cc96a6822779d285e5a4fad90e7fdc49d0906b2c231b97813a17c4",
        "encoder": "all-MiniLM-L6-v2-int8",
        "judge": None,
    },
    "elapsed_ms": 4.2,
}

PROBLEM: dict[str, Any] = {
    "type": "about:blank",
    "title": "Unprocessable Entity",
    "status": 422,
    "detail": "the question is empty: ask something",
    "request_id": _ID,
}

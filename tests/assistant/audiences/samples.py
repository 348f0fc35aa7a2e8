"""Audiences whose names share words, as in the default corpus."""

from assistant.types import Audience

AUDIENCES = (
    Audience("action-pack", "Action Pack subscribers", ("Action Pack", "MAPS")),
    Audience("competency", "Competency partners", ("gold partner", "silver competency")),
    Audience("learning", "Learning competency partners"),
)

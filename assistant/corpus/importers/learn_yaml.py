"""YAML: the FAQ files of Microsoft Learn (`### YamlMime:FAQ`), and other lists of questions and answers."""

from __future__ import annotations

import yaml

from assistant.corpus.importers.items import Document, Item
from assistant.corpus.importers.records import Located, items_in
from assistant.corpus.metadata import LOADER
from assistant.errors import SourceError


def read_yaml(document: Document) -> list[Item]:
    """The questions of a YAML text, scalars taken as they are written. Raises SourceError."""
    try:
        node = yaml.compose(document.text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + 1
        problem = (
            f"it is not valid YAML ({error.problem or error.context or 'it cannot be parsed'})"
        )
        fix = 'check indentation and colons; texts with ": " in them need double quotes'
        raise SourceError(document.shown, line, problem, fix) from error
    except yaml.YAMLError as error:
        reason = str(getattr(error, "reason", error)).splitlines()[0]
        problem = f"it is not valid YAML ({reason})"
        raise SourceError(document.shown, None, problem, "remove the character") from error
    return [] if node is None else items_in(_value(node, {}), left_out=document.left_out)


def _value(node: yaml.Node, known: dict[int, object]) -> object:
    """The value of a node; what an alias repeats is one object, however often it is met."""
    if id(node) in known:
        return known[id(node)]
    if isinstance(node, yaml.SequenceNode):
        items: list[object] = []
        known[id(node)] = items
        items.extend(_value(item, known) for item in node.value)
        return items
    if isinstance(node, yaml.MappingNode):
        fields = Located()
        known[id(node)] = fields
        fields.line = node.start_mark.line + 1
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                fields[key.value] = _value(value, known)
        return fields
    return str(node.value)

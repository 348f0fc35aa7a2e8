"""Turns existing FAQs into corpus files: one module for each foreign format."""

from assistant.corpus.importers.detection import Format
from assistant.corpus.importers.importing import Report, import_sources

__all__ = ["Format", "Report", "import_sources"]

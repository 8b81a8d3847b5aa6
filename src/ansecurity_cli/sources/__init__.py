"""Bytes in: trees of files, and files read as strict YAML with places."""

from ansecurity_cli.sources.codes import CODES
from ansecurity_cli.sources.document import Document, Parsed, parse
from ansecurity_cli.sources.trees import MemoryTree, SourceTree, Stamped, Unreadable, WorkingTree

__all__ = [
    "CODES",
    "Document",
    "MemoryTree",
    "Parsed",
    "SourceTree",
    "Stamped",
    "Unreadable",
    "WorkingTree",
    "parse",
]

"""A document held against the JSON Schema of its kind, in people's words."""

from ansecurity_cli.schema.codes import CODES
from ansecurity_cli.schema.examining import Examined, examine, understand
from ansecurity_cli.schema.loading import KINDS, folder, load
from ansecurity_cli.schema.values import suggest

__all__ = [
    "CODES",
    "KINDS",
    "Examined",
    "examine",
    "folder",
    "load",
    "suggest",
    "understand",
]

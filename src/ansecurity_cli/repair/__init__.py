"""Safe repairs: a file's bytes in, better bytes out; what isn't repaired stays byte for byte."""

from ansecurity_cli.repair.repairing import Repair, repair

__all__ = ["Repair", "repair"]

"""Criteria sets and self-assessments in YAML: checked, decided, explained, reported."""

__version__ = "0.1.0"

"""What must not lie in git: data about persons, and what is marked secret."""

from ansecurity_cli.privacy.finding import CODES, find, hide, masked, withheld

__all__ = ["CODES", "find", "hide", "masked", "withheld"]

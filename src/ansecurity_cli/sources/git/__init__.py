"""Git asked for what it holds: files of a commit, which commit changed a line. Never written to."""

from ansecurity_cli.sources.git.commits import CommitTree
from ansecurity_cli.sources.git.lines import Touch, last_touch
from ansecurity_cli.sources.git.objects import Objects
from ansecurity_cli.sources.git.process import Git, GitTrouble
from ansecurity_cli.sources.git.revisions import History, Range, Revision, opened

__all__ = [
    "CommitTree",
    "Git",
    "GitTrouble",
    "History",
    "Objects",
    "Range",
    "Revision",
    "Touch",
    "last_touch",
    "opened",
]

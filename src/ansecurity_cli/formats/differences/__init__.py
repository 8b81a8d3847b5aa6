"""What changed between two states of the files, as text."""

"""Files to begin with: right ids, every criterion as a comment, nothing decided."""

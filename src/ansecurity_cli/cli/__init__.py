"""Arguments, clock, terminal, files and exit codes: all that meets the outside."""

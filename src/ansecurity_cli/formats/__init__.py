"""How views are shown: words, and a module a format. Formats yield text; they write nothing."""

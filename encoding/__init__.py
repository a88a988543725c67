"""The encoding room: texts to vectors; the query side needs numpy alone, and torch only where it speeds up indexing."""

"""Acts: what can be done in a turn, one file an act."""

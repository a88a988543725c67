"""What is kept: sessions, the append-only tree of their turns, and the ratings, each row with its owner."""

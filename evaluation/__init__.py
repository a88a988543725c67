"""The independent judge: hand-written queries and conversations, and how well callables answer them."""

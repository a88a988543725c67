"""The catalogue: articles, how they are read and kept, and the words that shoppers use for them."""

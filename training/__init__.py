"""Training: what is fitted here, from the texts it learns from to the card that says how good it is."""

"""The retrieval room: the index over the catalogue's texts, exact filters, and search."""

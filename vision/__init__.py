"""Vision: what a picture shows: the person in it, and whatever a question asks."""

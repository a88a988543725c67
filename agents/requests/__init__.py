"""Requests: tells a request for a picture, made or changed, from all other talk."""

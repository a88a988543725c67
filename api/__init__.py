"""The HTTP door: routes, limits, problem+json, server-sent events, and the server that answers from the start."""

"""Errors a person can mend: each carries one line (what, where, how to mend) and the statuses its doors answer with."""


class StylistError(Exception):
    """A fault of ours; the console ends with status 1."""

    exit_status = 1
    http_status = 500
    title = "Internal error"


class BadInput(StylistError):
    """Something given was wrong; the message is one line: what, where, how to mend it."""

    exit_status = 2
    http_status = 400
    title = "Bad input"


class TooLarge(BadInput):
    """The input exceeds a stated limit."""

    http_status = 413
    title = "Too large"


class NotFound(BadInput):
    """A named thing (session, message, article) does not exist."""

    http_status = 404
    title = "Not found"


class Conflict(BadInput):
    """The same key was used for something else."""

    http_status = 409
    title = "Conflict"


class Refused(BadInput):
    """What was sent may not be used; the message says why."""

    http_status = 422
    title = "Refused"


class Busy(BadInput):
    """The service can't take this now; the caller may try again."""

    http_status = 429
    title = "Busy"


class NotReady(StylistError):
    """The service is still starting."""

    exit_status = 2
    http_status = 503
    title = "Not ready"


class MissingExtra(BadInput):
    """An optional dependency is absent; the message names the line that installs it."""

    http_status = 501
    title = "Not installed"

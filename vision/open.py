"""Opening the eye that the settings choose: the one that was trained here, or a network with weights of its own."""

from collections.abc import Callable

from foundation.settings import Settings
from vision.eye import Eye
from vision.eye import open_eye as open_catalogue_eye
from vision.vocabulary import Vocabulary


def open_eye(
    settings: Settings, catalogue: str | None = None, read_words: Callable[[], Vocabulary] = Vocabulary
) -> Eye:
    """The eye that `settings` choose; `catalogue` is the sha256 of the one in use.

    A clip or vlm eye answers in the words that `read_words` gives; only such a one asks for them. Raises MissingExtra
    where no eye was trained or the torch extra is absent, BadInput where an eye is damaged or a model can't be opened.
    """
    if settings.eye == "catalogue":
        return open_catalogue_eye(settings.state, catalogue)
    if settings.eye == "clip":
        from vision.clip import ClipEye

        return ClipEye(settings.eye_model, read_words())
    from vision.vlm import VlmEye

    return VlmEye(settings.eye_model, read_words())

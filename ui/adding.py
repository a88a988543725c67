"""Adding a photo: the button beside the message box, and the tray with its questions; photos.js moves them."""

from pathlib import Path

import gradio as gr

from agents.stylist import MOST_PHOTOS
from foundation.settings import PhotoLimits

HERE = Path(__file__).parent
BUTTON = '<button type="button" aria-label="Add a photo" title="Add a photo" aria-expanded="false"></button>'
# Put before an event, they have its input after the message be the ids of the photos to send.
SENDING = "async (message, photos, ...rest) => [...(await window.stylistPhotos.send(message)), ...rest]"
TAPPING = "async (photos, ...rest) => [(await window.stylistPhotos.send(''))[1], ...rest]"
EMPTYING = "() => window.stylistPhotos.empty()"
FORGETTING = "() => window.stylistPhotos.forget()"
DAY_HOURS = 24


def build_tray(limits: PhotoLimits) -> gr.HTML:
    """The photos that wait to be sent, with the questions of consent and of cropping."""
    markup = (HERE / "photos.html").read_text(encoding="utf-8")
    script = "\n".join((HERE / name).read_text(encoding="utf-8") for name in ("crop.js", "photos.js"))
    words = {"{most}": str(MOST_PHOTOS), "{bytes}": str(limits.max_bytes), "{kept}": kept_words(limits.keep_hours)}
    for mark, word in words.items():
        markup = markup.replace(mark, word)
    return gr.HTML(markup, js_on_load=script, apply_default_css=False, elem_id="adding")


def build_button() -> gr.HTML:
    """The button that adds a photo."""
    return gr.HTML(BUTTON, js_on_load=None, apply_default_css=False, elem_id="add", min_width=0, scale=0)


def kept_words(hours: float) -> str:
    """For how long a photo is kept, as the shopper is told."""
    if hours == 0:
        return "It is not kept: once your message is answered, it is gone."
    days, rest = divmod(hours, DAY_HOURS)
    if days and not rest:
        length = "24 hours" if days == 1 else f"{days:.0f} days"
    else:
        length = f"{hours * 60:.0f} minutes" if hours < 1 else "an hour" if hours == 1 else f"{hours:g} hours"
    return f"It is kept with the conversation for {length} at most, then it is deleted."

"""The clip eye: CLIP, SigLIP and SigLIP 2 compare a photo with what could be written below it.

CLIP (Radford et al. 2021) makes probabilities of the choices by a softmax at the temperature it learned; SigLIP (Zhai
et al. 2023) tells of each pair by itself how likely it fits, which is then shared out among the choices. Of each
choice several statements are read and their vectors averaged, as CLIP's authors do.
"""

import string
from collections.abc import Mapping, Sequence
from functools import partial
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from foundation.errors import BadInput
from foundation.extras import need
from foundation.photo import Photo
from foundation.settings import EyeModel
from vision.lately import Lately
from vision.pretrained import Pretrained
from vision.question import Question
from vision.view import border_colour
from vision.vocabulary import Vocabulary

Floats = NDArray[np.float32]
FAMILIES = frozenset({"clip", "siglip", "siglip2"})
# The first SigLIP's vocabulary; SigLIP 2 has Gemma's, eight times as large, and learned texts with their signs.
FIRST_WORDS = 32_000
_NO_SIGNS = str.maketrans("", "", string.punctuation)
# Photos and questions whose vectors are kept, and texts that are read at once.
PHOTOS, QUESTIONS, BATCH = 16, 32, 64


class ClipEye:
    """An eye of the CLIP family as `chosen`; safe to share between threads."""

    def __init__(self, chosen: EyeModel, vocabulary: Vocabulary) -> None:
        self._parts = Pretrained(chosen, "clip", FAMILIES)
        self._network = self._parts.network("AutoModel")
        self.name = self.space = self._parts.name
        self.vocabulary = vocabulary
        self._sigmoid = self._parts.family != "clip"
        self._scale = float(self._network.logit_scale.detach().float().exp())
        self._bias = float(self._network.logit_bias.detach().float()) if self._sigmoid else 0.0
        self._lock = Lock()
        self._photos: Lately[str, Floats] = Lately(PHOTOS)
        self._meanings: Lately[tuple[tuple[str, ...], tuple[str, ...]], Floats] = Lately(QUESTIONS)
        self._size = self._picture_size(chosen.image_size)

    def answer(self, photo: Photo, question: Question, choices: Sequence[str] = ()) -> Mapping[str, float]:
        """How likely each choice is, by what could be written below the photo; raises BadInput without choices."""
        asked = question.among(choices, self.vocabulary.choices.get(question.column, ()))
        # Read in one order always, so that the order they were given in means nothing.
        ordered = tuple(sorted(asked))
        texts = self._meanings.get((question.lines, ordered), partial(self._mean, question.lines, ordered))
        scores = (texts @ self.embed(photo)) * self._scale + self._bias
        if self._sigmoid:
            # The logarithm of the sigmoid, where exp can't overflow.
            scores = -np.logaddexp(0.0, -scores)
        shares = np.exp(scores - scores.max())
        told = dict(zip(ordered, map(float, shares / shares.sum()), strict=True))
        return {choice: told[choice] for choice in asked}

    def embed(self, photo: Photo) -> Floats:
        """A vector of length 1 in the model's own space, where `embed_text` places texts."""
        return self._photos.get(photo.sha256, lambda: self._look(photo))

    def embed_text(self, texts: Sequence[str]) -> Floats:
        """Vectors (texts, dim) of length 1, in the space of the photos'."""
        return np.concatenate([self._read(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)])

    def _mean(self, lines: Sequence[str], choices: Sequence[str]) -> Floats:
        """For each choice the mean of what could be said of a photo to which it is the answer (choices, dim)."""
        said = [line.format(spoken(choice)) for choice in choices for line in lines]
        return _unit(self.embed_text(said).reshape(len(choices), len(lines), -1).mean(axis=1))

    def _look(self, photo: Photo) -> Floats:
        torch = need("torch")
        image = _squared(photo.image) if getattr(self._parts.pictures, "do_center_crop", False) else photo.image
        pixels = self._parts.pictures(images=image, return_tensors="pt", **self._size)
        more = {} if self._parts.family == "siglip2" else {"interpolate_pos_encoding": bool(self._size)}
        with torch.inference_mode():
            seen = self._network.get_image_features(**self._ready(pixels), **more)
        vector: Floats = _unit(seen.pooler_output.float().cpu().numpy())[0]
        return vector

    def _read(self, texts: Sequence[str]) -> Floats:
        torch = need("torch")
        words = [self._cleaned(text) for text in texts]
        length = self._network.config.text_config.max_position_embeddings
        # SigLIP learned texts filled up to their full length, and sees the filling; CLIP sees nothing behind an end.
        filled = {"padding": "max_length"} if self._sigmoid else {"padding": True, "padding_side": "right"}
        # A tokenizer is set up anew by each call, which must not happen under another's feet.
        with self._lock:
            tokens = self._parts.tokenizer(words, truncation=True, max_length=length, return_tensors="pt", **filled)
        with torch.inference_mode():
            read = self._network.get_text_features(input_ids=tokens["input_ids"].to(self._parts.device))
        return _unit(read.pooler_output.float().cpu().numpy())

    def _cleaned(self, text: str) -> str:
        """A text as those were that the model learned from: in lower case, and for the first SigLIP without signs."""
        is_first = self._parts.family == "siglip" and self._network.config.text_config.vocab_size <= FIRST_WORDS
        return text.lower().translate(_NO_SIGNS) if is_first else text.lower()

    def _ready(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """Tensors where the network is, pictures in its precision."""
        placed = {name: tensor.to(self._parts.device) for name, tensor in inputs.items()}
        return {**placed, "pixel_values": placed["pixel_values"].to(self._network.dtype)}

    def _picture_size(self, side: int | None) -> dict[str, Any]:
        """How the processor is told to make pictures `side` pixels high and wide."""
        if side is None:
            return {}
        patch = int(self._network.config.vision_config.patch_size)
        if side < patch:
            raise BadInput(f"setting 'eye_model.image_size': {side} is less than one patch of {patch} pixels: set more")
        if self._parts.family == "siglip2" and hasattr(self._parts.pictures, "max_num_patches"):
            return {"max_num_patches": (side // patch) ** 2}
        if "shortest_edge" in self._parts.pictures.size:
            return {"size": {"shortest_edge": side}, "crop_size": {"height": side, "width": side}}
        return {"size": {"height": side, "width": side}}


def spoken(choice: str) -> str:
    """A catalogue's string as it would be written in a sentence: 'Hat/beanie' → 'hat or beanie'."""
    return choice.strip().lower().replace("/", " or ")


def _squared(image: Image.Image) -> Image.Image:
    """The picture as a square, its rim's colour beside it: CLIP cuts the middle out, and with it hems and collars."""
    side = max(image.size)
    square = Image.new("RGB", (side, side), border_colour(image))
    square.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return square


def _unit(vectors: NDArray[Any]) -> Floats:
    """The rows (n, dim) at length 1."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12), np.float32)

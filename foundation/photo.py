"""Photo: an upload decoded safely: small enough, one still picture, upright, in sRGB, with nothing else of the file.

An upload is hostile until it is decoded. Its header is read first and its size checked before a pixel is; whatever a
decoder does with a broken file becomes one line. What the file held beside the picture (where and when it was taken,
thumbnails, whatever was hidden behind its end) is left behind: only pixels go on.
"""

import io
import warnings
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps

from foundation.errors import BadInput, TooLarge
from foundation.settings import PhotoLimits

Pixels = NDArray[np.uint8]
FORMATS = ("JPEG", "PNG", "WEBP")
LEAST_SIDE = 16
JPEG_QUALITY = 90
_MEND = "send a jpeg, png or webp picture"
# Kinds of files that are often sent by mistake, by their first bytes.
_OTHERS = (
    (b"GIF8", "a gif"),
    (b"BM", "a bmp"),
    (b"II*\x00", "a tiff"),
    (b"MM\x00*", "a tiff"),
    (b"%PDF", "a pdf"),
    (b"PK\x03\x04", "a zip archive"),
    (b"<svg", "an svg drawing"),
    (b"<?xml", "an xml file"),
    (b"\x00\x00\x00\x0cjXL", "a jpeg xl"),
)
_BRANDS = {b"heic": "a heic photo", b"heix": "a heic photo", b"mif1": "a heif photo", b"avif": "an avif picture"}


@dataclass(frozen=True, eq=False)
class Photo:
    """An upright sRGB picture, uint8 (height, width, 3). `sha256` is of the file it came from, or of its pixels
    where it was made of another photo; `notes` say in words what was made right.
    """

    pixels: Pixels
    sha256: str
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.pixels.shape[0])

    @cached_property
    def image(self) -> Image.Image:
        """The same as a Pillow image."""
        return Image.fromarray(self.pixels)

    def jpeg(self) -> bytes:
        """The picture as a jpeg file that holds nothing but it."""
        file = io.BytesIO()
        self.image.save(file, "JPEG", quality=JPEG_QUALITY)
        return file.getvalue()

    def crop(self, box: tuple[int, int, int, int]) -> "Photo":
        """The part (left, top, right, bottom) in pixels, cut to the picture; raises BadInput where nothing is left."""
        left, top = max(0, box[0]), max(0, box[1])
        right, bottom = min(self.width, box[2]), min(self.height, box[3])
        if right - left < LEAST_SIDE or bottom - top < LEAST_SIDE:
            raise BadInput(f"the crop {box} leaves less than {LEAST_SIDE} × {LEAST_SIDE} pixels: choose a larger part")
        return self.showing(np.ascontiguousarray(self.pixels[top:bottom, left:right]))

    def showing(self, pixels: Pixels) -> "Photo":
        """A photo made of this one: other pixels, known by a hash of their own."""
        return Photo(pixels, sha256(pixels.tobytes()).hexdigest(), self.notes)


def read_photo(path: Path, limits: PhotoLimits | None = None) -> Photo:
    """Decode a file; raises BadInput or TooLarge with its name, one line."""
    limits = limits or PhotoLimits()
    if not path.is_file():
        raise BadInput(f"photo {path} is not a file: give the path of a jpeg, png or webp picture")
    _check_bytes(path.stat().st_size, limits, str(path))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"photo {path} can't be read ({error.strerror}): check its permissions") from None
    return decode(data, limits, str(path))


def decode(data: bytes, limits: PhotoLimits | None = None, name: str = "the upload") -> Photo:
    """Decode a file's bytes; `name` is what errors call it.

    Raises TooLarge for too many bytes or pixels, BadInput for what is no whole, still jpeg, png or webp picture.
    """
    limits = limits or PhotoLimits()
    _check_bytes(len(data), limits, name)
    if not data:
        raise BadInput(f"photo {name} is empty: {_MEND}")
    digest = sha256(data).hexdigest()
    with warnings.catch_warnings():
        # Pillow's own limit only warns, and ours is checked right after the header.
        warnings.simplefilter("ignore")
        opened = _opened(data, name)
        _check_picture(opened, limits, name)
        try:
            pixels, notes = _upright(opened, limits.side)
        # Whatever a decoder raises on a hostile file, the file is what is wrong.
        except Exception as error:
            raise BadInput(f"photo {name} is damaged ({_first_line(error)}): {_MEND} that opens elsewhere") from None
    return Photo(pixels, digest, notes)


def _check_bytes(size: int, limits: PhotoLimits, name: str) -> None:
    if size > limits.max_bytes:
        raise TooLarge(f"photo {name} has {size:,} bytes, at most {limits.max_bytes:,}: send a smaller one")


def _opened(data: bytes, name: str) -> Image.Image:
    """The picture with its header read and no pixel yet."""
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:
        raise TooLarge(f"photo {name} has far too many pixels: send a smaller one") from None
    # Of a file that no decoder knows, or whose header is broken.
    except Exception:
        raise BadInput(f"photo {name} is {_kind(data)}: {_MEND}") from None


def _kind(data: bytes) -> str:
    """What a file seems to be instead, in words."""
    start = data[:16].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[4:8] == b"ftyp":
        return _BRANDS.get(start[8:12], "a video or photo of another kind")
    if start.startswith((b"\xff\xd8\xff", b"\x89PNG", b"RIFF")):
        return "damaged at its beginning"
    return next((kind for first, kind in _OTHERS if start.lower().startswith(first.lower())), "no picture")


def _check_picture(opened: Image.Image, limits: PhotoLimits, name: str) -> None:
    width, height = opened.size
    if width * height > limits.max_pixels:
        raise TooLarge(
            f"photo {name} has {width} × {height} pixels, at most {limits.max_pixels:,} in all: send a smaller one"
        )
    if min(width, height) < LEAST_SIDE:
        raise BadInput(f"photo {name} has {width} × {height} pixels, at least {LEAST_SIDE} a side: send a larger one")
    # A phone's jpeg may carry further views behind the first (mpo): that is one photo still.
    if opened.format in ("PNG", "WEBP") and getattr(opened, "n_frames", 1) > 1:
        raise BadInput(f"photo {name} is animated: send one still picture")


def _upright(opened: Image.Image, side: int) -> tuple[Pixels, tuple[str, ...]]:
    """The pixels as they should be seen, and what had to be made right."""
    notes: list[str] = []
    longest = max(opened.size)
    # A jpeg is decoded no larger than needed.
    opened.draft(None, (side, side))
    opened.load()
    image = _turned(opened, notes)
    image = _in_srgb(_eight_bits(image, notes), opened.info.get("icc_profile"), notes)
    if longest > side:
        image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
        notes.append(f"made smaller: its longest side had {longest} pixels")
    return np.asarray(image, dtype=np.uint8), tuple(notes)


def _turned(image: Image.Image, notes: list[str]) -> Image.Image:
    """The image as the camera was held."""
    try:
        return ImageOps.exif_transpose(image)
    # A broken note beside the picture is no reason to refuse the picture.
    except Exception:
        notes.append("what the file says of its turning can't be read")
        return image


def _eight_bits(image: Image.Image, notes: list[str]) -> Image.Image:
    """The image with at most eight bits a channel."""
    if image.mode.startswith("I") or image.mode == "F":
        notes.append("16 bits a channel made 8")
        values = np.asarray(image, dtype=np.float64)
        most = 65535.0 if values.max(initial=0) > 255 else 255.0
        return Image.fromarray(np.clip(values * (255 / most), 0, 255).astype(np.uint8))
    return image


def _in_srgb(image: Image.Image, profile: Any, notes: list[str]) -> Image.Image:
    """The image in sRGB, transparent parts on white."""
    if image.mode in ("P", "PA", "LA") or "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode == "RGBA":
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image).convert("RGB")
    if image.mode == "CMYK":
        notes.append("CMYK made RGB")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return made if made is not None else image.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            notes.append("its colour profile can't be read: colours may be off")
    return image.convert("RGB")


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:120]

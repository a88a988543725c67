import io
import struct
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from foundation.errors import BadInput, TooLarge
from foundation.photo import decode, read_photo
from foundation.settings import PhotoLimits

RED, BLUE = (200, 30, 40), (20, 40, 190)


def picture(width: int = 60, height: int = 90, mode: str = "RGB") -> Image.Image:
    """The left half red, the right half blue."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image.convert(mode)


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def near(pixel: np.ndarray, colour: tuple[int, int, int], most: int = 12) -> bool:
    return bool(np.abs(pixel.astype(int) - colour).max() <= most)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_its_pixels(kind: str):
    photo = decode(saved(picture(), kind))
    assert (photo.width, photo.height, photo.notes) == (60, 90, ())
    assert near(photo.pixels[45, 10], RED)
    assert near(photo.pixels[45, 50], BLUE)


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "LA"])
def test_every_mode_of_a_png_becomes_three_channels(mode: str):
    assert decode(saved(picture(mode=mode))).pixels.shape == (90, 60, 3)


def test_transparent_parts_are_white():
    image = picture().convert("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    assert near(decode(saved(image)).pixels[0, 0], (255, 255, 255), 0)


def test_cmyk_is_made_right_and_said():
    photo = decode(saved(picture(mode="CMYK"), "JPEG"))
    assert photo.notes == ("CMYK made RGB",)
    assert near(photo.pixels[45, 10], RED, 40)


def test_sixteen_bits_are_made_eight_and_said():
    grey = Image.fromarray(np.full((40, 40), 0x8000, dtype=np.uint16))
    photo = decode(saved(grey))
    assert photo.notes == ("16 bits a channel made 8",)
    assert near(photo.pixels[5, 5], (128, 128, 128), 1)


@pytest.mark.parametrize(("turn", "corner"), [(1, RED), (2, BLUE), (3, BLUE), (6, RED), (8, BLUE)])
def test_a_photo_stands_upright_and_its_exif_is_gone(turn: int, corner: tuple[int, int, int]):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8825] = turn, "a camera", {1: "N"}
    data = saved(picture(), "JPEG", exif=exif)
    photo = decode(data)
    assert (photo.width > photo.height) == (turn in (6, 8))
    assert near(photo.pixels[3, 3], corner)
    again = Image.open(io.BytesIO(photo.jpeg()))
    assert not again.getexif()
    assert b"a camera" not in photo.jpeg()


def test_a_broken_exif_is_no_reason_to_refuse():
    whole = saved(picture(), "JPEG", exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff")
    assert decode(whole).width == 60


def test_colours_of_another_profile_are_brought_to_srgb():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert near(decode(saved(picture(), "PNG", icc_profile=lab)).pixels[45, 10], RED, 2)
    assert decode(saved(picture(), "PNG", icc_profile=b"nonsense")).notes[0].startswith("its colour profile")


def test_a_large_photo_is_made_smaller():
    photo = decode(saved(picture(3000, 1500), "JPEG"), PhotoLimits(side=300))
    assert (photo.width, photo.height) == (300, 150)
    assert "3000" in photo.notes[0]


def test_what_hides_behind_the_picture_is_left_behind():
    photo = decode(saved(picture(), "JPEG") + b"PK\x03\x04 <script>alert(1)</script>")
    assert b"script" not in photo.jpeg()


def test_the_hash_is_of_the_file():
    data = saved(picture())
    assert decode(data).sha256 == decode(data).sha256
    assert decode(data).sha256 != decode(saved(picture(61))).sha256


def bomb() -> bytes:
    """A png of a few kilobytes that says it has 60,000 × 60,000 pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(10_000)))
        + chunk(b"IEND", b"")
    )


def animation(kind: str) -> bytes:
    return saved(picture(), kind, save_all=True, append_images=[picture(mode="L").convert("RGB")])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"hello, I am text", "no picture"),
        (b"<!doctype html><script>", "no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an svg drawing"),
        (b"%PDF-1.7 ...", "a pdf"),
        (b"PK\x03\x04aaaa", "a zip archive"),
        (b"\x00\x00\x00\x18ftypheic....", "a heic photo"),
        (b"\xff\xd8\xff\xe0broken", "damaged"),
        (saved(picture(), "GIF"), "a gif"),
        (saved(picture(), "BMP"), "a bmp"),
        (saved(picture(), "TIFF"), "a tiff"),
        (saved(picture(200, 300), "JPEG")[:-600], "damaged"),
        (saved(picture(200, 300), "PNG")[:-100], "damaged"),
        (saved(picture(200, 300), "WEBP")[:-60], "damaged"),
        (animation("WEBP"), "animated"),
        (animation("PNG"), "animated"),
        (saved(picture(8, 8)), "at least 16 a side"),
    ],
)  # fmt: skip
def test_what_is_no_whole_still_picture_is_refused_in_one_line(data: bytes, says: str):
    with pytest.raises(BadInput, match=says) as refusal:
        decode(data, name="shirt.jpg")
    assert str(refusal.value).startswith("photo shirt.jpg")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("data", "limits"),
    [
        (bomb(), PhotoLimits()),
        (saved(picture(600, 300)), PhotoLimits(max_pixels=100_000)),
        (bytes(20_000), PhotoLimits(max_bytes=10_000)),
    ],
)
def test_what_is_too_large_is_refused_before_a_pixel_is_read(data: bytes, limits: PhotoLimits):
    with pytest.raises(TooLarge, match="send a smaller one"):
        decode(data, limits)


@given(st.binary(max_size=200), st.integers(0, 400), st.sampled_from(["JPEG", "PNG", "WEBP"]))
def test_no_broken_file_raises_anything_else(noise: bytes, place: int, kind: str):
    data = bytearray(saved(picture(), kind))
    data[place : place + len(noise)] = noise
    with suppress(BadInput):
        assert decode(bytes(data)).pixels.dtype == np.uint8


def test_a_file_is_read_by_its_path(tmp_path: Path):
    path = tmp_path / "a.png"
    path.write_bytes(saved(picture()))
    assert read_photo(path).width == 60
    for wrong in (tmp_path, tmp_path / "absent.png", Path("/dev/zero")):
        with pytest.raises(BadInput, match="is not a file"):
            read_photo(wrong)
    with pytest.raises(TooLarge):
        read_photo(path, PhotoLimits.model_construct(max_bytes=10, max_pixels=10**6, side=256))


def test_a_crop_keeps_to_the_picture():
    photo = decode(saved(picture()))
    assert near(photo.crop((-5, 0, 30, 1000)).pixels[3, 3], RED, 0)
    with pytest.raises(BadInput, match="choose a larger part"):
        photo.crop((50, 80, 55, 85))


def test_a_photo_made_of_another_has_a_hash_of_its_own():
    photo = decode(saved(picture()))
    other = photo.showing(255 - photo.pixels)
    assert (other.sha256 == photo.sha256, other.notes) == (False, photo.notes)
    assert other.sha256 == photo.showing(255 - photo.pixels).sha256

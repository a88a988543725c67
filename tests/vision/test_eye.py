"""The catalogue eye: it answers questions about a photo, places it beside texts, and says what it can't."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from encoding.minilm import MiniLM
from encoding.weights import weights
from foundation.errors import BadInput, MissingExtra
from foundation.photo import Photo, read_photo
from tests.conftest import SAMPLE
from tests.eye_home import TYPES
from vision.body import Bodies
from vision.caption import Answer, Caption, Captioner, Description
from vision.eye import CARD, FOLDER, CatalogueEye, open_eye
from vision.question import Question, read_questions

KIND, COLOUR = (question for question in read_questions("caption")[:2])


class Nobody:
    """A body finder in a world without people."""

    name = "nobody"

    def find(self, photo: Photo) -> Bodies:
        return Bodies()


@pytest.fixture
def home(trained_home: Path) -> Path:
    return trained_home


@pytest.fixture
def eye(home: Path) -> CatalogueEye:
    return open_eye(home)


def photo_of(eye: CatalogueEye, home: Path, kind: str) -> Photo:
    """A picture that the eye learned from, of an article of a type."""
    rows = (home / "articles.csv").read_text(encoding="utf-8").splitlines()
    article = next(row.split(",")[0] for row in rows if f",{kind}," in row)
    return read_photo(SAMPLE / "images" / article[:3] / f"{article}.jpg")


@pytest.mark.parametrize("kind", TYPES)
def test_it_knows_what_it_was_shown(eye: CatalogueEye, home: Path, kind: str) -> None:
    answers = eye.answer(photo_of(eye, home, kind), KIND)
    assert set(answers) == set(TYPES)
    assert sum(answers.values()) == pytest.approx(1)
    assert max(answers, key=answers.__getitem__) == kind


def test_choices_narrow_the_answer_down(eye: CatalogueEye, home: Path) -> None:
    answers = eye.answer(photo_of(eye, home, "Belt"), KIND, ["Boots", "Dress"])
    assert set(answers) == {"Boots", "Dress"}
    assert sum(answers.values()) == pytest.approx(1)


def test_what_it_never_saw_is_refused(eye: CatalogueEye, home: Path) -> None:
    photo = photo_of(eye, home, "Belt")
    with pytest.raises(BadInput, match="'Rocket'"):
        eye.answer(photo, KIND, ["Belt", "Rocket"])
    with pytest.raises(BadInput, match="learned nothing of price"):
        eye.answer(photo, Question("price", "What does it cost?", "price"))


def test_a_photo_lies_nearer_to_its_own_words(eye: CatalogueEye, home: Path) -> None:
    words = MiniLM(weights(MiniLM.name)).encode(["Trousers. Denim.", "Sunglasses.", "Boots in leather."])
    vector = eye.embed(photo_of(eye, home, "Sunglasses"))
    assert vector.shape == (384,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert int((words @ vector).argmax()) == 1


def test_without_an_eye_the_command_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingExtra, match="stylist train eye"):
        open_eye(tmp_path)


def test_an_eye_of_another_catalogue_is_told(home: Path) -> None:
    with pytest.raises(BadInput, match="another catalogue"):
        open_eye(home, "f" * 64)


@pytest.mark.parametrize("change", [{"kind": "ear"}, {"format": 99}, {"heads": []}])
def test_a_damaged_card_is_told(home: Path, tmp_path: Path, change: dict[str, object]) -> None:
    card = json.loads((home / FOLDER / CARD).read_text(encoding="utf-8"))
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    (folder / CARD).write_text(json.dumps({**card, **change}), encoding="utf-8")
    with pytest.raises(BadInput, match="no eye's card"):
        open_eye(tmp_path)


def test_seeing_loads_no_torch(home: Path) -> None:
    picture = next((SAMPLE / "images").glob("*/*.jpg"))
    code = (
        "import sys; from pathlib import Path; from vision.eye import open_eye;"
        "from foundation.photo import read_photo;"
        f"open_eye(Path({str(home)!r})).embed(read_photo(Path({str(picture)!r})));"
        "print([name for name in ('torch', 'onnx', 'transformers', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_caption_has_the_catalogues_own_strings(eye: CatalogueEye, home: Path) -> None:
    said = Captioner(eye, Nobody()).caption(photo_of(eye, home, "Boots")).to_json()
    assert set(said["attributes"]) == set(said["confidence"]) == {"product_type", "colour", "pattern", "audience"}
    assert said["attributes"]["product_type"] in (None, "Boots")
    assert all(0 <= value <= 1 for value in said["confidence"].values())


def test_what_is_not_sure_is_not_said() -> None:
    unsure = Description("", {"product_type": Answer("Dress", 0.4, False), "colour": Answer("Dark Blue", 0.9, True)})
    assert unsure.said("product_type") is None
    assert unsure.words == "something dark blue, the type is hard to see"


def test_every_garment_of_a_person_is_named() -> None:
    upper = Description("upper", {"product_type": Answer("T-shirt", 0.9, True), "colour": Answer("White", 0.9, True)})
    lower = Description("lower", {"product_type": Answer("Trousers", 0.9, True), "pattern": Answer("Denim", 0.9, True)})
    caption = Caption((upper, lower), worn=True)
    assert caption.text == "Worn: white t-shirt; trousers, denim"
    assert caption.to_json()["attributes"]["product_type"] == "T-shirt"
    assert caption.to_json()["attributes"]["audience"] is None

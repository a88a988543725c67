"""The classifier: what it tells apart, which one serves, and what it says of one that can't."""

import json
import shutil
from pathlib import Path

import pytest

from agents.requests.classifier import CARD, SHIPPED, Classifier, read_card, trained_folder
from agents.requests.head import FILE
from agents.requests.label import decide
from encoding.encoder import TextEncoder
from foundation.errors import BadInput
from training.families import own_texts
from training.texts import fingerprint

PICTURES = (
    "show me a picture of me in a red dress",
    "sketch me in a trench coat",
    "put this jacket on my photo",
    "remove the belt in the picture you made",
    "make the background a beach",
    "change the colour of the dress in the image to green",
    "could you paint my sister in a navy suit?",
    "make a mood board for the wedding",
)
TALK = (
    "show me a red dress",
    "picture this: I was late",
    "I can't picture myself in yellow",
    "that paints a sad picture",
    "draw attention to my shoes",
    "a drawstring dress",
    "print dress",
    "do you have a photo of it?",
    "change the colour to green",
    "hello",
    "what would it look like on me?",
)


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory, encoder: TextEncoder) -> Classifier:
    return Classifier.open(tmp_path_factory.mktemp("home"), encoder)


@pytest.fixture
def trained(tmp_path: Path) -> Path:
    """A home with a classifier of its own; gives the classifier's folder."""
    shutil.copytree(SHIPPED, trained_folder(tmp_path))
    return trained_folder(tmp_path)


@pytest.mark.parametrize("text", PICTURES)
def test_a_request_for_a_picture_is_told(classifier: Classifier, text: str) -> None:
    assert classifier.label(text).label == "image_request"


@pytest.mark.parametrize("text", TALK)
def test_other_talk_is_no_request_for_a_picture(classifier: Classifier, text: str) -> None:
    assert classifier.label(text).label == "conversation"


@pytest.mark.parametrize("text", ["👗👠", "\x00\x07", "مرحبا", "<b></b>", "x" * 4000, "draw me " * 500, "?"])
def test_any_text_gets_a_label_and_a_confidence(classifier: Classifier, text: str) -> None:
    label = classifier.label(text)
    assert label.label in ("image_request", "conversation", "unsure")
    assert 0.5 <= label.confidence <= 1


@pytest.mark.parametrize(
    ("probability", "label"),
    [(0.9, "image_request"), (0.1, "conversation"), (0.6, "unsure"), (0.4, "unsure"), (0.7, "image_request")],
)
def test_below_the_threshold_a_text_is_unsure(probability: float, label: str) -> None:
    assert decide(probability, 0.7).label == label


def test_the_shipped_head_learned_from_the_texts_that_are_here() -> None:
    card = json.loads((SHIPPED / CARD).read_text())
    assert card["texts"]["sha256"] == fingerprint(own_texts()), "run `stylist train classifier` and ship its folder"


def test_the_same_encoder_is_shared_with_the_search(tmp_path: Path, encoder: TextEncoder) -> None:
    assert Classifier.open(tmp_path).label("draw me").confidence == pytest.approx(
        Classifier.open(tmp_path, encoder).label("draw me").confidence, abs=1e-4
    )


def test_the_home_s_own_classifier_serves_where_there_is_one(trained: Path) -> None:
    assert "trained here" in read_card(trained.parents[1]).name
    assert "shipped" in read_card(trained.parents[2] / "elsewhere").name


@pytest.mark.parametrize(
    ("name", "content"),
    [(CARD, b"{"), (CARD, b"{}"), (CARD, b'{"kind": "magic", "threshold": 0.5}'), (FILE, b"x" * 20), (FILE, b"")],
)
def test_a_damaged_classifier_is_one_line_that_says_how_to_mend_it(trained: Path, name: str, content: bytes) -> None:
    (trained / name).write_bytes(content)
    with pytest.raises(BadInput, match="train classifier") as raised:
        Classifier.open(trained.parents[1]).label("hello")
    assert "\n" not in str(raised.value)


def test_one_that_is_trained_while_it_serves_takes_over(tmp_path: Path, encoder: TextEncoder) -> None:
    serving = Classifier.open(tmp_path, encoder)
    assert serving.label("draw me in a trench coat").label == "image_request"
    shutil.copytree(SHIPPED, trained_folder(tmp_path))
    path = trained_folder(tmp_path) / CARD
    path.write_text(json.dumps({**json.loads(path.read_text()), "threshold": 1.0}))
    assert serving.label("draw me in a trench coat").label == "unsure"
    assert "trained here" in serving.card.name


def test_one_that_can_not_be_read_leaves_the_one_in_use(tmp_path: Path, encoder: TextEncoder) -> None:
    serving = Classifier.open(tmp_path, encoder)
    before = serving.label("draw me in a trench coat")
    trained_folder(tmp_path).mkdir(parents=True)
    (trained_folder(tmp_path) / CARD).write_text("{}")
    assert serving.label("draw me in a trench coat") == before

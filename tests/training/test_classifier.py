"""Training the head: it learns what the texts say, and its card tells how well on families it has not seen."""

import json
from pathlib import Path

import numpy as np
import pytest

from agents.requests.classifier import Classifier, trained_folder
from encoding.encoder import TextEncoder
from training.card import Judged, choose_threshold
from training.classifier import Fitted, save, train_head
from training.families import Text

THINGS = ("coat", "dress", "hat", "scarf", "boot", "skirt", "shirt", "belt", "sock", "glove", "tie", "cap")


def texts(asked: str = "draw a {}", talk: str = "buy a {}") -> list[Text]:
    """Two labels told apart by one word."""
    pairs = [(asked, "image_request"), (talk, "conversation")]
    made = [(says.format(thing), label) for says, label in pairs for thing in THINGS]
    return [Text(text, label, text, text) for text, label in made]


@pytest.fixture(scope="module")
def fitted(encoder: TextEncoder) -> Fitted:
    return train_head(texts("lend a {}", "draw a {}"), encoder, 0, lambda *told: None)


def test_a_head_learns_what_the_texts_say(fitted: Fitted, encoder: TextEncoder, tmp_path: Path) -> None:
    save(fitted, trained_folder(tmp_path))
    classifier = Classifier.open(tmp_path, encoder)
    assert classifier.label("lend a robe").label == "image_request"
    assert classifier.label("draw a robe").label == "conversation"


def test_the_card_counts_hashes_and_measures(fitted: Fitted) -> None:
    card = fitted.card
    assert (card["texts"]["count"], card["texts"]["families"], len(card["texts"]["sha256"])) == (24, 24, 64)
    figure = card["figures"]["test accuracy without unsure"]
    assert figure["low"] <= figure["value"] <= figure["high"]
    assert figure["n"] == card["texts"]["test"]
    assert {name.split(" accuracy")[0] for name in card["figures"]} > {"test without MiniLM", "test without words"}
    json.dumps(card)


def test_training_again_replaces_what_was_there(fitted: Fitted, tmp_path: Path) -> None:
    folder = trained_folder(tmp_path)
    save(fitted, folder)
    save(Fitted(fitted.files, {**fitted.card, "seed": 9}), folder)
    assert json.loads((folder / "card.json").read_text())["seed"] == 9
    assert [path.name for path in folder.parent.iterdir()] == ["classifier"]


@pytest.mark.slow
def test_the_same_seed_gives_the_same_head(fitted: Fitted, encoder: TextEncoder) -> None:
    again = train_head(texts("lend a {}", "draw a {}"), encoder, 0, lambda *told: None)
    assert again.files == fitted.files


def judged(chances: list[float], asked: list[bool]) -> Judged:
    labels = ["image_request" if one else "conversation" for one in asked]
    return Judged([Text(str(n), label, str(n), "") for n, label in enumerate(labels)], np.array(chances))


def test_a_threshold_answers_all_where_all_is_right() -> None:
    assert choose_threshold(judged([0.6, 0.9, 0.2] * 20, [True, True, False] * 20)) == 0.5


def test_a_threshold_leaves_out_what_is_wrong_while_coverage_allows() -> None:
    right = judged([0.9] * 97 + [0.55] * 3, [True] * 97 + [False] * 3)
    threshold = choose_threshold(right)
    assert (right.confidence >= threshold).mean() >= 0.95
    wrong = judged([0.9] * 50 + [0.55] * 50, [True] * 50 + [False] * 50)
    assert (wrong.confidence >= choose_threshold(wrong)).mean() >= 0.95

"""Licences of eyes: what is known of a model by its name, and what its own card states."""

from pathlib import Path

import pytest

from vision.licences import licence_of, read_licences


def test_every_known_network_says_who_may_use_it_and_where_that_was_read() -> None:
    for known in read_licences():
        assert known.kind in ("clip", "vlm")
        assert known.name
        assert known.commercial in (True, False, None)
        assert known.source.startswith("https://")


@pytest.mark.parametrize(
    ("model", "name", "commercial"),
    [
        ("patrickjohncyh/fashion-clip", "MIT", True),
        ("Qwen/Qwen2.5-VL-3B-Instruct", "Qwen Research License", False),
        ("Qwen/Qwen2.5-VL-7B-Instruct", "Apache-2.0", True),
        ("google/paligemma2-3b-mix-224", "Gemma Terms of Use", None),
        ("/models/siglip-base-patch16-224", "Apache-2.0", True),
        ("/hub/models--HuggingFaceTB--SmolVLM2-500M-Video-Instruct/snapshots/1a2b", "Apache-2.0", True),
        ("someone/some-model", "unknown", None),
    ],
)
def test_a_model_is_known_by_its_id_or_its_folder(model: str, name: str, commercial: bool | None) -> None:
    licence = licence_of(model, "clip")
    assert (licence.name, licence.commercial) == (name, commercial)


@pytest.mark.parametrize(
    ("stated", "commercial"),
    [("apache-2.0", True), ("cc-by-nc-4.0", False), ("other", None), ("some-research-license", False)],
)
def test_a_models_own_card_counts_more_than_its_name(stated: str, commercial: bool | None, tmp_path: Path) -> None:
    folder = tmp_path / "fashion-clip"
    folder.mkdir()
    (folder / "README.md").write_text(f"---\nlicense: {stated}\ntags: [a]\n---\n# Model\n", encoding="utf-8")
    licence = licence_of(str(folder), "clip")
    assert (licence.name, licence.commercial) == (stated, commercial)


@pytest.mark.parametrize(
    "card", ["", "# No head\n---\nlicense: mit\n---\n", "---\n[broken\n---\n", "---\ntags: a\n---\n"]
)
def test_a_card_that_states_none_leaves_the_name_to_go_by(card: str, tmp_path: Path) -> None:
    folder = tmp_path / "fashion-clip"
    folder.mkdir()
    (folder / "README.md").write_text(card, encoding="utf-8")
    assert licence_of(str(folder), "clip").name == "MIT"

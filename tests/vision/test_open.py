"""Opening an eye by the settings: what is wrong with one is one line, and nothing else is used in its place."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from foundation.errors import BadInput, MissingExtra, StylistError
from foundation.photo import Photo
from foundation.settings import EyeModel, Settings
from tests.vision.tiny_eyes import photos
from vision.body import Bodies
from vision.caption import Captioner
from vision.open import open_eye
from vision.vocabulary import Vocabulary

WORDS = Vocabulary(
    {
        "product_type_name": ("Boots", "Dress"),
        "colour_group_name": ("Black", "Dark Blue"),
        "audience": ("women", "men"),
    },
    {"Boots": "shoes", "Dress": "one_piece"},
)


class Nobody:
    """A body finder in a world without people."""

    name = "nobody"

    def find(self, photo: Photo) -> Bodies:
        return Bodies()


def settings_of(eye: str, model: str | Path, **more: object) -> Settings:
    return Settings.model_validate({"eye": eye, "eye_model": {"model": str(model), **more}})


def refusal(settings: Settings) -> str:
    """The one line with which an eye is refused."""
    with pytest.raises(BadInput) as caught:
        open_eye(settings)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_catalogue_eye_is_opened_where_nothing_else_is_chosen(tmp_path: Path) -> None:
    with pytest.raises(MissingExtra, match="stylist train eye"):
        open_eye(Settings(home=tmp_path))


def test_a_missing_extra_names_its_install_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.extras.installed", lambda module: False)
    with pytest.raises(MissingExtra, match=r"pip install -e '\.\[torch\]'"):
        open_eye(settings_of("clip", "some/model"))


@pytest.mark.parametrize("eye", ["clip", "vlm"])
def test_no_model_is_told(eye: str) -> None:
    assert "[eye_model]" in refusal(settings_of(eye, ""))


@pytest.mark.slow
@pytest.mark.parametrize("eye", ["clip", "vlm"])
def test_a_folder_without_a_model_is_told(eye: str, tmp_path: Path) -> None:
    assert str(tmp_path) in refusal(settings_of(eye, tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/no/such/folder", "./no-such-folder", "~/no-such-folder"])
def test_a_folder_that_is_not_there_is_not_asked_of_the_hub(path: str) -> None:
    assert refusal(settings_of("clip", path)).startswith(f"eye model '{path}' is no folder")


@pytest.mark.slow
def test_a_hub_id_that_can_not_be_had_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    transformers = pytest.importorskip("transformers")
    monkeypatch.setattr(transformers.utils.hub, "is_offline_mode", lambda: True)
    assert "nobody/no-such-model" in refusal(settings_of("clip", "nobody/no-such-model"))


@pytest.mark.slow
def test_an_eye_of_the_other_kind_is_told(model_folder: Callable[[str], Path]) -> None:
    assert "is a paligemma: eye = clip takes clip, siglip, siglip2" in refusal(
        settings_of("clip", model_folder("paligemma"))
    )
    assert "is a clip: eye = vlm takes" in refusal(settings_of("vlm", model_folder("clip")))


@pytest.mark.slow
def test_weights_that_lack_some_are_refused(model_folder: Callable[[str], Path], tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    broken = Path(shutil.copytree(model_folder("siglip"), tmp_path / "broken"))
    tensors = load_file(broken / "model.safetensors")
    save_file({f"open_clip.{name}": tensor for name, tensor in tensors.items()}, broken / "model.safetensors")
    assert "of its network's weights" in refusal(settings_of("clip", broken))


@pytest.mark.slow
def test_pickled_weights_are_not_read(model_folder: Callable[[str], Path], tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    pickled = Path(shutil.copytree(model_folder("clip"), tmp_path / "pickled"))
    torch.save(load_file(pickled / "model.safetensors"), pickled / "pytorch_model.bin")
    (pickled / "model.safetensors").unlink()
    assert "safetensors" in refusal(settings_of("clip", pickled))


@pytest.mark.slow
def test_a_damaged_file_is_told(model_folder: Callable[[str], Path], tmp_path: Path) -> None:
    damaged = Path(shutil.copytree(model_folder("clip"), tmp_path / "damaged"))
    (damaged / "model.safetensors").write_bytes(b"\x00" * 100)
    assert "damaged" in refusal(settings_of("clip", damaged))


@pytest.mark.slow
def test_code_that_comes_with_a_model_is_not_run(model_folder: Callable[[str], Path], tmp_path: Path) -> None:
    sly = Path(shutil.copytree(model_folder("clip"), tmp_path / "sly"))
    config = json.loads((sly / "config.json").read_text(encoding="utf-8"))
    code = {"model_type": "sly", "auto_map": {"AutoConfig": "sly.Sly", "AutoModel": "sly.Sly"}}
    (sly / "config.json").write_text(json.dumps({**config, **code}), encoding="utf-8")
    (sly / "sly.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Sly: ...\n", encoding="utf-8")
    refusal(settings_of("clip", sly))
    assert not (tmp_path / "ran").exists()


@pytest.mark.slow
def test_a_device_that_is_not_there_is_told(model_folder: Callable[[str], Path]) -> None:
    assert "eye_model.device" in refusal(settings_of("clip", model_folder("clip"), device="cuda:9"))


@pytest.mark.slow
@pytest.mark.parametrize(("eye", "family"), [("clip", "clip"), ("clip", "siglip"), ("vlm", "paligemma")])
def test_too_small_a_picture_is_told(
    eye: str, family: str, model_folder: Callable[[str], Path], tmp_path: Path
) -> None:
    coarse = Path(shutil.copytree(model_folder(family), tmp_path / "coarse"))
    settings = settings_of(eye, coarse, image_size=16)
    object.__setattr__(settings, "eye_model", EyeModel.model_construct(**{**dict(settings.eye_model), "image_size": 7}))
    assert "image_size" in refusal(settings)


@pytest.mark.slow
@pytest.mark.parametrize(("eye", "family"), [("clip", "siglip"), ("vlm", "smolvlm")])
def test_a_caption_is_in_the_catalogues_words(eye: str, family: str, model_folder: Callable[[str], Path]) -> None:
    opened = open_eye(settings_of(eye, model_folder(family)), read_words=lambda: WORDS)
    captioner = Captioner(opened, Nobody())
    caption = captioner.caption(photos()[0])
    told = caption.to_json()
    assert told["attributes"]["product_type"] in (None, "Boots", "Dress")
    assert told["attributes"]["pattern"] is None
    assert told["confidence"]["pattern"] == 0
    assert 0.5 <= told["confidence"]["colour"] <= 1
    assert captioner.name == family
    vector = caption.main.vector
    assert (vector is None) == (eye == "vlm")


def test_choosing_an_eye_loads_nothing_before_it_is_opened() -> None:
    code = (
        "import sys, vision.open, vision.vocabulary, vision.licences, cli.doctor, app;"
        "print([name for name in ('torch', 'transformers', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_eye_that_is_not_known_is_no_setting() -> None:
    with pytest.raises((ValueError, StylistError), match="eye"):
        Settings.model_validate({"eye": "cyclops"})

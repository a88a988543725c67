"""Where the small weights lie, and what is said when they don't."""

from pathlib import Path

import pytest

from encoding.open import open_bulk_encoder, open_encoder
from encoding.weights import weights
from foundation.errors import MissingExtra


def test_set_up_weights_are_found() -> None:
    assert (weights("minilm") / "model.safetensors").is_file()
    assert list(weights("smollm2").glob("*.gguf"))


@pytest.mark.parametrize("opening", [open_encoder, open_bulk_encoder, weights])
def test_missing_weights_name_the_command_that_fetches_them(
    opening: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STYLIST_WEIGHTS", str(tmp_path))
    assert callable(opening)
    with pytest.raises(MissingExtra, match=r"the weights of MiniLM are missing.*run `make setup`"):
        opening("minilm")

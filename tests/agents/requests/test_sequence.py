"""A hub model in the classifier's seat: what can't be loaded is said in one line, and no code of others runs."""

from pathlib import Path

import pytest

from agents.requests.sequence import SequenceScorer
from foundation.errors import BadInput, MissingExtra


def test_without_torch_the_line_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("foundation.extras.installed", lambda _: False)
    with pytest.raises(MissingExtra, match=r"^torch is not installed: pip install -e '\.\[torch\]'"):
        SequenceScorer(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("config", ["{", '{"model_type": "no_such_model"}', "{}"])
def test_a_folder_without_a_model_is_one_line_that_says_what_to_do(tmp_path: Path, config: str) -> None:
    pytest.importorskip("transformers")
    (tmp_path / "config.json").write_text(config)
    with pytest.raises(BadInput, match=r"can't be loaded .*: train it again") as refusal:
        SequenceScorer(tmp_path)
    assert "\n" not in str(refusal.value)

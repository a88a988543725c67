"""How encoders are named."""

import pytest

from encoding.encoder import model_name


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("minilm", "minilm"),
        ("minilm (torch bf16)", "minilm"),
        ("models/my model (v2)/final", "models/my model (v2)/final"),
    ],
)
def test_the_model_is_what_stands_before_what_runs_it(name: str, model: str) -> None:
    assert model_name(name) == model

"""Small networks: loading one says nothing on standard error, and what goes wrong is still told."""

import os
import subprocess
import sys

import pytest

from vision.body import Body
from vision.network import LiteNetwork


def test_loading_says_nothing(body: Body) -> None:
    code = (
        "import numpy as np; from foundation.photo import Photo; from vision.body import open_body;"
        "open_body().find(Photo(np.full((300, 200, 3), 200, np.uint8), '0' * 64))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_standard_error_is_itself_again_after_a_failure(
    capfd: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    pytest.importorskip("ai_edge_litert")
    broken = tmp_path_factory.mktemp("network") / "broken.tflite"
    broken.write_bytes(b"no network")
    with pytest.raises(ValueError, match="Flatbuffer"):
        LiteNetwork(broken)._loaded()
    os.write(2, b"heard")
    assert capfd.readouterr().err == "heard"

"""BLAS: one thread for a product, unless the environment says otherwise."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = """
import ctypes, pathlib
import numpy as np
from encoding.blas import use_one_thread
print(use_one_thread())
for path in (pathlib.Path(np.__file__).parent.parent / "numpy.libs").glob("libscipy_openblas*"):
    library = ctypes.CDLL(str(path))
    for name in ("scipy_openblas_get_num_threads64_", "scipy_openblas_get_num_threads"):
        if hasattr(library, name):
            print(getattr(library, name)())
            break
"""


def run(**environment: str) -> list[str]:
    bare = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    command = [sys.executable, "-c", CODE]
    asked = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env={**bare, **environment}, check=True)
    return asked.stdout.split()


def test_numpys_own_library_is_told_to_use_one_thread() -> None:
    told, *threads = run()
    if not threads:
        pytest.skip("numpy brings no OpenBLAS of its own here")
    assert (told, threads) == ("True", ["1"])


def test_what_the_environment_says_is_left_to_rule() -> None:
    told, *threads = run(OPENBLAS_NUM_THREADS="2")
    assert told == "False"
    assert threads in ([], [str(min(2, os.cpu_count() or 1))])

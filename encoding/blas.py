"""BLAS: keeps numpy's matrix products on the thread that asks for them."""

import ctypes
import os
from functools import cache
from pathlib import Path

import numpy as np


@cache
def use_one_thread() -> bool:
    """Let each matrix product run on one thread; True where numpy's own OpenBLAS was found and told so.

    A query's products take microseconds: split over threads they gain a third on an idle machine and wait ten times
    as long on a busy one. OPENBLAS_NUM_THREADS, where it is set, is left to rule.
    """
    if "OPENBLAS_NUM_THREADS" in os.environ:
        return False
    folder = Path(np.__file__).parent.parent / "numpy.libs"
    for path in folder.glob("libscipy_openblas*"):
        library = ctypes.CDLL(str(path))
        for name in ("scipy_openblas_set_num_threads64_", "scipy_openblas_set_num_threads"):
            if hasattr(library, name):
                getattr(library, name)(1)
                return True
    return False

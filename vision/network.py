"""Network: a small network of LiteRT or ONNX, loaded at its first use; one thread, since two disturb each other."""

import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foundation.extras import need

Floats = NDArray[np.float32]
_LOADING = threading.Lock()


class LiteNetwork:
    """A .tflite file as a function of one picture; safe to share between threads, which take turns."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._interpreter: Any = None
        self._lock = threading.Lock()

    def run(self, picture: Floats) -> list[Floats]:
        """The network's outputs for one picture (height, width, 3), each without the batch axis.

        Raises MissingExtra where LiteRT is absent.
        """
        with self._lock:
            interpreter = self._loaded()
            interpreter.set_tensor(interpreter.get_input_details()[0]["index"], picture[None].astype(np.float32))
            interpreter.invoke()
            outputs: Sequence[Any] = interpreter.get_output_details()
            return [interpreter.get_tensor(output["index"])[0].copy() for output in outputs]

    def _loaded(self) -> Any:
        if self._interpreter is None:
            maker = need("ai_edge_litert.interpreter").Interpreter
            with _quiet():
                interpreter = maker(str(self._path), num_threads=1)
                interpreter.allocate_tensors()
            self._interpreter = interpreter
        return self._interpreter


class OnnxNetwork:
    """An .onnx file, or its bytes, as a function of pictures; safe to share between threads."""

    def __init__(self, source: Path | bytes) -> None:
        self._source = source
        self._session: Any = None
        self._lock = threading.Lock()

    def run(self, pictures: Floats) -> list[Floats]:
        """The outputs for a batch, as the one input takes it; raises MissingExtra where onnxruntime is absent."""
        session = self._loaded()
        outputs: list[Floats] = session.run(None, {session.get_inputs()[0].name: pictures})
        return outputs

    def _loaded(self) -> Any:
        with self._lock:
            if self._session is None:
                runtime = need("onnxruntime")
                options = runtime.SessionOptions()
                options.intra_op_num_threads = 1
                source = self._source if isinstance(self._source, bytes) else str(self._source)
                self._session = runtime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
            return self._session


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what LiteRT's own code says at loading from standard error: it has no setting for that, and what goes wrong
    comes as an exception.
    """
    with _LOADING:
        sys.stderr.flush()
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nowhere)

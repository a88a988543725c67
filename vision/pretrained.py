"""Pretrained: networks with weights of their own, opened by transformers from a folder or a hub id.

Only safetensors are read and no code that comes with a model is run. A file that lacks some of a network's weights is
refused: transformers would fill them up with random ones and go on.
"""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from foundation.errors import BadInput
from foundation.extras import need
from foundation.settings import EyeModel
from vision import open_clip


class Pretrained:
    """The parts of one model: its config, its network, its tokenizer and what makes pictures ready for it.

    `families` are the model types that fit, `kind` is the eye they are opened as. Raises MissingExtra without the torch
    extra, BadInput for what can't be opened.
    """

    def __init__(self, chosen: EyeModel, kind: str, families: Collection[str]) -> None:
        if not chosen.model:
            raise BadInput(
                f"eye = {kind} needs a model: set model in [eye_model] of stylist.toml to a folder or hub id"
            )
        self._library, self._torch = need("transformers"), need("torch")
        self.source, self.chosen = chosen.model, chosen
        if chosen.model.startswith(("/", "~", ".")) and not Path(chosen.model).expanduser().is_dir():
            raise BadInput(f"eye model '{chosen.model}' is no folder: mend model in [eye_model] of stylist.toml")
        # A folder is never asked for on the hub.
        self._where = {"local_files_only": True} if Path(chosen.model).expanduser().is_dir() else {}
        self._path = str(Path(chosen.model).expanduser()) if self._where else chosen.model
        self.config = self._read("AutoConfig")
        self.family = str(self.config.model_type)
        if self.family not in families:
            raise BadInput(f"{self.source} is a {self.family}: eye = {kind} takes {', '.join(sorted(families))}")
        self.device = self._device()
        self.tokenizer = self._read_tokenizer()
        self.pictures = self._read("AutoImageProcessor", backend="pil")

    @property
    def name(self) -> str:
        """The model's name: the last part of where it comes from, and the size where that is not its own."""
        size = f" at {self.chosen.image_size}" if self.chosen.image_size else ""
        return f"{Path(self.source).name or self.source}{size}"

    def network(self, loader: str) -> Any:
        """The network with its weights, by the transformers class `loader`, ready to be asked."""
        if self.family == "siglip" and self.settings(open_clip.CONFIG):
            return self._from_open_clip(loader).to(self.device).eval()
        network, report = self._read(loader, dtype=self._dtype(), use_safetensors=True, output_loading_info=True)
        absent = sorted(report["missing_keys"]) + sorted(str(key) for key in report["mismatched_keys"])
        if absent:
            raise BadInput(
                f"{self.source} lacks {len(absent)} of its network's weights ({absent[0]}): give one that was saved by "
                "transformers"
            )
        return network.to(self.device).eval()

    def settings(self, file: str) -> dict[str, Any]:
        """What one of the model's small JSON files says; empty where it has none."""
        found = self._file(file)
        return dict(json.loads(found.read_text(encoding="utf-8"))) if found else {}

    def _file(self, name: str) -> Path | None:
        hub = need("transformers.utils")
        found = hub.cached_file(self._path, name, _raise_exceptions_for_missing_entries=False, **self._where)
        return Path(found) if found else None

    def _from_open_clip(self, loader: str) -> Any:
        """The network with weights that were saved for OpenCLIP; raises BadInput where they are not of its shape."""
        weights = self._file(open_clip.WEIGHTS)
        if weights is None:
            raise BadInput(
                f"eye model '{self.source}' has no {open_clip.WEIGHTS}: weights are read as safetensors only"
            )
        self.config.vision_config.hidden_act = self.config.text_config.hidden_act = open_clip.ACTIVATION
        try:
            network = getattr(self._library, loader).from_config(self.config)
            network.load_state_dict(open_clip.renamed(need("safetensors.torch").load_file(weights)))
        # A network of other sizes, a file cut short, a tensor that is not there.
        except Exception as error:
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            raise BadInput(f"eye model '{self.source}' can't be loaded ({reason}): fetch it again") from None
        return network.to(self._dtype())

    def _read_tokenizer(self) -> Any:
        try:
            return self._read("AutoTokenizer")
        except BadInput:
            # SigLIP's own class asks for a library that its tokenizer.json does without.
            if self._file("tokenizer.json") is None:
                raise
            return self._read("PreTrainedTokenizerFast")

    def _read(self, loader: str, **more: Any) -> Any:
        try:
            return getattr(self._library, loader).from_pretrained(
                self._path, trust_remote_code=False, **self._where, **more
            )
        # Whatever a library finds wrong with a model's files, the model is what is wrong.
        except Exception as error:
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            raise BadInput(
                f"eye model '{self.source}' can't be loaded ({reason}): give a model's folder or hub id"
            ) from None

    def _device(self) -> str:
        if self.chosen.device == "auto":
            return "cuda" if self._torch.cuda.is_available() else "cpu"
        try:
            self._torch.empty(1, device=self.chosen.device)
        except (RuntimeError, AssertionError) as error:
            reason = str(error).splitlines()[0]
            raise BadInput(
                f"setting 'eye_model.device': no {self.chosen.device} here ({reason}): set auto or cpu"
            ) from None
        return self.chosen.device

    def _dtype(self) -> Any:
        """As chosen; else float32 on a CPU, where half precision is slower, and bfloat16 elsewhere."""
        auto = "float32" if self.device == "cpu" else "bfloat16"
        return getattr(self._torch, auto if self.chosen.dtype == "auto" else self.chosen.dtype)

"""A sequence classifier of the Hugging Face kind in the classifier's seat; torch runs it (extra `torch`)."""

from pathlib import Path
from typing import Any

from agents.requests.label import IMAGE_REQUEST
from foundation.errors import BadInput
from foundation.extras import need

MAX_TOKENS = 256


class SequenceScorer:
    """A model that `stylist train classifier --base` left in `folder`; safetensors only, no code of others."""

    def __init__(self, folder: Path) -> None:
        need("torch")
        library = need("transformers")
        try:
            self._tokenizer = library.AutoTokenizer.from_pretrained(folder, local_files_only=True)
            self._model: Any = library.AutoModelForSequenceClassification.from_pretrained(
                folder, local_files_only=True, use_safetensors=True, trust_remote_code=False
            ).eval()
            self._asked = int(self._model.config.label2id[IMAGE_REQUEST])
        except (OSError, ValueError, KeyError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise BadInput(f"the classifier in {folder} can't be loaded ({reason}): train it again") from None

    def probability(self, text: str) -> float:
        """The chance that `text` asks for a picture."""
        torch = need("torch")
        tokens = self._tokenizer(text, return_tensors="pt", truncation=True, max_length=self._limit)
        with torch.inference_mode():
            return float(self._model(**tokens).logits[0].softmax(-1)[self._asked])

    @property
    def _limit(self) -> int:
        return min(MAX_TOKENS, int(getattr(self._model.config, "max_position_embeddings", MAX_TOKENS)))

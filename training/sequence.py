"""Sequence training: fine-tunes any Hugging Face sequence classifier with transformers' Trainer (extra `torch`).

What is loaded and saved is safetensors; a model's own code is never run.
"""

import json
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from agents.requests.classifier import CARD, SEQUENCE
from agents.requests.label import IMAGE_REQUEST, LABELS
from agents.requests.sequence import MAX_TOKENS
from foundation.errors import BadInput
from foundation.extras import need
from training.card import Judged, choose_threshold, describe, measure
from training.classifier import Report, put_in_place
from training.families import Text
from training.texts import Split, divide

BATCH = 16
RATE = 5e-5


@dataclass(frozen=True)
class Model:
    """A base model and its tokenizer."""

    network: Any
    tokenizer: Any

    def rows(self, texts: Sequence[Text]) -> list[dict[str, Any]]:
        """The texts as the Trainer takes them."""
        limit = min(MAX_TOKENS, int(getattr(self.network.config, "max_position_embeddings", MAX_TOKENS)))
        encoded = self.tokenizer([text.text for text in texts], truncation=True, max_length=limit)
        return [
            {**{key: values[at] for key, values in encoded.items()}, "labels": LABELS.index(text.label)}
            for at, text in enumerate(texts)
        ]


def train_sequence(
    texts: Sequence[Text], base: str, folder: Path, seed: int, epochs: float, report: Report
) -> dict[str, Any]:
    """Fine-tune `base` (a folder or a hub id), put it in `folder`, and return its card.

    Raises MissingExtra without torch, BadInput where the base can't be loaded.
    """
    started = time.perf_counter()
    need("torch")
    need("accelerate")
    split = divide(texts, seed)
    model = _open(base)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    try:
        trainer = _trainer(model, split, fresh / "runs", seed, epochs, report)
        trainer.train()
        figures, threshold = _measure(trainer, model, split)
        shutil.rmtree(fresh / "runs", ignore_errors=True)
        model.network.save_pretrained(fresh, safe_serialization=True)
        model.tokenizer.save_pretrained(fresh)
        card = {
            "kind": SEQUENCE, "base": Path(base).name, "threshold": round(threshold, 4), "texts": describe(split),
            "figures": figures, "seed": seed, "epochs": epochs, "seconds": round(time.perf_counter() - started, 1),
        }  # fmt: skip
        (fresh / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
        put_in_place(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return card


def _open(base: str) -> Model:
    library = need("transformers")
    try:
        tokenizer = library.AutoTokenizer.from_pretrained(base, trust_remote_code=False)
        network = library.AutoModelForSequenceClassification.from_pretrained(
            base,
            num_labels=len(LABELS),
            id2label=dict(enumerate(LABELS)),
            label2id={label: at for at, label in enumerate(LABELS)},
            ignore_mismatched_sizes=True,
            use_safetensors=True,
            trust_remote_code=False,
        )
    except (OSError, ValueError, KeyError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise BadInput(f"--base {base} can't be loaded ({reason}): give a folder or hub id with safetensors") from None
    return Model(network, tokenizer)


def _trainer(model: Model, split: Split, scratch: Path, seed: int, epochs: float, report: Report) -> Any:
    library = need("transformers")

    class Telling(library.TrainerCallback):  # type: ignore[misc, name-defined]
        def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            report(state.global_step, state.max_steps, "fine-tuning")

    arguments = library.TrainingArguments(
        output_dir=str(scratch), num_train_epochs=epochs, learning_rate=RATE, per_device_train_batch_size=BATCH,
        per_device_eval_batch_size=BATCH * 4, save_strategy="no", logging_strategy="no", report_to=[], seed=seed,
        disable_tqdm=True, dataloader_pin_memory=False,
    )  # fmt: skip
    library.logging.set_verbosity_error()
    return library.Trainer(
        model=model.network,
        args=arguments,
        train_dataset=model.rows(split.train),
        data_collator=library.DataCollatorWithPadding(model.tokenizer),
        callbacks=[Telling()],
    )


def _measure(trainer: Any, model: Model, split: Split) -> tuple[dict[str, Any], float]:
    validated, tested = (_judge(trainer, model, part) for part in (split.validation, split.test))
    threshold = choose_threshold(validated)
    figures = measure("test", tested, threshold)
    figures.update(measure("clean", tested.of(hard=False), threshold))
    figures.update(measure("hard", tested.of(hard=True), threshold))
    return figures, threshold


def _judge(trainer: Any, model: Model, texts: Sequence[Text]) -> Judged:
    scores = np.asarray(trainer.predict(model.rows(texts)).predictions, np.float64)
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    return Judged(texts, chances[:, LABELS.index(IMAGE_REQUEST)] / chances.sum(axis=1))

"""Reader: a vision-language model that reads a photo with a question, and then scores answers behind what it read.

Each family is told of a picture in its own way: PaliGemma by a line for its task, SmolVLM (Idefics 3) and Qwen-VL by a
chat template. Processors are put together from their parts, since whole ones ask for libraries that only videos need.
"""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Any

from foundation.errors import BadInput
from foundation.extras import need
from foundation.photo import Photo
from foundation.settings import EyeModel
from vision.pretrained import Pretrained

PALIGEMMA, SMOL, QWEN = {"paligemma"}, {"idefics3", "smolvlm"}, {"qwen2_5_vl", "qwen3_vl"}
FAMILIES = frozenset(PALIGEMMA | SMOL | QWEN)
# Choices read at once: each holds the picture's keys and values once more.
BATCH = 16
# What a model takes for a picture or the end of a turn, whoever wrote it: <image>, <|im_end|>, </s>.
_CONTROL = str.maketrans("<>", "‹›")


@dataclass(frozen=True, eq=False)
class Reading:
    """What was read: its `length` in tokens, the keys and values it left (`cache`), and the logarithms of how likely
    each token comes next (`first`); `shift` is by how much places lag behind tokens.
    """

    length: int
    cache: Any
    first: Any
    shift: int


class Reader:
    """The model that was `chosen`."""

    def __init__(self, chosen: EyeModel) -> None:
        self._parts = Pretrained(chosen, "vlm", FAMILIES)
        self._network = self._parts.network("AutoModelForImageTextToText")
        self.name, self._lock = self._parts.name, Lock()
        self._sized = self._resize(chosen.image_size)
        self._processor = self._assemble()
        self._template = self._find_template()
        if self._parts.family not in PALIGEMMA and not self._template:
            raise BadInput(f"eye model '{self._parts.source}' has no chat template: give an instruction-tuned one")

    def scores(self, photo: Photo, asks: str, answers: Sequence[str]) -> list[float]:
        """The logarithm of how likely the model gives each of `answers`, and nothing more, when asked of the photo."""
        with self._lock, need("torch").inference_mode():
            prompt, endings = self._words(asks, answers)
            reading = self._read(self._inputs(photo, prompt))
            tokens = [self._parts.tokenizer(ending, add_special_tokens=False)["input_ids"] for ending in endings]
            parts = [tokens[at : at + BATCH] for at in range(0, len(tokens), BATCH)]
            return [score for part in parts for score in self._score(reading, part)]

    def _words(self, asks: str, answers: Sequence[str]) -> tuple[str, list[str]]:
        """The prompt, and what follows it for each answer up to its end."""
        asks, answers = asks.translate(_CONTROL), [answer.translate(_CONTROL) for answer in answers]
        if self._parts.family in PALIGEMMA:
            # It was trained on short tasks in this form, and on no list of choices.
            return f"<image>answer en {asks}", [f"{answer}{self._parts.tokenizer.eos_token}" for answer in answers]
        told = f"{asks} Answer with one of these and nothing else: {'; '.join(answers)}."
        user = {"role": "user", "content": [{"type": "image"}, {"type": "text", "text": told}]}
        prompt = self._render([user], add_generation_prompt=True)
        return prompt, [self._ending(user, prompt, answer) for answer in answers]

    def _ending(self, user: Mapping[str, Any], prompt: str, answer: str) -> str:
        """An answer as the model's own template writes it: behind which blank, and with which end."""
        reply = {"role": "assistant", "content": [{"type": "text", "text": answer}]}
        whole = self._render([user, reply])
        if whole.startswith(prompt):
            return whole[len(prompt) :].rstrip("\n")
        # A template that opens a thought before an answer, or leaves it out afterwards.
        return f"{answer}{self._parts.tokenizer.eos_token}"

    def _render(self, messages: Sequence[Mapping[str, Any]], **more: Any) -> str:
        template = {"chat_template": self._template, "tokenize": False}
        return str(self._parts.tokenizer.apply_chat_template(messages, **template, **more))

    def _find_template(self) -> str | None:
        """The template of whole messages, pictures included; a tokenizer's own may know of words alone."""
        files = ("chat_template.json", "processor_config.json")
        told = [self._parts.settings(file).get("chat_template") for file in files]
        template: str | None = next(filter(None, told), self._parts.tokenizer.chat_template)
        return template

    def _inputs(self, photo: Photo, prompt: str) -> dict[str, Any]:
        """Tensors for the network, where it is and in its precision."""
        if self._parts.family in QWEN:
            made = self._qwen_inputs(photo, prompt)
        else:
            images = [[photo.image]] if self._parts.family in SMOL else photo.image
            made = dict(self._processor(images=images, text=[prompt], return_tensors="pt", **self._sized))
            # What a network is trained on is not what it is asked.
            made.pop("labels", None)
        placed = {name: tensor.to(self._parts.device) for name, tensor in made.items()}
        return {**placed, "pixel_values": placed["pixel_values"].to(self._network.dtype)}

    def _qwen_inputs(self, photo: Photo, prompt: str) -> dict[str, Any]:
        """A picture stands in the prompt as one token for each square of patches that are merged."""
        seen = self._parts.pictures(images=photo.image, return_tensors="pt", **self._sized)
        config, tokenizer = self._parts.config, self._parts.tokenizer
        squares = int(seen["image_grid_thw"].prod()) // int(self._parts.pictures.merge_size) ** 2
        token = tokenizer.convert_ids_to_tokens(config.image_token_id)
        read = tokenizer(prompt.replace(token, token * squares), add_special_tokens=False, return_tensors="pt")
        ids = read["input_ids"]
        kinds = (ids == config.image_token_id).int()
        return {**seen, "input_ids": ids, "attention_mask": read["attention_mask"], "mm_token_type_ids": kinds}

    def _read(self, inputs: Mapping[str, Any]) -> Reading:
        length = int(inputs["input_ids"].shape[1])
        seen = self._network(**inputs, use_cache=True, logits_to_keep=1)
        first = seen.logits[0, -1].float().log_softmax(-1)
        shift = int(self._network.model.rope_deltas) if self._parts.family in QWEN else 0
        return Reading(length, seen.past_key_values, first, shift)

    def _score(self, reading: Reading, answers: Sequence[Sequence[int]]) -> list[float]:
        """The sum of the logarithms of each token of each answer, all answers in one pass on copies of the cache."""
        torch = need("torch")
        width = max(len(answer) for answer in answers)
        ids = torch.zeros((len(answers), width), dtype=torch.long, device=self._parts.device)
        real = torch.zeros_like(ids)
        for row, answer in enumerate(answers):
            ids[row, : len(answer)] = torch.tensor(answer)
            real[row, : len(answer)] = 1
        total = reading.first[ids[:, 0]]
        if width == 1:
            return list(map(float, total))
        cache = copy.deepcopy(reading.cache)
        cache.batch_repeat_interleave(len(answers))
        mask = torch.cat([real.new_ones((len(answers), reading.length)), real[:, :-1]], dim=1)
        seen = self._network(
            input_ids=ids[:, :-1], attention_mask=mask, past_key_values=cache, **self._places(reading, ids.shape)
        )
        logs = seen.logits.float().log_softmax(-1).gather(2, ids[:, 1:, None])[..., 0]
        return list(map(float, total + (logs * real[:, 1:]).sum(1)))

    def _places(self, reading: Reading, shape: Sequence[int]) -> dict[str, Any]:
        """Where the answers' tokens lie: for Qwen-VL, which counts a picture's tokens by its sides, it must be said."""
        if self._parts.family not in QWEN:
            return {}
        torch = need("torch")
        start = reading.length + reading.shift
        places = torch.arange(start, start + shape[1] - 1, device=self._parts.device)
        return {"position_ids": places.expand(3, shape[0], -1)}

    def _assemble(self) -> Any:
        """The family's processor; none for Qwen-VL, whose own can't be had without what reads videos."""
        library = need("transformers")
        parts = {"image_processor": self._parts.pictures, "tokenizer": self._parts.tokenizer}
        if self._parts.family in PALIGEMMA:
            return library.PaliGemmaProcessor(**parts)
        if self._parts.family in SMOL:
            told = self._parts.settings("processor_config.json")
            return library.Idefics3Processor(**parts, image_seq_len=told.get("image_seq_len", self._tokens_a_tile()))
        return None

    def _tokens_a_tile(self) -> int:
        vision = self._parts.config.vision_config
        return int((vision.image_size // vision.patch_size) ** 2 // self._parts.config.scale_factor**2)

    def _resize(self, side: int | None) -> dict[str, Any]:
        """How the processor is told to make a picture `side` pixels; PaliGemma's network is told too."""
        if side is None:
            return {}
        if self._parts.family in SMOL:
            return {"size": {"longest_edge": side}}
        if self._parts.family in QWEN:
            return {
                "size": {
                    "shortest_edge": min(side**2, self._parts.pictures.size["shortest_edge"]),
                    "longest_edge": side**2,
                }
            }
        return self._widen(side)

    def _widen(self, side: int) -> dict[str, Any]:
        """PaliGemma's tower sees another size where its places are stretched, and gives as many tokens as patches."""
        patch = int(self._parts.config.vision_config.patch_size)
        if side < patch:
            raise BadInput(f"setting 'eye_model.image_size': {side} is less than one patch of {patch} pixels: set more")
        tower = self._network.model.vision_tower
        tower.forward = partial(tower.forward, interpolate_pos_encoding=True)
        self._parts.pictures.image_seq_length = (side // patch) ** 2
        return {"size": {"height": side, "width": side}}

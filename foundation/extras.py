"""Optional dependencies: imported where they are used, and named with their install line where they are absent."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from foundation.errors import MissingExtra

EXTRAS = {
    "sentence_transformers": "torch",
    "torch": "torch",
    "transformers": "torch",
    "gguf": "torch",
    "langchain_openai": "server",
    "accelerate": "torch",
    "ai_edge_litert": "vision",
    "onnxruntime": "vision",
    "onnx": "vision",
}


def installed(module: str) -> bool:
    """Whether `module` could be imported; imports nothing heavy."""
    return find_spec(module.split(".")[0]) is not None


def need(module: str) -> ModuleType:
    """Import an optional `module`; raises MissingExtra with the line that installs it."""
    if not installed(module):
        extra = EXTRAS.get(module.split(".")[0], "all")
        raise MissingExtra(f"{module} is not installed: pip install -e '.[{extra}]' in the checkout")
    return import_module(module)

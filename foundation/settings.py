"""Settings: one object, read once from stylist.toml, STYLIST_* variables and the command line."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from foundation.errors import BadInput

SAMPLE = Path(__file__).resolve().parent.parent / "catalog" / "sample"
CONFIG_NAME = "stylist.toml"
KeyHash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ChatModel(BaseModel):
    """Which chat model sits in a `chat` seat.

    `provider` is `openai` (any OpenAI-compatible server at `base_url`) or `huggingface` (a local path or hub id).
    """

    model_config = ConfigDict(extra="forbid")

    provider: Literal["openai", "huggingface"] = "openai"
    model: str = ""
    base_url: str | None = None
    api_key: str = "none"
    temperature: float = Field(0.0, ge=0, le=2)
    max_tokens: int = Field(800, ge=16, le=8192)
    context_tokens: int = Field(8192, ge=1024, le=1_000_000, description="how much the model reads at once")
    timeout: float = Field(20.0, gt=0, description="seconds for a whole answer, retries included")
    connect_timeout: float = Field(3.0, gt=0, description="seconds until the server takes the call")
    first_token_timeout: float = Field(15.0, gt=0, description="seconds until the first word")
    retries: int = Field(2, ge=0, le=10, description="further calls after one that failed in passing")
    breaker_failures: int = Field(3, ge=1, le=100, description="failures in a row after which it is left alone")
    breaker_seconds: float = Field(60.0, gt=0, description="how long it is left alone")


class EyeModel(BaseModel):
    """Which network with weights of its own the eye `clip` or `vlm` is, and what runs it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str = Field("", description="a folder or hub id")
    image_size: int | None = Field(None, ge=16, le=4096, description="pixels a side; none: what it was made for")
    device: str = Field("auto", description="auto: a GPU where there is one; or cpu, cuda, cuda:1, mps")
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = Field("auto", description="auto: bfloat16 on a GPU")


class PhotoLimits(BaseModel):
    """What an upload may be, how much of it is looked at, and how long it is kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    max_bytes: int = Field(20 * 2**20, ge=10_000, le=200 * 2**20)
    max_pixels: int = Field(64_000_000, ge=100_000, le=250_000_000)
    side: int = Field(2048, ge=256, le=8192, description="the longest side of what is looked at, in pixels")
    keep_hours: float = Field(24, ge=0, le=8784, description="how long it is kept; 0: only while it is answered")


class Settings(BaseSettings):
    """Every setting of the stylist; the names in stylist.toml are these, `STYLIST_HOME` is `home`."""

    model_config = SettingsConfigDict(
        env_prefix="STYLIST_", env_nested_delimiter="__", extra="forbid", frozen=True, toml_file=None
    )

    home: Path = Path("~/.stylist")
    catalog: Path | None = None
    images: Path | None = None
    image_path: str = Field("{prefix}/{id}.jpg", description="path of an article's picture under `images`")
    columns: dict[str, str | list[str]] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    owner_id: str = "local"
    host: str = "127.0.0.1"
    port: int = Field(7860, ge=0, le=65535)
    planner: Literal["house", "chat"] = "house"
    writer: Literal["house", "chat"] = "house"
    chat_model: ChatModel = ChatModel()
    encoder: str = Field("minilm", description="`minilm`, or a sentence-transformers model's path or hub id")
    emoji: bool = False
    warmth: Literal["plain", "warm"] = Field("warm", description="how much is said beyond the facts")
    length: Literal["short", "full"] = Field("full", description="short: the pieces and one reason each")
    persona: Path | None = Field(None, description="a text file that tells a chat model who it is; none: our own")
    max_words: int = Field(120, ge=20, le=400)
    max_articles: int = Field(6, ge=1, le=24)
    speculate: bool = Field(
        False, description="the house plans at once; a chat planner's plan replaces it where it differs"
    )
    use_frontend_llm: bool = Field(True, description="whether a chat planner's own styling ideas join the query")
    max_conversation_round: int = Field(30, ge=1, le=500, description="turns of the talk that a chat model is told")
    max_message_chars: int = Field(4000, ge=100, le=100_000)
    photo: PhotoLimits = PhotoLimits()
    eye: Literal["catalogue", "clip", "vlm"] = Field("catalogue", description="the one trained here, or `eye_model`")
    eye_model: EyeModel = EyeModel()
    job_days: float = Field(30.0, gt=0, le=3650, description="how long jobs that ended are kept")
    api_keys: tuple[KeyHash, ...] = Field((), description="sha256 of the keys of HTTP callers; none: no key is asked")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The command line wins over the environment, and the environment over stylist.toml."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def state(self) -> Path:
        """The home directory with `~` expanded."""
        return self.home.expanduser()


def read_settings(config: Path | None = None, **overrides: Any) -> Settings:
    """Read `config` (or ./stylist.toml where it exists), the environment and `overrides` (None values are left out).

    Raises BadInput, naming file, key and reason.
    """
    path = config or Path(CONFIG_NAME)
    if config is not None and not config.is_file():
        raise BadInput(f"settings file {config} does not exist: give --config an existing stylist.toml")
    given = {name: value for name, value in overrides.items() if value is not None}

    class FromFile(Settings):
        model_config = SettingsConfigDict(toml_file=path if path.is_file() else None)

    try:
        return FromFile(**given)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"setting '{where}': {first['msg']}; mend it in {path}, STYLIST_* or the option") from None
    except ValueError as error:
        raise BadInput(f"settings file {path} can't be read: {error}; mend the TOML") from None


def fingerprint(columns: Mapping[str, str | list[str]], values: Mapping[str, Mapping[str, str]]) -> str:
    """A short hash of a given mapping: another one makes another catalogue of the same file."""
    return hashlib.sha256(json.dumps([columns, values], sort_keys=True).encode()).hexdigest()[:16]

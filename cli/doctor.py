"""`stylist doctor`: what is installed, reachable, missing, and how to get it."""

import json
import re
import sys
import tempfile
import urllib.request
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

import yaml

from agents.requests.classifier import SEQUENCE, read_card
from cli.catalogue import SAMPLE
from cli.lines import print_json
from cli.terminal import one_line
from encoding.weights import LIST as WEIGHTS
from encoding.weights import weights
from foundation.errors import BadInput, MissingExtra, StylistError
from foundation.extras import installed
from foundation.settings import ChatModel, Settings
from retrieval.index import Index
from vision.eye import open_eye
from vision.licences import licence_of, read_licences

State = Literal["ok", "missing", "problem"]
BACKENDS = Path(__file__).with_name("backends.yaml")
SIGNS = {"ok": "✓", "missing": "–", "problem": "✗"}
REACH_SECONDS = 3.0
IMAGES_TRIED = 500


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `detail` says what is, `how` what to do about it. A `missing` thing is optional.

    A backend has a `licence`, and `commercial` where that says whether a business may use it.
    """

    name: str
    state: State
    detail: str
    how: str = ""
    licence: str | None = None
    commercial: bool | None = None

    def to_json(self) -> dict[str, Any]:
        """The finding as JSON values; only a backend's has a licence."""
        values = asdict(self)
        return values if self.licence else {name: values[name] for name in ("name", "state", "detail", "how")}


def run(args: Namespace, settings: Settings) -> int:
    """Look at everything; returns 1 where something is broken, else 0."""
    broken = False
    for finding in examine(settings):
        broken |= finding.state == "problem"
        if args.json:
            print_json(finding.to_json())
        else:
            how = f"  → {finding.how}" if finding.how else ""
            print(one_line(f"{SIGNS[finding.state]} {finding.name}: {finding.detail}{how}"), flush=True)
    return int(broken)


def examine(settings: Settings) -> Iterator[Finding]:
    """Every finding, in the order in which a newcomer needs them."""
    yield _python()
    yield from _packages()
    yield from _weights()
    yield _classifier(settings)
    yield _eye(settings)
    yield _home(settings.state)
    yield _index(settings)
    yield _catalog(settings.catalog)
    yield _images(settings)
    yield _chat_model(settings)
    yield from _circuit(settings)
    yield from _licences()


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    fits = sys.version_info[:2] == (3, 11)
    return Finding("python", "ok" if fits else "problem", version, "" if fits else "install Python 3.11")


def _packages() -> Iterator[Finding]:
    """The required packages together, and each extra by itself."""
    try:
        lines = metadata.requires("stylist") or []
    except metadata.PackageNotFoundError:
        yield Finding("packages", "missing", "stylist itself is not installed here", "run `make setup`")
        return
    for extra in ("", "torch", "server", "vision"):
        absent = [name for name in _required(lines, extra) if not _present(name)]
        how = f"pip install -e '.[{extra}]'" if extra else "run `make setup`"
        state: State = "ok" if not absent else "missing" if extra else "problem"
        said = f"lacks {', '.join(absent)}" if absent else "installed"
        yield Finding(f"extra {extra}" if extra else "packages", state, said, how if absent else "")


def _required(lines: list[str], extra: str) -> Iterator[str]:
    """The names of the requirements that belong to `extra`, or to none."""
    for line in lines:
        marker = re.search(r"extra\s*==\s*['\"](\w+)['\"]", line)
        name = re.match(r"[A-Za-z0-9._-]+", line)
        if name and (marker[1] if marker else "") == extra:
            yield name[0]


def _present(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def _weights() -> Iterator[Finding]:
    for name in yaml.safe_load(WEIGHTS.read_text(encoding="utf-8")):
        try:
            yield Finding(f"weights {name}", "ok", str(weights(name)))
        except BadInput as error:
            # Without MiniLM nothing is found; SmolLM2 only serves the chat seats.
            state: State = "problem" if name == "minilm" else "missing"
            yield Finding(f"weights {name}", state, str(error), "run `make setup`")


def _home(home: Path) -> Finding:
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            return Finding("home", "ok", f"{home} can be written")
    except OSError as error:
        return Finding("home", "problem", f"{home}: {error.strerror}", "give --home a folder you may write to")


def _classifier(settings: Settings) -> Finding:
    try:
        card = read_card(settings.state)
    except BadInput as error:
        return Finding("classifier", "problem", str(error), "run `stylist train classifier`")
    if card.kind == SEQUENCE and not installed("torch"):
        return Finding("classifier", "problem", card.name, "pip install -e '.[torch]' in the checkout")
    return Finding(
        "classifier", "ok", f"{card.name}; {card.facts['texts']['count']:,} texts, seed {card.facts['seed']}"
    )


def _eye(settings: Settings) -> Finding:
    """The eye in use; a network with weights of its own is not loaded for that."""
    if settings.eye == "catalogue":
        return _catalogue_eye(settings.state)
    chosen = settings.eye_model.model
    if not chosen:
        return Finding(
            "eye", "problem", f"eye = {settings.eye}, and no model", "set model in [eye_model] of stylist.toml"
        )
    if not installed("transformers"):
        return Finding("eye", "problem", f"{settings.eye} {chosen}", "pip install -e '.[torch]' in the checkout")
    folder = Path(chosen).expanduser()
    is_folder = folder.is_dir() or chosen.startswith(("/", "~", "."))
    if is_folder and not (folder / "config.json").is_file():
        return Finding("eye", "problem", f"{settings.eye} {chosen}: no model lies there", "mend model in [eye_model]")
    licence = licence_of(chosen, settings.eye)
    said = f"{settings.eye} {chosen}; {licence.name}; {_allowed(licence.commercial)}"
    return Finding("eye", "ok", said, licence=licence.name, commercial=licence.commercial)


def _catalogue_eye(home: Path) -> Finding:
    try:
        card = open_eye(home).card
    except MissingExtra as error:
        return Finding("eye", "missing", str(error), "run `stylist train eye --images DIR`")
    except BadInput as error:
        return Finding("eye", "problem", str(error), "run `stylist train eye --images DIR`")
    said = f"{card.name}, of {card.facts['pictures']:,} pictures, seed {card.facts['seed']}"
    # What it learned is the user's own; the network below that is Apache-2.0.
    return Finding("eye", "ok", said, licence="Apache-2.0", commercial=True)


def _index(settings: Settings) -> Finding:
    try:
        faults = Index.verify(settings.state)
        if not faults:
            manifest = Index.open(settings.state).manifest
            return Finding("index", "ok", f"{manifest['rows']:,} articles, version {manifest['version']}, whole")
        return Finding("index", "problem", "; ".join(faults), "run `stylist index repair`")
    except BadInput as error:
        return Finding("index", "missing", str(error), f"stylist index {SAMPLE}")


def _catalog(catalog: Path | None) -> Finding:
    if catalog is None:
        return Finding("catalogue", "missing", "none is named: the index in use serves", "--catalog FILE")
    if not catalog.is_file():
        return Finding("catalogue", "problem", f"{catalog} is not a file", "give --catalog an existing file")
    return Finding("catalogue", "ok", f"{catalog}, {catalog.stat().st_size / 1e6:.1f} MB")


def _images(settings: Settings) -> Finding:
    if settings.images is None:
        return Finding("images", "missing", "none are named: cards show placeholders", "--images DIR")
    if not settings.images.is_dir():
        return Finding("images", "problem", f"{settings.images} is not a folder", "give --images an existing folder")
    try:
        found, tried = _count_images(settings, settings.images)
    except StylistError:
        return Finding("images", "ok", f"{settings.images} (counted once a catalogue is indexed)")
    state: State = "ok" if found else "problem"
    how = "" if found else f"files must lie at {settings.image_path}: set image_path in stylist.toml"
    return Finding("images", state, f"{found} of {tried} articles looked at have a picture in {settings.images}", how)


def _count_images(settings: Settings, folder: Path) -> tuple[int, int]:
    table = Index.open(settings.state).table
    step = max(1, len(table) // IMAGES_TRIED)
    ids = [table.article(row).article_id for row in range(0, len(table), step)]
    paths = [folder / settings.image_path.format(prefix=article_id[:3], id=article_id) for article_id in ids]
    return sum(path.is_file() for path in paths), len(paths)


def _chat_model(settings: Settings) -> Finding:
    chat = settings.chat_model
    absent: State = "problem" if "chat" in (settings.planner, settings.writer) else "missing"
    if chat.provider != "openai" or not chat.base_url:
        if chat.model:
            return Finding("chat model", "ok", f"{chat.provider} {chat.model}")
        return Finding("chat model", absent, "none is set: the house answers", "set [chat_model] in stylist.toml")
    try:
        said = f"{chat.base_url} answers and serves {', '.join(_served(chat)) or 'nothing'}"
        return Finding("chat model", "ok", f"{said}; {_schema_kept(chat)}")
    except (OSError, ValueError) as error:
        said = f"{chat.base_url} can't be reached ({error})"
        return Finding("chat model", absent, said, "start the server, or mend base_url")


def _schema_kept(chat: ChatModel) -> str:
    """Whether the server holds the model to a JSON schema, by one tiny request."""
    if not chat.model or not installed("langchain_openai"):
        return "not asked whether it keeps JSON schemas"
    from agents.chat_models import open_chat_model

    seat = open_chat_model(chat)
    way = seat.probe()
    if seat.guide.way is None:
        return f"{chat.model} gave no answer to a first question"
    if way == "none":
        return "it keeps no JSON schema: plans are asked for in words, checked, and repaired once"
    return f"plans are held to a JSON schema by {way}"


def _circuit(settings: Settings) -> Iterator[Finding]:
    """A chat model that is left alone after failures, as the running stylist last wrote."""
    from agents.breaker import FILE, read_state

    told = read_state(settings.state / FILE)
    if told is not None:
        yield Finding("chat model's circuit", "problem", told, "the house answers meanwhile; look at the server")


def _served(chat: ChatModel) -> list[str]:
    """The models that the server names."""
    url = f"{(chat.base_url or '').rstrip('/')}/models"
    if not url.startswith(("http://", "https://")):
        raise ValueError("base_url is no http address")
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {chat.api_key}"})
    with urllib.request.urlopen(request, timeout=REACH_SECONDS) as answer:
        data = json.load(answer)
    return [str(model.get("id")) for model in data.get("data", [])]


def _licences() -> Iterator[Finding]:
    for backend in yaml.safe_load(BACKENDS.read_text(encoding="utf-8")):
        said = f"{backend['licence']}; {_allowed(backend['commercial'])}"
        name = f"{backend['seat']} {backend['name']}"
        yield Finding(name, "ok", said, licence=backend["licence"], commercial=backend["commercial"])
    for known in read_licences():
        said = "; ".join(filter(None, (known.name, _allowed(known.commercial), known.note)))
        name = f"eye {known.kind} {known.model}"
        yield Finding(name, "ok", said, licence=known.name, commercial=known.commercial)


def _allowed(commercial: bool | None) -> str:
    words = {True: "commercial use allowed", False: "no commercial use", None: "ask its licence before commercial use"}
    return words[commercial]

"""The README and the architecture: the blocks run, the tables and lists name what there is, the settings are read."""

import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from catalog.loader import load
from cli.parser import VERBS, build
from foundation.settings import ChatModel, Settings, read_settings

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROGRAM = f"""#!/bin/sh
PYTHONPATH='{ROOT}' exec '{sys.executable}' -c 'import sys, app; sys.exit(app.main())' "$@"
"""


def blocks(language: str) -> list[str]:
    """The README's fenced blocks in `language`."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def commands(block: str) -> list[str]:
    """The lines of a console block that a reader types."""
    return [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]


def table(header: str) -> list[list[str]]:
    """The cells of the README's table whose header row begins with `header`."""
    rows = README.split(f"\n| {header} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


@pytest.fixture(scope="module")
def shell(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a reader: `stylist` on the path, and a home with the sample indexed."""
    folder = tmp_path_factory.mktemp("reader")
    shutil.copytree(sample_home, folder / "home")
    (folder / "stylist").write_text(PROGRAM, encoding="utf-8")
    (folder / "stylist").chmod(0o755)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("STYLIST_")}
    weights = {"STYLIST_WEIGHTS": os.environ["STYLIST_WEIGHTS"]} if "STYLIST_WEIGHTS" in os.environ else {}
    home = {"STYLIST_HOME": str(folder / "home"), "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    return {**clean, **weights, **home}


@pytest.mark.slow
@pytest.mark.parametrize("block", blocks("console"), ids=lambda block: commands(block)[0][:50])
def test_a_console_block_runs_and_prints(block: str, shell: dict[str, str]) -> None:
    script = "\n".join(commands(block))
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=ROOT, env=shell, capture_output=True, text=True
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert done.stdout


def test_the_verbs_are_those_of_the_console() -> None:
    assert [row[0].strip("`") for row in table("verb")] == list(VERBS)


def test_every_verbs_example_is_a_command_that_the_console_takes() -> None:
    examples = [shlex.split(row[2].strip("`")) for row in table("verb")]
    assert [build().parse_args(words[1:]).verb for words in examples] == list(VERBS)


def test_every_setting_is_named_with_its_default() -> None:
    told: dict[str, str] = {}
    for names, default, _ in table("setting"):
        keys, values = re.findall(r"`([^`]*)`", names), re.findall(r"`([^`]*)`", default)
        # One default may stand for all names of its row, and a blank cell for those that have none to tell.
        told |= dict(zip(keys, values if len(values) == len(keys) else (values or [""]) * len(keys), strict=True))
    assert set(told) == set(Settings.model_fields)
    defaults = {name: str(field.default) for name, field in Settings.model_fields.items()}
    assert [name for name, value in told.items() if value and value.lower() != defaults[name].lower()] == []


def test_the_settings_of_another_catalogue_read_it(tmp_path: Path) -> None:
    config, catalogue = tmp_path / "stylist.toml", tmp_path / "products.csv"
    config.write_text(blocks("toml")[0], encoding="utf-8")
    columns = [
        "cod_modelo_color", "des_color_specification_esp", "des_sex", "des_age", "des_line",
        "des_product_category", "des_product_family", "des_product_type",
    ]  # fmt: skip
    with catalogue.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(columns)
        rows.writerow(["41-02", "TEJANO OSCURO", "Female", "Adult", "SHE", "Bottoms", "Jeans", "Jeans"])
        rows.writerow(["41-TO", "ROJO", "Female", "Kids", "KIDS", "Dresses", "Dresses", "Dress"])
    settings = read_settings(config)
    loaded = load(catalogue, settings.columns, settings.values)
    assert loaded.refused == []
    assert loaded.columns["article_id"] == ["41-02", "41-TO"]
    assert loaded.columns["audience"] == ["women", "girls"]
    assert loaded.columns["colour_group_name"] == ["Dark Blue", "Red"]


def test_the_chat_models_settings_name_all_of_them(tmp_path: Path) -> None:
    config = tmp_path / "stylist.toml"
    config.write_text(blocks("toml")[1], encoding="utf-8")
    chat = read_settings(config).chat_model
    assert chat.model_fields_set == set(ChatModel.model_fields)


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", README))
def test_what_is_linked_is_there(target: str) -> None:
    assert (ROOT / target).is_file()


def test_the_architecture_names_every_module() -> None:
    text = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for room in project["tool"]["importlinter"]["root_packages"]:
        assert f"**{room}" in text
        part = text.split(f"**{room}", 1)[1].split("\n**", 1)[0]
        modules = {path.stem for path in (ROOT / room).glob("*.py")} - {"__init__"}
        assert modules - {name.rsplit("/", 1)[-1] for name in re.findall(r"`([^`]+)`", part)} == set(), room

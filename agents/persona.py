"""Persona: the text that tells a chat model who it is, our own or the settings' file."""

from pathlib import Path

from foundation.errors import BadInput

OWN = Path(__file__).parent / "prompts" / "persona.md"
MOST_CHARS = 8_000


def read_persona(path: Path | None = None) -> str:
    """The text of `path`, of our own file without one. Raises BadInput where it can't be read or is too long."""
    source = path.expanduser() if path else OWN
    try:
        text = source.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadInput(f"persona {source}: {error.strerror}; give 'persona' a text file that can be read") from None
    except UnicodeDecodeError:
        raise BadInput(f"persona {source} is not UTF-8 text: save it as UTF-8") from None
    if not 0 < len(text) <= MOST_CHARS:
        raise BadInput(f"persona {source} has {len(text):,} characters: give it 1 to {MOST_CHARS:,}")
    return text

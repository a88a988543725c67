"""Settings: read once, the command line before the environment before the file; what is wrong is one line."""

from pathlib import Path

import pytest

from foundation.errors import BadInput
from foundation.settings import Settings, fingerprint, read_settings


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file, in a folder and an environment without others."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"STYLIST_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "stylist.toml"
    path.write_text('warmth = "plain"\nmax_articles = 4\n[chat_model]\nmodel = "small"\nretries = 5\n')
    return path


def test_a_file_of_that_name_in_the_working_folder_is_read(config: Path):
    assert (read_settings().warmth, read_settings().max_articles) == ("plain", 4)


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(
    config: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("STYLIST_MAX_ARTICLES", "5")
    assert read_settings(config).max_articles == 5
    assert read_settings(config, max_articles=7).max_articles == 7


def test_what_was_not_given_on_the_command_line_wins_over_nothing(config: Path):
    assert read_settings(config, max_articles=None).max_articles == 4


def test_a_part_of_the_chat_model_is_set_from_the_environment_and_the_rest_stays(
    config: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("STYLIST_CHAT_MODEL__MODEL", "large")
    chat = read_settings(config).chat_model
    assert (chat.model, chat.retries, chat.timeout) == ("large", 5, 20.0)


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("max_articles = 0", "max_articles"),
        ("max_conversation_round = 0", "max_conversation_round"),
        ('warmth = "icy"', "warmth"),
        ('length = "endless"', "length"),
        ('planner = "oracle"', "planner"),
        ("speculate = 3", "speculate"),
        ("colour_of_the_page = 1", "colour_of_the_page"),
        ("[chat_model]\nretries = -1", "chat_model.retries"),
        ("[chat_model]\nthoughts = 1", "chat_model.thoughts"),
        ("[chat_model\n", "stylist.toml"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(config: Path, written: str, named: str):
    config.write_text(written + "\n")
    with pytest.raises(BadInput) as raised:
        read_settings(config)
    assert named in str(raised.value)
    assert "mend" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_settings_file_that_was_named_must_be_there(config: Path):
    with pytest.raises(BadInput, match="does not exist"):
        read_settings(config.with_name("other.toml"))


def test_another_mapping_makes_another_catalogue_of_the_same_file():
    one = fingerprint({"article_id": "sku"}, {})
    assert one == fingerprint({"article_id": "sku"}, {})
    assert one != fingerprint({"article_id": "id"}, {})
    assert one != fingerprint({"article_id": "sku"}, {"audience": {"W": "women"}})

"""Texts to learn from: the project's own are many and true to their labels, a family is on one side only."""

from collections import defaultdict
from pathlib import Path

import pytest

from foundation.errors import BadInput
from training.families import Text, group, own_texts, read_templates
from training.texts import divide, fingerprint, read_texts

LINE = '{"text": "%s", "label": "%s"}'
GOOD = [LINE % (f"{label} {n}", label) for label in ("image_request", "conversation") for n in "abcdefghijkl"]


@pytest.fixture(scope="module")
def own() -> tuple[Text, ...]:
    return own_texts()


def test_there_are_thousands_of_texts_in_hundreds_of_families(own: tuple[Text, ...]) -> None:
    assert len(own) >= 3000
    assert len({text.family for text in own}) >= 120
    assert sum(text.hard for text in own) >= 1000


def test_no_text_has_both_labels(own: tuple[Text, ...]) -> None:
    labels = defaultdict(set)
    for text in own:
        labels[text.text.lower().strip(" .!?")].add(text.label)
    assert [text for text, found in labels.items() if len(found) > 1] == []


def test_every_filler_and_choice_is_filled(own: tuple[Text, ...]) -> None:
    unfilled = [text.text for text in own if any(mark in text.text for mark in "{}[]|")]
    assert [text for text in unfilled if "query" not in text] == []


def test_the_texts_are_the_same_each_time(own: tuple[Text, ...]) -> None:
    assert fingerprint(own) == fingerprint(tuple(reversed(own_texts())))


def test_a_family_is_in_one_part_only(own: tuple[Text, ...]) -> None:
    split = divide(own, seed=3)
    parts = [{text.family for text in part} for part in (split.train, split.validation, split.test)]
    assert all(parts)
    assert not parts[0] & parts[1] | parts[0] & parts[2] | parts[1] & parts[2]
    assert all(
        {text.label for text in part if text.hard} == {"image_request", "conversation"} for part in (split.test,)
    )


def test_texts_for_learning_only_are_never_measured_on(own: tuple[Text, ...]) -> None:
    split = divide(own, seed=3)
    assert sum(text.taught for text in split.train) == sum(text.taught for text in own) >= 1000
    assert not any(text.taught for text in (*split.validation, *split.test))


def test_texts_for_learning_only_change_nothing_of_what_is_measured(own: tuple[Text, ...]) -> None:
    with_them, without = divide(own, seed=0), divide([text for text in own if not text.taught], seed=0)
    assert (with_them.validation, with_them.test) == (without.validation, without.test)


def test_a_template_for_learning_only_says_nothing_like_one_that_may_be_measured() -> None:
    templates = sorted(read_templates(), key=lambda template: template.taught)
    families, taught = group(templates), {template.name for template in templates if template.taught}
    assert [name for name in taught if families[name] not in taught] == []


def test_templates_are_named_once() -> None:
    names = [template.name for template in read_templates()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", "not JSON"),
        ("[1]", '"text"'),
        ('{"text": "", "label": "conversation"}', '"text"'),
        ('{"text": "a", "label": "unsure"}', "image_request or conversation"),
        ('{"text": "a"}', "label"),
        (b'{"text": "\xff"}', "not JSON"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str | bytes, said: str) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_bytes("\n".join(GOOD).encode() + b"\n" + (line if isinstance(line, bytes) else line.encode()))
    with pytest.raises(BadInput, match=f"line {len(GOOD) + 1}.*{said}"):
        read_texts(file)


def test_too_few_texts_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text("\n".join(GOOD[:12]))
    with pytest.raises(BadInput, match="0 different texts of conversation"):
        read_texts(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.jsonl is not a file"):
        read_texts(tmp_path / "none.jsonl")

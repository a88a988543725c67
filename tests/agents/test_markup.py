import pytest

from agents.markup import has_hidden, has_markup, strange_word


@pytest.mark.parametrize(
    "sentence",
    [
        "<b>x</b>",
        "**x**",
        "![1](x)",
        "https://x.y",
        "www.x.y",
        "shop-here.com now",
        "&lt;b&gt;",
        "＜script＞",
        "{{x}}",
        "`x`",
    ],
)
def test_what_a_page_might_obey_is_markup(sentence: str):
    assert has_markup(sentence)


@pytest.mark.parametrize(
    "sentence", ["Ada & Co, 50/50.", "It is 7.5 long.", "So... yes!", "H&M+ is a line; ok.", "Nice 🙂"]
)
def test_plain_sentences_have_none(sentence: str):
    assert not has_markup(sentence)


@pytest.mark.parametrize(
    ("sentence", "hidden"), [("l\u200bovely", True), ("\u202ex", True), ("👩\u200d🎤 hi", False), ("a\nb", False)]
)
def test_hidden_characters_are_seen_and_emoji_are_not_taken_for_them(sentence: str, hidden: bool):
    assert has_hidden(sentence) is hidden


def test_look_alike_letters_are_strange_unless_they_are_the_shoppers_own():
    assert strange_word("a lоvely dress", "") == "lоvely"
    assert strange_word("Für Zoë: weiß, naïve", "") is None
    assert strange_word("for Анна", "I am Анна") is None

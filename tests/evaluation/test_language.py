"""A reply's language is told by its small words; what has none is nobody's."""

import pytest

from evaluation.language import small_words, speaks

SAID = {
    "en": "Here are six red dresses for a wedding, and [1] is the longest of them.",
    "de": "Hier sind sechs rote Kleider für eine Hochzeit, und [1] ist das längste.",
    "es": "Aquí tienes seis vestidos rojos para una boda; [1] es el más largo.",
    "fr": "Voici six robes rouges pour un mariage, [1] est la plus longue.",
    "it": "Ecco sei vestiti rossi per un matrimonio; [1] è il più lungo.",
    "sv": "Här är sex röda klänningar för ett bröllop, och [1] är längst.",
}


@pytest.mark.parametrize("language", SAID)
def test_a_sentence_speaks_its_own_language_and_no_other(language: str) -> None:
    assert [one for one in SAID if speaks(SAID[language], one)] == [language]


@pytest.mark.parametrize("quote", ["„{}“", "“{}”", "”{}”", "«{}»", "»{}«", '"{}"'])
def test_what_a_reply_quotes_of_the_catalogue_does_not_decide(quote: str) -> None:
    words = "A dress in the softest cotton, with the longest of sleeves and a bow at the back."
    assert speaks(f"Zu Material sagt der Katalog: {quote.format(words)}", "de")
    assert not speaks(f"Zu Material: {words}", "de")


def test_a_reply_without_small_words_is_taken_as_it_comes() -> None:
    assert all(speaks("Vestido rojo: [1], [2].", language) for language in SAID)


def test_every_word_of_the_lists_is_a_word() -> None:
    assert all(isinstance(word, str) and word == word.lower() for words in small_words().values() for word in words)

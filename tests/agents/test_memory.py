from agents.memory import count_tokens, recall, summarise
from agents.talk import Earlier
from catalog.article import Article
from foundation.brief import Brief

TOP = Article("1", prod_name="Strap top")
TURNS = tuple(
    Earlier(f"wish number {n}", f"reply {n} " + "word " * 80, Brief({"colour": (f"shade {n}",)}), (TOP,))
    for n in range(20)
)


def size(tokens: int) -> int:
    memory = recall(TURNS, 50, tokens)
    return sum(count_tokens(" ".join(pair)) for pair in memory.last) + sum(map(count_tokens, memory.summary))


def test_a_short_talk_is_told_word_by_word():
    memory = recall(TURNS[:2], 30, 4_000)
    assert memory.summary == ()
    assert [message for message, _ in memory.last] == ["wish number 0", "wish number 1"]


def test_what_does_not_fit_is_summed_up_by_where_it_had_led():
    memory = recall(TURNS, 50, 700)
    assert 0 < len(memory.last) < 20
    assert memory.last[-1][0] == "wish number 19"
    left = 20 - len(memory.last)
    assert memory.summary[0] == f"after {left} earlier turns: colour shade {left - 1}"
    assert memory.summary[1] == "shown: Strap top"
    assert f"asked before: wish number {left - 1}" in memory.summary


def test_it_keeps_to_its_tokens_however_long_the_talk():
    for tokens in (300, 700, 2_000):
        assert size(tokens) <= tokens


def test_the_same_turns_make_the_same_summary():
    assert summarise(TURNS, 200) == summarise(TURNS, 200)
    assert recall((), 30, 100).last == ()

"""Talk: what was shown and said so far, as a planner is told it."""

from agents.talk import Earlier, Talk
from catalog.article import Article

ADA, BEA, CLEO = Article("0700001001"), Article("0700002001"), Article("0700003001")


def test_what_was_seen_is_each_article_once_in_the_order_of_its_first_showing():
    earlier = (Earlier("dresses", "here", shown=(BEA, ADA)), Earlier("more", "these", shown=(ADA, CLEO)))
    assert Talk("which?", earlier=earlier).seen == (BEA, ADA, CLEO)


def test_turns_that_showed_nothing_add_nothing_to_what_was_seen():
    assert Talk("hi", earlier=(Earlier("hello", "hello"), Earlier("a dress", "", shown=(ADA,)))).seen == (ADA,)


def test_the_history_is_what_was_said_and_answered_oldest_first():
    earlier = (Earlier("hello", "Hello!"), Earlier("a dress", "Here."))
    assert Talk("thanks", earlier=earlier).history == (("hello", "Hello!"), ("a dress", "Here."))


def test_a_talk_begins_with_nothing_seen():
    talk = Talk("hello")
    assert (talk.seen, talk.history, talk.question, talk.promised) == ((), (), None, False)

"""`stylist eval shoppers`: simulated shoppers with a hidden wish; see evaluation/shopper.py for how they behave."""

from argparse import Namespace

from cli.catalogue import prepare_quietly
from cli.measuring import open_catalogue, opened, opens_chats, show, told
from evaluation.gold import load_terms
from evaluation.shoppers import run_shoppers
from evaluation.wishes import Wishes, load_speech
from foundation.settings import Settings

COUNT = 100


def run(args: Namespace, settings: Settings) -> int:
    """Have that many wishes told and print what became of them; returns the exit status."""
    speech = load_speech()
    prepare_quietly(settings)
    catalogue = open_catalogue(settings)
    wishes = Wishes(catalogue, speech, load_terms(), args.seed)
    count = args.n or COUNT
    with opened(settings) as (stylist, _):
        chats = opens_chats(stylist)
        show(told(lambda tell: run_shoppers(chats, catalogue, wishes, speech, count, tell), "shoppers"), args)
    return 0

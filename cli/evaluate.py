"""`stylist eval`: measures search and conversations on the catalogue in use, with 95 % intervals."""

from argparse import Namespace
from importlib import import_module

from cli.catalogue import prepare_quietly
from cli.measuring import FULL_ROWS, open_catalogue, opened, opens_chats, searches, show, told
from evaluation.gold import load_queries
from evaluation.runner import run_queries, run_scenarios
from evaluation.scenario import load_scenarios, pick
from foundation.settings import Settings

# What is measured where `stylist eval WHAT` names something else than searches and conversations.
KINDS = {"shoppers": "cli.shoppers", "mutation": "cli.mutation", "grid": "cli.grid"}


def run(args: Namespace, settings: Settings) -> int:
    """Measure what `args` ask for (searches and conversations, where nothing is named); returns the exit status."""
    if args.what:
        status: int = import_module(KINDS[args.what]).run(args, settings)
        return status
    scenarios = pick(load_scenarios(), args.only)
    prepare_quietly(settings)
    catalogue = open_catalogue(settings)
    both = args.queries == args.scenarios and not args.only
    with opened(settings) as stylist:
        if both or args.queries:
            show(
                told(lambda tell: run_queries(searches(stylist), catalogue, load_queries(), progress=tell), "queries"),
                args,
            )
        if not args.queries or args.scenarios:
            show(
                told(
                    lambda tell: run_scenarios(
                        opens_chats(stylist),
                        catalogue,
                        scenarios,
                        len(catalogue) >= FULL_ROWS,
                        tell,
                        not args.as_written,
                    ),
                    "conversations",
                ),
                args,
            )
    return 0

"""`stylist eval`: measures search and conversations on the catalogue in use, with 95 % intervals."""

import sys
from argparse import Namespace
from importlib import import_module

from agents.stylist import Stylist
from cli.catalogue import prepare_quietly
from cli.measuring import FULL_ROWS, open_catalogue, opened, opens_chats, searches, show, told
from evaluation.answer import Catalogue
from evaluation.gold import load_queries
from evaluation.report import Report
from evaluation.runner import run_queries, run_scenarios
from evaluation.scenario import Scenario, load_scenarios, pick
from foundation.errors import StylistError
from foundation.settings import Settings
from vision.open import open_eye

# What `stylist eval WHAT` measures in place of searches and conversations.
KINDS = {
    "shoppers": "cli.shoppers", "mutation": "cli.mutation", "grid": "cli.grid", "looks": "cli.looks",
    "eye": "cli.eye", "gate": "cli.gate", "photos": "cli.photo_search",
}  # fmt: skip


def run(args: Namespace, settings: Settings) -> int:
    """Measure what `args` ask for (searches and conversations, where nothing is named); returns the exit status."""
    if args.what:
        status: int = import_module(KINDS[args.what]).run(args, settings)
        return status
    scenarios = pick(load_scenarios(), args.only)
    both = args.queries == args.scenarios
    prepare_quietly(settings)
    catalogue = open_catalogue(settings)
    with opened(settings) as (stylist, _):
        if (both or args.queries) and not args.only:
            show(_queries(stylist, catalogue), args)
        if both or args.scenarios:
            blind = _why_blind(settings, len(catalogue))
            if blind and any(scenario.has_photos for scenario in scenarios):
                print(f"conversations with photos are left out: {blind}", file=sys.stderr)
            show(_scenarios(stylist, catalogue, scenarios, not args.as_written, not blind), args)
    return 0


def _why_blind(settings: Settings, rows: int) -> str:
    """Why the sample's drawn pictures can't be sent as photos; empty where they can."""
    if rows >= FULL_ROWS:
        return "their photos are the sample's drawings, which an eye that knows photographs can't read"
    try:
        open_eye(settings)
    except StylistError as error:
        return str(error)
    return ""


def _queries(stylist: Stylist, catalogue: Catalogue) -> Report:
    search = searches(stylist)
    return told(lambda tell: run_queries(search, catalogue, load_queries(), progress=tell), "queries")


def _scenarios(
    stylist: Stylist, catalogue: Catalogue, scenarios: list[Scenario], paraphrased: bool, sees: bool
) -> Report:
    chats, full = opens_chats(stylist), len(catalogue) >= FULL_ROWS
    return told(lambda tell: run_scenarios(chats, catalogue, scenarios, full, tell, paraphrased, sees), "conversations")

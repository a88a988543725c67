"""`stylist eval grid`: house and chat model in the seats of planner and writer, on the same conversations."""

from argparse import Namespace

from cli.catalogue import prepare_quietly
from cli.measuring import FULL_ROWS, open_catalogue, opened, opens_chats, show_failures, show_metrics, told
from evaluation.answer import Catalogue
from evaluation.grid import CELLS, Seated, draw, measure_cell, run_cell, write_table
from evaluation.metrics import Metric
from evaluation.report import Report, blame_turns, write_transcripts
from evaluation.scenario import Scenario, load_scenarios, pick
from foundation.errors import BadInput
from foundation.settings import Settings

# A small model on a processor takes half a minute a turn, and the model sits in three of the four cells.
COUNT = 8


def run(args: Namespace, settings: Settings) -> int:
    """Hold the conversations with each pair of planner and writer; returns the exit status."""
    if not settings.chat_model.model:
        raise BadInput('the grid needs a chat model: name one, e.g. [chat_model] model = "smollm2" in stylist.toml')
    prepare_quietly(settings)
    catalogue = open_catalogue(settings)
    whole = len(catalogue) >= FULL_ROWS
    # A seat plans and writes by what was seen; that takes an eye, and is measured by conversations alone.
    every = [one for one in pick(load_scenarios(), args.only) if not one.has_photos]
    scenarios = [one for one in every if whole or not one.full_only]
    drawn = draw(scenarios, args.n or COUNT, args.seed)
    metrics: list[Metric] = []
    house: list[Seated] = []
    for cell in CELLS:
        turns = _hold(settings, cell, catalogue, drawn)
        house = house or turns
        figures = measure_cell(cell, turns, house)
        metrics += figures
        verdicts = [one.verdict for one in turns]
        if not args.markdown:
            show_metrics(figures, args)
        show_failures(Report((), blame_turns(verdicts), write_transcripts(verdicts, catalogue)), args)
    if args.markdown:
        print(write_table(metrics))
    return 0


def _hold(settings: Settings, cell: tuple[str, str], catalogue: Catalogue, scenarios: list[Scenario]) -> list[Seated]:
    planner, writer = cell
    seated = settings.model_copy(update={"planner": planner, "writer": writer})
    with opened(seated) as (stylist, store):
        chats, owner = opens_chats(stylist), settings.owner_id
        return told(
            lambda tell: run_cell(chats, lambda one: store.turn(one, owner).plan, catalogue, scenarios, tell),
            f"{planner} plans, {writer} writes",
        )

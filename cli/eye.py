"""`stylist eval eye`: how right an eye of the catalogue's pictures is, trained five times, each without a fifth."""

from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog.pictures import Pictures
from cli.catalogue import prepare_quietly
from cli.measuring import show_metrics, told
from foundation.extras import need
from foundation.settings import Settings
from retrieval.index import Index
from training.eye import RECIPE
from training.eye_folds import measure_folds
from training.eye_pictures import read_shown


def run(args: Namespace, settings: Settings) -> int:
    """Measure and print a metric a line; returns the exit status."""
    for module in ("torch", "onnx", "onnxruntime"):
        need(module)
    prepare_quietly(settings)
    table = Index.open(settings.state).table
    shown = read_shown(table, Pictures(settings.images, settings.image_path), args.seed)
    with TemporaryDirectory(prefix="stylist-eye-") as folder:
        metrics = told(lambda tell: measure_folds(shown, Path(folder), RECIPE, args.seed, tell), "pictures")
    show_metrics(metrics, args)
    return 0

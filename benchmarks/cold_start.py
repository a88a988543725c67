"""Cold start: wall time and peak memory of a fresh `stylist --help` and `stylist search`. Prints JSON lines."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = [sys.executable, "-c", "import sys, app; sys.exit(app.main())"]


def run_once(arguments: list[str]) -> tuple[float, float]:
    """Run the console program; wall seconds and peak resident MB."""
    started = time.perf_counter()
    process = subprocess.Popen([*PROGRAM, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(arguments)} ended with {process.returncode}")
    return seconds, usage.ru_maxrss / 1024


def main() -> None:
    """Measure each verb `--runs` times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", default=os.environ.get("STYLIST_HOME", "~/.stylist"))
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    for arguments in (["--help"], ["search", "black dress", "--json", "--home", str(Path(args.home).expanduser())]):
        seconds, megabytes = zip(*(run_once(arguments) for _ in range(args.runs)), strict=True)
        figures = {"median_s": round(statistics.median(seconds), 3), "max_s": round(max(seconds), 3)}
        print(json.dumps({"benchmark": f"stylist {arguments[0]}", **figures, "rss_mb": round(max(megabytes))}))


if __name__ == "__main__":
    main()

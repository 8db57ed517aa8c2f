"""What a cache of forms already read could save: a run of December over a year of rehearsal forms, fresh process.

python tests/benchmarks/reading_again.py [--rounds 3]

For every shipped plan a year of forms is rehearsed; then `reportgen run` of its last month is started anew, as a clerk
starts it, and the CPU time spent between opening a form and having its `Filing` is counted apart. A cache that cost
nothing at all, not even looking up, would save that time and no more: the ratio printed is the most that any cache
could reach. Below 1.5 it does not pay for what it adds, and none is kept (issue 5, point 8).
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHILD = """
import sys, time
from reportgen import cli
from reportgen.intake import gather
real, spent = gather.receive, [0.0, 0]
def receive(*given):
    start = time.process_time()
    try:
        return real(*given)
    finally:
        spent[0] += time.process_time() - start
        spent[1] += 1
gather.receive = receive
try:
    cli.main(sys.argv[1:])
except SystemExit as ended:
    if ended.code not in (0, 1):
        raise
print(time.process_time(), *spent)
"""


def called(*arguments: str, child: str = "") -> str:
    """A command of ours in a process of its own; what it prints."""
    start = [sys.executable, "-c", child] if child else [sys.executable, "-m", "reportgen.cli"]
    path = os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run([*start, *arguments], capture_output=True, text=True, check=False, env=environment)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    return done.stdout


def measure(plan: str, year: int, folder: Path, rounds: int) -> None:
    """Rehearse a plan's year, run its last month again and again, print what reading cost."""
    called("rehearse", plan, str(year), "--quiet", "--inputs", str(ROOT / "inputs"),
           "--templates", str(ROOT / "templates"), "--outputs", str(folder))  # fmt: skip
    stage = next(folder.glob(f"*/演练-{year}"))
    months = sorted(path.name for path in (stage / "outputs").glob(f"*/{year}-*"))
    places = (
        "--inputs",
        str(stage / "inputs"),
        "--outputs",
        str(folder / "again"),
        "--templates",
        str(ROOT / "templates"),
    )
    command = ("run", "--quiet", "--period", months[-1], "--today", f"{year}-12-31", *places)
    called(*command)  # what is received for the first time is copied and entered; afterwards nothing is
    told = [called(*command, child=CHILD).split() for _ in range(rounds)]
    whole, reading = (statistics.median(float(one[i]) for one in told) for i in (0, 1))
    print(f"{plan} {months[-1]}: {told[0][2]} files, run {whole:.2f} s CPU, of which reading {reading:.2f} s; "
          f"a cache for nothing would make it {whole / (whole - reading):.2f} times as fast")  # fmt: skip


def main() -> None:
    """Every shipped plan."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    for plan, year in (
        ("江岸区2025年1号议案", 2025),
        ("江岸区科技创新提能三年行动", 2022),
        ("临空港科技创新提能2021年", 2021),
    ):
        with tempfile.TemporaryDirectory() as temporary:
            measure(plan, year, Path(temporary), rounds)


if __name__ == "__main__":
    main()

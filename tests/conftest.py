"""What tests of the documents share: the briefs that the program makes of the shipped forms, and the door to LibreOffice."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
import rendering
from shipped import jiangan_2022, jiangan_2025, linkong_2021
from wordfile import WordFile

ROOT: Final = Path(__file__).resolve().parents[1]
TODAY: Final = "2025-07-08"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tests marked `render` need LibreOffice."""
    if item.get_closest_marker("render"):
        rendering.demand()


@pytest.fixture
def true_widths() -> None:
    """For tests that depend on the widths of glyphs."""
    rendering.demand_metrics()


@dataclass(frozen=True)
class Briefs:
    """A plan's briefs of June and April and every unit's of June, other plans' briefs; the folders of two equal runs."""

    plan: WordFile
    april: WordFile
    units: tuple[WordFile, ...]
    others: tuple[WordFile, ...]
    letters: tuple[WordFile, ...]
    first: Path
    second: Path

    @property
    def everything(self) -> tuple[WordFile, ...]:
        """Every document."""
        return self.plan, self.april, *self.others, *self.units

    @property
    def shown(self) -> tuple[WordFile, ...]:
        """The plans' briefs and the shortest, a middling and the longest of the units'."""
        units = sorted(self.units, key=lambda unit: (len(unit.paragraphs), unit.name))
        return self.plan, *self.others, units[0], units[len(units) // 2], units[-1]


@pytest.fixture(scope="session")
def briefs(tmp_path_factory: pytest.TempPathFactory) -> Briefs:
    """Run the program on the shipped forms: June twice, as two programs that share nothing, April, and other plans."""
    folders = [tmp_path_factory.mktemp(name) for name in ("june", "june-again", "april", "three-years", "shared-out")]
    plans = [jiangan_2025] * 3 + [jiangan_2022, linkong_2021]
    months = ("2025-06", "2025-06", "2025-04", "2022-06", "2021-06")
    for run in [_start(folder, plan.FOLDER, month) for folder, plan, month in zip(folders, plans, months, strict=True)]:
        _, errors = run.communicate(timeout=120)
        assert run.returncode in (0, 1), errors.decode(errors="replace")
    june, again, april, *others = ({p.relative_to(f).as_posix(): p for p in f.rglob("*.docx")} for f in folders)
    assert june.keys() == again.keys()
    assert len(june) > 3
    return Briefs(
        plan=next(WordFile.read(path, "工作简报") for name, path in june.items() if _is_plan(name)),
        april=next(WordFile.read(path, "工作简报（4月）") for name, path in april.items() if _is_plan(name)),
        others=tuple(
            WordFile.read(path, f"工作简报（{plan.FOLDER}）")
            for made, plan in zip(others, plans[3:], strict=True)
            for name, path in made.items()
            if _is_plan(name)
        ),
        letters=tuple(WordFile.read(path) for name, path in sorted(june.items()) if _is_letter(name)),
        units=tuple(WordFile.read(path) for name, path in sorted(june.items()) if "/各单位/" in name),
        first=folders[0],
        second=folders[1],
    )


def _is_plan(name: str) -> bool:
    return name.endswith("/工作简报.docx")


def _is_letter(name: str) -> bool:
    return "/催报退回/" in name or "/收件回执/" in name or name.endswith("/报送情况通报.docx")


def _start(outputs: Path, plan: str, month: str) -> subprocess.Popen[bytes]:
    places: list[str | Path] = ["--inputs", ROOT / "inputs", "--templates", ROOT / "templates", "--outputs", outputs]
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "reportgen.cli",
            "run",
            *places,
            "--plan",
            plan,
            "--period",
            month,
            "--today",
            TODAY,
            "--quiet",
        ],
        env={**os.environ, "PYTHONHASHSEED": "random"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )

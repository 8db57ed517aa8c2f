"""A rehearsal of the year: plausible, the same every time, and nothing called a mistake that is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from shipped import jiangan_2022, jiangan_2025
from shipped.make import ROOT, inputs, plan_bytes, templates

from reportgen import rehearsal
from reportgen.batch import Desk, choose, examine_everything, load_plans
from reportgen.checks import check, check_between
from reportgen.checks.accepted import accept, known_before
from reportgen.checks.case import Case
from reportgen.forms.asked import form_of
from reportgen.intake.arrivals import Arrival
from reportgen.intake.reading import identity, read_filing
from reportgen.period import parse_month
from reportgen.plan.workbook import read_plan
from reportgen.rehearsal import Slip, rehearse
from reportgen.workbooks.read import UnreadableError, read

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from reportgen.checks.accepted import Accepted
    from reportgen.findings import Finding
    from reportgen.plan.model import Plan
    from reportgen.rehearsal import Rehearsed


@pytest.fixture(scope="module")
def plan() -> Plan:
    """岸政办〔2025〕5号."""
    return read_plan(read(plan_bytes()), "计划.xlsx")


@pytest.fixture(scope="module")
def year(plan: Plan) -> tuple[Rehearsed, ...]:
    """Its whole year."""
    return tuple(rehearse(plan, 2025))


def examined(
    plan: Plan, year: tuple[Rehearsed, ...], honest: list[Accepted] | None = None
) -> list[tuple[Rehearsed, tuple[Finding, ...]]]:
    """Every form that can be read with what the rules find in it, each beside the earlier ones of its unit.

    The accepted filings in which nothing was done wrong are added to `honest`.
    """
    from pathlib import Path  # noqa: PLC0415 -- a path that is never opened

    history: dict[str, tuple[Accepted, ...]] = {}
    found = []
    for one in year:
        try:
            book = read(one.content)
        except UnreadableError:
            continue
        known = identity(book, one.name, [plan], "")
        assert known.period is not None
        filing = read_filing(book, Arrival(one.name, Path(one.name), "0" * 64, 0.0), known, plan, known.department)
        past = tuple(a for a in history.get(known.department, ()) if a.filing.period < known.period)
        told = check(Case(filing, form_of(plan, known.period, known.department, known_before(past)), past))
        found.append((one, told))
        kept = accept(filing, told)
        if kept is not None:
            history[known.department] = (*past, kept)
            if honest is not None and one.slip is None:
                honest.append(kept)
    return found


def test_honest_forms_are_called_honest(plan: Plan, year: tuple[Rehearsed, ...]) -> None:
    """On the clean forms of a whole year no 退回, no 错误 and no 核实 at all."""
    told = [f for one, findings in examined(plan, year) if one.slip is None for f in findings]
    assert [f.message for f in told if f.is_owed] == []


def test_honest_forms_do_not_contradict_each_other(plan: Plan, year: tuple[Rehearsed, ...]) -> None:
    """Between the clean forms of a month nothing is asked about."""
    honest: list[Accepted] = []
    examined(plan, year, honest)
    for month in plan.form_months:
        filings = [accepted for accepted in honest if accepted.filing.period == month]
        assert len(filings) > 5
        assert [f.message for f in check_between(plan, month, filings)] == []


def test_a_hundred_clean_forms_are_let_pass(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a year in which nobody errs nothing is sent back, corrected or asked, and nothing is said to be tidied."""
    monkeypatch.setattr(rehearsal, "_slips", lambda *_: {})
    told = examined(plan, tuple(rehearse(plan, 2025)))
    assert len(told) >= 100
    assert [finding.message for _, findings in told for finding in findings] == []


def test_slips_of_every_kind_are_made_and_found(plan: Plan, year: tuple[Rehearsed, ...]) -> None:
    """Some units are late, some missing, some wrong on purpose; what is wrong is found."""
    found: dict[Slip | None, set[str]] = {}
    for one, findings in examined(plan, year):
        found.setdefault(one.slip, set()).update(f.rule.code for f in findings)
    expected = {
        Slip.UNIT_IN_CELL: "T103",
        Slip.FULL_WIDTH: "T103",
        Slip.APPROXIMATE: "T125",
        Slip.LOCKED_CHANGED: "S113",
        Slip.UNSIGNED: "T133",
        Slip.BLANK_FORM: "S126",
        Slip.BLANK_VALUE: "T102",
        Slip.FALL: "H102",
        Slip.NO_PROGRESS_TEXT: "T131",
        Slip.NO_MEASURE: "T132",
    }
    assert {slip: code for slip, code in expected.items() if code not in found.get(slip, set())} == {}
    assert len({one.slip for one in year}) >= 6
    months = {one.name.partition("/")[0] for one in year}
    assert months == {str(month) for month in plan.form_months}


def test_a_year_rehearsed_again_is_the_same(plan: Plan, year: tuple[Rehearsed, ...]) -> None:
    """The same plan and year give the same bytes; another year another rehearsal."""
    assert tuple(rehearse(plan, 2025)) == year
    other = replace(plan, basics=replace(plan.basics, code="别的计划"))
    assert tuple(one.content for one in rehearse(other, 2025)) != tuple(one.content for one in year)


def _parts(content: bytes) -> object:
    """What a workbook or document holds, whatever squeezed it."""
    import io  # noqa: PLC0415 -- only here
    import zipfile  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile:
        return content[:200]


@pytest.mark.parametrize(("folder", "made"), [("inputs", inputs), ("templates", templates)])
def test_what_is_shipped_is_what_the_program_makes(folder: str, made: object) -> None:
    """The shipped forms come from the rehearsal and the templates from the house format, to the letter."""
    assert callable(made)
    fresh: dict[str, bytes] = dict(made())
    there: dict[str, Path] = {
        path.relative_to(ROOT / folder).as_posix(): path for path in (ROOT / folder).rglob("*") if path.is_file()
    }
    assert set(there) == set(fresh)
    for name, content in fresh.items():
        assert _parts(there[name].read_bytes()) == _parts(content), f"{name} is old: python tests/shipped/make.py"


# ---- the shipped plan against the notice


def test_the_shipped_plan_has_everything_that_the_notice_sets(plan: Plan) -> None:
    """14 tasks, eight figures of chapter 一, the figures inside the tasks, stages and reporting months."""
    assert [task.code for task in plan.tasks] == [
        *("二-1-1", "二-1-2"),
        *("二-2-1", "二-2-2", "二-2-3", "二-2-4"),
        *("二-3-1", "二-3-2", "二-3-3", "二-3-4"),
        *("二-4-1", "二-4-2", "二-4-3", "二-4-4"),
    ]
    figures = {i.code: (i.targets[0].value, i.unit, i.comparison.value) for i in plan.indicators}
    assert [str(figures[f"Z0{n}"][0]) for n in range(1, 9)] == ["50", "235", "7.5", "3", "20", "400", "50", "20"]
    assert [str(figures[code][0]) for code in ("R01", "R02")] == ["4", "15"]
    assert figures["Z06"][1:] == ("亿元", ">")
    assert [(s.name, str(s.first), str(s.last)) for s in plan.stages] == [
        ("工作部署阶段", "2025-03", "2025-03"),
        ("办理落实阶段", "2025-04", "2025-10"),
        ("总结汇报阶段", "2025-11", "2025-12"),
    ]
    assert [str(month) for month in plan.brief_months] == [f"2025-{month:02d}" for month in range(4, 11)]
    assert plan.asks_summary(parse_month("2025-06"))
    assert plan.basics.demonstration


def test_every_unit_that_the_notice_names_is_there(plan: Plan) -> None:
    """Under the notice's own names; its second spelling of the office is an alias."""
    assert len(plan.reporting_departments) == 17
    office = plan.department("区委区人民政府办公室")
    assert office is not None
    assert office.name == "区委〈区人民政府〉办公室"
    group = plan.department("各街道办事处")
    assert group is not None
    assert len(group.members) == 6


def test_what_the_notice_leaves_open_is_marked(plan: Plan) -> None:
    """待确认 stands beside everything that the notice does not say."""
    assert all("待确认" in indicator.note for indicator in plan.indicators)
    assert all("待确认" in task.note for task in plan.tasks)
    assert all("待确认" in milestone.note for milestone in plan.milestones)
    assert all("待确认" in row.note for row in plan.calendar)
    assert jiangan_2025.FOLDER == "江岸区2025年1号议案"


def test_six_hundred_clean_forms_of_two_plans_owe_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three years of one plan and one of another, read as an office reads them: no 退回, no 错误 and no 核实 at all."""
    monkeypatch.setattr(rehearsal, "_slips", lambda *_: {})
    counts = [
        _clean_year(tmp_path / one.FOLDER / str(year), one, year)
        for one in (jiangan_2025, jiangan_2022)
        for year in _years(one)
    ]
    assert sum(counts) >= 600


def _years(module: ModuleType) -> list[int]:
    one = read_plan(read(plan_bytes(module)), "计划.xlsx")
    return sorted({month.year for month in one.form_months})


def _clean_year(root: Path, module: ModuleType, year: int) -> int:
    """Rehearse a year without slips, read all of it, and count the forms that owe nothing."""
    folder = root / "inputs" / module.FOLDER
    folder.mkdir(parents=True)
    content = plan_bytes(module)
    (folder / "计划.xlsx").write_bytes(content)
    forms = list(rehearse(read_plan(read(content), "计划.xlsx"), year))
    for form in forms:
        path = folder / form.name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(form.content)
    desk = Desk(root / "inputs", root / "outputs", ROOT / "templates", datetime(2026, 1, 1))  # noqa: DTZ001 -- a fixed day
    plans = load_plans(desk.inputs)
    (everything,) = examine_everything(desk, plans, choose(plans, None), lambda _: None)
    assert [f.message for f in everything.findings if f.is_owed] == []
    return len(forms)

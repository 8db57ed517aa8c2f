"""Everything below inputs/: the plans, the forms that came in with the version that counts, and what was passed over."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.findings import Place, shown
from reportgen.forms.definition import COVER, COVER_MONTH, DAY
from reportgen.intake.arrivals import Skipped, arrival, reason_to_skip, walk
from reportgen.intake.reading import Identity, contradictions, identity, looks_like_a_form, read_filing
from reportgen.plan.in_force import in_force
from reportgen.plan.model import Grade, PlanError, PlanFinding
from reportgen.plan.sheets import BASICS
from reportgen.plan.workbook import is_plan, read_plan
from reportgen.workbooks.read import Trouble, UnreadableError, read

if TYPE_CHECKING:
    from reportgen.intake.arrivals import Arrival
    from reportgen.intake.filings import Filing
    from reportgen.intake.register import Register
    from reportgen.plan.model import Plan
    from reportgen.workbooks.cells import Workbook

_PLAN_WORD: Final = "计划"
_PLAN_MARK: Final = BASICS.name.encode()
Watch = Callable[[str], None]
"""Told the name of each file before it is read."""


@dataclass(frozen=True, slots=True)
class PlanFolder:
    """A folder below inputs/ with its plan; `path` opens the plan's workbook, whatever its name can be shown as."""

    name: str
    file: str
    sha256: str
    plan: Plan
    path: Path


@dataclass(frozen=True, slots=True)
class BrokenPlan:
    """Folders below inputs/ whose plan cannot be used, and what is wrong."""

    names: tuple[str, ...]
    error: PlanError


@dataclass(frozen=True, slots=True)
class Plans:
    """Every plan below inputs/, and those that cannot be read."""

    folders: tuple[PlanFolder, ...]
    broken: tuple[BrokenPlan, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The folders that belong to a plan."""
        return frozenset((*(f.name for f in self.folders), *(name for b in self.broken for name in b.names)))


@dataclass(frozen=True)
class Received:
    """One form that came in and what is known of it; later fields stay blank where an earlier step failed."""

    arrival: Arrival
    trouble: UnreadableError | None = None
    identity: Identity | None = None
    plan: Plan | None = None
    department: str = ""
    filing: Filing | None = None
    same_as: str = ""
    replaced_by: str = ""
    kept_instead: str = ""
    contradictions: tuple[tuple[Place, str], ...] = ()
    received: date | None = None
    inferred: bool = False
    content: bytes = field(default=b"", compare=False, repr=False)

    @property
    def place(self) -> Place:
        """The file."""
        return Place(self.arrival.file)

    @property
    def name(self) -> str:
        """The file's name without its folders."""
        return self.arrival.file.rpartition("/")[2]

    @property
    def counts(self) -> bool:
        """Whether this is the version that counts."""
        return self.filing is not None and not (self.same_as or self.replaced_by or self.kept_instead)


# ---- plans


def find_plans(inputs: Path) -> Plans:
    """The plan of every folder directly below inputs/; one that cannot be used hides no other."""
    found: list[PlanFolder] = []
    broken: list[BrokenPlan] = []
    for folder in sorted(path for path in inputs.iterdir() if path.is_dir() and not path.name.startswith(".")):
        try:
            found += _plan_of(folder, inputs)
        except PlanError as error:
            broken.append(BrokenPlan((shown(folder.name),), error))
    twins = _same_code(found)
    doubtful = {name for one in twins for name in one.names}
    return Plans(tuple(f for f in found if f.name not in doubtful), (*broken, *twins))


def _plan_of(folder: Path, inputs: Path) -> tuple[PlanFolder, ...]:
    """The plan of a folder, nothing for a folder without one; raises `PlanError`."""
    here, damaged = _plan_workbooks(folder)
    if len(here) > 1:
        files = "、".join(shown(path.name) for path, _, _ in here)
        message = f"文件夹“{shown(folder.name)}”里有{len(here)}个计划：{files}"
        raise _plan_error(here[1][0], inputs, message, "一个文件夹只放一个计划，请把多余的移走。")
    if not here and damaged:
        path, trouble = damaged[0]
        message = f"{Place(shown(f'{folder.name}/{path.name}'))}打不开：{trouble}"
        raise _plan_error(path, inputs, message, "请用Excel或WPS打开确认，另存为.xlsx后放回原处。")
    return tuple(
        PlanFolder(shown(folder.name), came.file, came.sha256, read_plan(workbook, came.file), path)
        for path, content, workbook in here
        for came in (arrival(path, inputs, content),)
    )


def _plan_error(path: Path, inputs: Path, message: str, fix: str) -> PlanError:
    place = Place(shown(path.relative_to(inputs).as_posix()))
    return PlanError((PlanFinding(Grade.MUST, "J100", place, message, fix),))


def _same_code(found: Sequence[PlanFolder]) -> Iterator[BrokenPlan]:
    """Plans that share a 计划编号: nobody can say whose a form is."""
    by_code: dict[str, list[PlanFolder]] = {}
    for folder in found:
        by_code.setdefault(folder.plan.basics.code, []).append(folder)
    for code, (first, *others) in by_code.items():
        if others:
            place = others[0].plan.basics.place("计划编号")
            message = f"{place}与「{first.file}」的计划编号相同（{code}）"
            fix = "每个计划用不同的计划编号，填报表靠它分清。"
            error = PlanError((PlanFinding(Grade.MUST, "J100", place, message, fix),))
            yield BrokenPlan((first.name, *(other.name for other in others)), error)


def _plan_workbooks(folder: Path) -> tuple[list[tuple[Path, bytes, Workbook]], list[tuple[Path, Trouble]]]:
    """The plan workbooks directly in a folder, whatever they are called, and what is called a plan and unreadable."""
    found: list[tuple[Path, bytes, Workbook]] = []
    damaged: list[tuple[Path, Trouble]] = []
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        # Nobody may look into this folder; it is listed among what was passed over.
        return found, damaged
    for path in paths:
        if path.is_dir() or reason_to_skip(path):
            continue
        try:
            content = path.read_bytes()
            workbook = read(content, merges=True) if _may_be_a_plan(path, content) else None
        except (OSError, UnreadableError) as fault:
            if _PLAN_WORD in path.stem:
                damaged.append((path, fault.trouble if isinstance(fault, UnreadableError) else Trouble.LOCKED))
            continue
        if workbook is not None and is_plan(workbook):
            found.append((path, content, workbook))
    return found, damaged


def read_plan_file(path: Path) -> Plan:
    """The plan of one workbook; raises `PlanError`."""
    place = Place(shown(path.name))
    try:
        workbook = read(path.read_bytes(), merges=True)
    except (OSError, UnreadableError) as trouble:
        why = trouble.trouble.value if isinstance(trouble, UnreadableError) else "文件不存在或没有权限"
        message, fix = f"{place}打不开：{why}", "请核对文件名，用Excel或WPS打开确认。"
        raise PlanError((PlanFinding(Grade.MUST, "J100", place, message, fix),)) from trouble
    return read_plan(workbook, path.name)


def _may_be_a_plan(path: Path, content: bytes) -> bool:
    """A look at the sheet names only, so that the forms beside a plan are not read twice."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _PLAN_MARK in archive.read("xl/workbook.xml")
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, RuntimeError):
        return _PLAN_WORD in path.stem


# ---- forms


def gather(
    inputs: Path,
    plans: Sequence[PlanFolder],
    register: Mapping[str, Register],
    today: date,
    watch: Watch,
    more: Sequence[Path] = (),
) -> tuple[tuple[Received, ...], tuple[Skipped, ...]]:
    """Read every spreadsheet below inputs/, and `more` that lie elsewhere.

    `register` is by 计划编号, `watch` is told each file before it is read.
    """
    received: list[Received] = []
    skipped: list[Skipped] = []
    own = {folder.file for folder in plans}
    below = tuple(walk(inputs))
    for found in (*below, *_elsewhere(inputs, below, more)):
        if isinstance(found, Skipped):
            skipped.append(found)
        elif _relative(found, inputs) in own:
            skipped.append(Skipped(_relative(found, inputs), "计划本身"))
        else:
            watch(shown(found.name))
            one = receive(found, inputs, plans)
            if isinstance(one, Skipped):
                skipped.append(one)
            else:
                received.append(one)
    dated = [_dated(one, register, today) for one in received]
    return tuple(_versions(dated, register)), tuple(skipped)


def _elsewhere(inputs: Path, below: Sequence[Path | Skipped], more: Sequence[Path]) -> Iterator[Path | Skipped]:
    """The files named that were not found below inputs/ anyway, each once, called as they were named."""
    there = {_path(one, inputs).resolve() for one in below} if more else set()
    for named in more:
        inside = [_named(one, named) for one in walk(named)] if named.is_dir() else [_one_file(named)]
        for one in inside:
            where = _path(one, Path()).resolve()
            if where not in there:
                there.add(where)
                yield one


def _one_file(path: Path) -> Path | Skipped:
    reason = reason_to_skip(path)
    return Skipped(shown(str(path)), reason) if reason else path


def _named(found: Path | Skipped, folder: Path) -> Path | Skipped:
    """What was found in a folder elsewhere, called by its whole path."""
    return replace(found, file=shown(str(folder / found.file))) if isinstance(found, Skipped) else found


def _path(found: Path | Skipped, inputs: Path) -> Path:
    return inputs / found.file if isinstance(found, Skipped) else found


def _relative(path: Path, inputs: Path) -> str:
    return shown(path.relative_to(inputs).as_posix() if path.is_relative_to(inputs) else str(path))


def receive(path: Path, inputs: Path, plans: Sequence[PlanFolder]) -> Received | Skipped:
    """Read one file as far as it goes."""
    try:
        content = path.read_bytes()
    except OSError:
        return _unread(arrival(path, inputs, None), UnreadableError(Trouble.LOCKED), plans)
    came = arrival(path, inputs, content)
    try:
        workbook = read(content)
    except UnreadableError as trouble:
        return _unread(came, trouble, plans)
    if is_plan(workbook):
        return Skipped(came.file, "计划工作簿，不在计划文件夹的第一层，没有使用")
    if not looks_like_a_form(workbook):
        return Skipped(came.file, "不是填报表（没有填报表的栏目）")
    return replace(_form(came, workbook, plans), content=content)


def open_alone(path: Path) -> tuple[Arrival, Workbook | UnreadableError]:
    """One file by itself: its values, or why there are none."""
    try:
        content = path.read_bytes()
        return arrival(path, path.parent, content), read(content)
    except OSError:
        return arrival(path, path.parent, None), UnreadableError(Trouble.LOCKED)
    except UnreadableError as trouble:
        return arrival(path, path.parent, content), trouble


def _unread(came: Arrival, trouble: UnreadableError, plans: Sequence[PlanFolder]) -> Received:
    """An unreadable file is told to the unit whose name it bears, so that it is never just missing."""
    one = Received(came, trouble)
    home = next((folder.plan for folder in plans if folder.name == came.folder), None)
    return one if home is None else at_home(one, home)


def at_home(one: Received, plan: Plan) -> Received:
    """A file that nobody can read as a file of this plan, and of the unit whose name it bears."""
    return replace(one, plan=plan, department=_named_in(one.arrival.file, plan))


def _named_in(file: str, plan: Plan) -> str:
    name = file.rpartition("/")[2]
    found = max((n for n in plan.department_by_any_name if n in name), key=len, default="")
    department = plan.department(found)
    return department.name if department else ""


def _form(came: Arrival, workbook: Workbook, plans: Sequence[PlanFolder]) -> Received:
    home = next((folder.plan.basics.code for folder in plans if folder.name == came.folder), "")
    known = identity(workbook, came.file, [folder.plan for folder in plans], home)
    plan = next((folder.plan for folder in plans if folder.plan.basics.code == known.plan), None)
    if plan is None:
        return Received(came, identity=known)
    if known.period is not None:
        plan = in_force(plan, known.period)
    department = plan.department(known.department)
    name = department.name if department in plan.reporting_departments and department else ""
    if not name or known.period not in plan.form_months:
        return Received(came, identity=known, plan=plan, department=name)
    other = contradictions(workbook, came.file, known, plan)
    if other:
        whose = name if all(place.label == COVER_MONTH for place, _ in other) else ""
        return Received(came, identity=known, plan=plan, department=whose, contradictions=other)
    filing = read_filing(workbook, came, known, plan, name)
    return Received(came, identity=known, plan=plan, department=name, filing=filing)


def _dated(one: Received, register: Mapping[str, Register], today: date) -> Received:
    if one.filing is None or one.plan is None:
        return one
    signed = one.filing.entry(COVER, "", DAY)
    day = signed.value if signed is not None else None
    receipt = register[one.plan.basics.code].receipt(
        one.arrival.sha256,
        day if isinstance(day, date) else None,
        one.plan.due(one.filing.period),
        today,
    )
    return replace(one, received=receipt.day, inferred=receipt.inferred)


def _versions(received: Iterable[Received], register: Mapping[str, Register]) -> Iterator[Received]:
    """Of several forms of one department and month the one received last counts; the others name it.

    A form that goes back as a whole never replaces one that can be used.
    """
    last: dict[tuple[str, str, str], Received] = {}
    first_of: dict[str, str] = {}
    everything = list(received)
    in_order = sorted(everything, key=lambda r: _order(r, register))
    for one in in_order:
        if one.filing is None:
            continue
        former = last.get(_slot(one))
        if former is None or former.filing is None or former.filing.is_blank or not one.filing.is_blank:
            last[_slot(one)] = one
    for one in everything:
        if one.filing is None:
            yield one
            continue
        same = first_of.setdefault(one.arrival.sha256, one.arrival.file)
        winner = last[_slot(one)]
        if winner.arrival.sha256 == one.arrival.sha256:
            yield one if same == one.arrival.file else replace(one, same_as=same)
        elif in_order.index(one) > in_order.index(winner):
            yield replace(one, kept_instead=winner.arrival.file)
        else:
            yield replace(one, replaced_by=winner.arrival.file)


def _slot(one: Received) -> tuple[str, str, str]:
    code = one.plan.basics.code if one.plan else ""
    return code, one.department, str(one.filing.period) if one.filing else ""


def _order(one: Received, register: Mapping[str, Register]) -> tuple[str, str, float, str]:
    seen = register[one.plan.basics.code].seen.get(one.arrival.sha256) if one.plan else None
    day = one.received.isoformat() if one.received else ""
    return day, seen.isoformat() if seen else "9999", one.arrival.modified, one.arrival.file

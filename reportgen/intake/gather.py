"""Everything below inputs/: the plans, the forms that came in with the version that counts, and what was passed over."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.findings import Place, shown
from reportgen.forms.definition import COVER, COVER_MONTH, DAY
from reportgen.intake.arrivals import Skipped, arrival, reason_to_skip, walk
from reportgen.intake.reading import Identity, contradictions, identity, looks_like_a_form, read_filing
from reportgen.intake.register import Receipt
from reportgen.plan.in_force import in_force
from reportgen.plan.model import Grade, PlanError, PlanFinding
from reportgen.plan.sheets import BASICS
from reportgen.plan.workbook import is_plan, read_plan
from reportgen.workbooks.read import Trouble, UnreadableError, read

if TYPE_CHECKING:
    from reportgen.intake.arrivals import Arrival
    from reportgen.intake.filings import Filing
    from reportgen.intake.register import Register
    from reportgen.plan.model import Plan, Waiver
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


@dataclass(frozen=True, slots=True)
class Lock:
    """A form first seen after 锁定日: the last day on which it would have counted, when it came, what counts instead."""

    day: date
    came: date
    instead: str = ""


@dataclass(frozen=True)
class Received:
    """One form that came in and what is known of it; later fields stay blank where an earlier step failed.

    `first` is the receipt of the first usable version of its unit and month, by which punctuality goes; `seen` the
    moment of its own in 收件登记, None where no run has seen it before; `chosen` the row of 豁免 that names it;
    `archived` says that only its copy in 收件 is left.
    """

    arrival: Arrival
    trouble: UnreadableError | None = None
    identity: Identity | None = None
    plan: Plan | None = None
    department: str = ""
    filing: Filing | None = None
    same_as: str = ""
    replaced_by: str = ""
    kept_instead: str = ""
    set_aside: str = ""
    locked: Lock | None = None
    contradictions: tuple[tuple[Place, str], ...] = ()
    received: date | None = None
    inferred: bool = False
    first: Receipt | None = None
    seen: datetime | None = None
    chosen: Waiver | None = None
    archived: bool = False
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
        return self.filing is not None and not (
            self.same_as or self.replaced_by or self.kept_instead or self.set_aside or self.locked
        )


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
    received += _former(received, plans, register)
    dated = [_dated(one, register, today) for one in received]
    return tuple(_versions(dated, today)), tuple(skipped)


def _former(
    received: Sequence[Received], plans: Sequence[PlanFolder], register: Mapping[str, Register]
) -> Iterator[Received]:
    """Versions of which only the copy in 收件 is left, since another file was laid over them.

    What was taken out of inputs/ altogether is no version any more.
    """
    present = {one.arrival.sha256 for one in received}
    slots = {_slot(one) for one in received if one.filing is not None}
    months = {month for _, _, month in slots}
    for folder in plans:
        for digest, path in register[folder.plan.basics.code].copies.items():
            if digest in present or path.parent.name not in months:
                continue
            one = receive(path, path.parents[2], plans, folder.plan.basics.code)
            if isinstance(one, Received) and one.filing is not None and _slot(one) in slots:
                yield replace(one, archived=True)


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


def receive(path: Path, inputs: Path, plans: Sequence[PlanFolder], home: str = "") -> Received | Skipped:
    """Read one file as far as it goes; `home` is the 计划编号 of its folder where that does not tell."""
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
    return replace(_form(came, workbook, plans, home), content=content)


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


def _form(came: Arrival, workbook: Workbook, plans: Sequence[PlanFolder], home: str) -> Received:
    home = home or next((folder.plan.basics.code for folder in plans if folder.name == came.folder), "")
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
    known = register[one.plan.basics.code]
    receipt = known.receipt(
        one.arrival.sha256, day if isinstance(day, date) else None, one.plan.due(one.filing.period), today
    )
    return replace(
        one,
        received=receipt.day,
        inferred=receipt.inferred,
        seen=known.seen.get(one.arrival.sha256),
        chosen=one.plan.waiver(_names(one), one.department, one.filing.period),
    )


def _names(one: Received) -> tuple[str, ...]:
    """What 豁免 may call a file: by its name, with or without the ending, or by its way below inputs/."""
    return one.name, one.name.rpartition(".")[0], one.arrival.file, one.arrival.file.partition("/")[2]


# ---- which version counts


def _versions(received: Sequence[Received], today: date) -> Iterator[Received]:
    """Of several forms of one department and month the one received last counts; the others name it.

    A form that goes back as a whole never replaces one that can be used; what came after 锁定日 replaces nothing,
    and what 豁免 names comes before all others.
    """
    begun: dict[tuple[str, str], date] = {}
    slots: dict[tuple[str, str, str], list[Received]] = {}
    for one in received:
        if one.filing is not None:
            code, _, month = slot = _slot(one)
            slots.setdefault(slot, []).append(one)
            begun[code, month] = min(begun.get((code, month), date.max), _day_seen(one, today))
    judged: dict[str, Received | None] = {}
    for (code, _, month), versions in slots.items():
        for one in _judged(sorted(versions, key=order_of_receipt), begun[code, month], today):
            judged[one.arrival.file] = one
    first_of: dict[str, str] = {}
    for one in received:
        same = first_of.setdefault(one.arrival.sha256, one.arrival.file) if one.filing is not None else ""
        found = judged.get(one.arrival.file) if one.filing is not None else one
        if found is not None:
            yield replace(found, same_as=same) if found.counts and same != one.arrival.file else found


def _judged(versions: Sequence[Received], begun: date, today: date) -> Iterator[Received]:
    """The versions of one unit and month, in the order of receipt, each with what became of it."""
    versions = [_locked(_seen_coming(one, versions[0]), versions[0], begun, today) for one in versions]
    winner = _winner(versions)
    usable = [one for one in versions if _can_be_used(one) and one.locked is None]
    first = Receipt(usable[0].received, inferred=usable[0].inferred) if usable and usable[0].received else None
    place = versions.index(winner) if winner else len(versions)
    for number, one in enumerate(versions):
        told = replace(one, first=first)
        file = winner.arrival.file if winner else ""
        if one.locked is not None:
            yield replace(told, locked=replace(one.locked, instead=file))
        elif winner is None or one.arrival.sha256 == winner.arrival.sha256:
            yield told
        elif winner.chosen is not None:
            yield replace(told, set_aside=file)
        elif number < place:
            yield replace(told, replaced_by=file)
        elif not one.archived:
            # A copy that came after the one that counts was taken out of inputs/ by somebody.
            yield replace(told, kept_instead=file)


def _winner(versions: Sequence[Received]) -> Received | None:
    """The version that counts: the one that 豁免 names, else the last of those in inputs/ that can be used."""
    free = [one for one in versions if one.locked is None]
    for choice in (
        [one for one in free if one.chosen],
        [one for one in free if _can_be_used(one) and not one.archived],
        [one for one in free if _can_be_used(one)],
        free,
    ):
        if choice:
            return choice[-1]
    return None


def _can_be_used(one: Received) -> bool:
    """A blank form goes back as a whole."""
    return one.filing is not None and not one.filing.is_blank


def _seen_coming(one: Received, earliest: Received) -> Received:
    """A correction that a later run saw coming was received on that day, whatever day was written on it."""
    if one.inferred and one.seen is not None and earliest.seen is not None and one.seen > earliest.seen:
        return replace(one, received=one.seen.date(), inferred=False)
    return one


def _locked(one: Received, earliest: Received, begun: date, today: date) -> Received:
    """Shut out what was first seen after 锁定日, unless 豁免 lets it in.

    A month that no run saw before it was locked is open to the run that sees it first: nothing of it was published.
    """
    if one.plan is None or one.filing is None or one.chosen is not None:
        return one
    lock, came = one.plan.lock(one.filing.period), _day_seen(one, today)
    later = _moment(earliest) < _moment(one)
    return replace(one, locked=Lock(lock, came)) if came > lock and (begun <= lock or later) else one


def _day_seen(one: Received, today: date) -> date:
    return one.seen.date() if one.seen else today


def _moment(one: Received) -> datetime:
    return one.seen or datetime.max  # noqa: DTZ901 -- later than every moment of the office's own clock


def _slot(one: Received) -> tuple[str, str, str]:
    code = one.plan.basics.code if one.plan else ""
    return code, one.department, str(one.filing.period) if one.filing else ""


def order_of_receipt(one: Received) -> tuple[datetime, date, float, str]:
    """First seen by a run; of those that one run saw first, the later day inferred, the later change, the name."""
    return _moment(one), one.received or date.max, one.arrival.modified, one.arrival.file

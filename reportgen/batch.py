"""The whole pipeline for one month: read everything, check it, set it against the plan, write every document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reportgen.checks import check, check_file
from reportgen.checks.accepted import accept, known_before
from reportgen.checks.case import Case
from reportgen.checks.files import month_of_folder
from reportgen.checks.verdict import Presence, Verdict, turnout, verdict_of
from reportgen.forms.asked import form_of, forms_of, safe_name
from reportgen.forms.definition import INDICATORS
from reportgen.forms.workbook import write_form
from reportgen.intake.filings import state_of
from reportgen.intake.gather import PlanFolder, Received, find_plans, gather, read_plan_file
from reportgen.intake.register import Line, Register, RegisterError, Writing, decoded, lines, parse
from reportgen.period import Period, month_of
from reportgen.plan.contradictions import examine, refuse_unusable
from reportgen.plan.model import PlanError
from reportgen.publishing import KEPT, RECORD, Published, append, publish
from reportgen.rehearsal import rehearse
from reportgen.reports.account import account
from reportgen.reports.books import Outcome, findings_book, sources_book
from reportgen.reports.brief import KIND, NAMES, brief
from reportgen.word.compile import Template, compile_template
from reportgen.word.render import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from reportgen.checks.accepted import Accepted, History
    from reportgen.findings import Finding
    from reportgen.intake.arrivals import Skipped
    from reportgen.plan.model import Plan, PlanFinding
    from reportgen.reports.account import Account
    from reportgen.reports.provenance import Printed, Report

REGISTER: Final = Path("收件") / "收件登记.csv"
FORMS, DEPARTMENTS = "填报表", "各单位"
FINDINGS_BOOK, SOURCES_BOOK, LEDGER_BOOK = "校验结果.xlsx", "数据出处.xlsx", "台账.xlsx"
RUN_FILES: Final = (
    (f"{KIND}.docx", "计划的月度简报"),
    (f"{DEPARTMENTS}/<单位>-{KIND}.docx", "表能用的单位各一份"),
    (FINDINGS_BOOK, "要办的事、各单位报送情况、收到的文件、已按什么读取等提示"),
    (LEDGER_BOOK, "当月每项指标、任务、节点各一行，以及逐月数据"),
    (SOURCES_BOOK, "简报里的每个数和每段原话出自哪个文件的哪一格"),
    (f"{KEPT}/", "您改过、又被新结果替换的文件"),
    (RECORD, "读了什么、查出什么、写出什么，供程序读取"),
)
"""What stands in the folder of a month, and what it is for."""


class CallError(Exception):
    """The call cannot be carried out; nothing was made. The message is a Chinese sentence for the user."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where things lie, and what day it is."""

    inputs: Path
    outputs: Path
    templates: Path
    now: datetime

    @property
    def today(self) -> date:
        """The day that stands for the clock."""
        return self.now.date()


@dataclass(frozen=True)
class Examined:
    """Everything that came in for one plan, checked month by month."""

    folder: PlanFolder
    received: tuple[Received, ...]
    skipped: tuple[Skipped, ...]
    findings: tuple[Finding, ...]
    verdicts: dict[str, Verdict]
    history: History

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.folder.plan


@dataclass(frozen=True)
class Result:
    """What a run made for one plan and month."""

    examined: Examined
    month: Period
    account: Account
    outcome: Outcome
    published: Published

    @property
    def owes(self) -> bool:
        """Whether a form is missing or something must go back to a department."""
        absent = any(t.presence in (Presence.MISSING, Presence.RETURNED) for t in self.outcome.turnout)
        return absent or any(finding.is_owed for finding in self.outcome.findings)


# ---- plans


def load_plans(inputs: Path) -> tuple[PlanFolder, ...]:
    """Every plan below inputs/; raises `PlanError` for one that cannot be read, `CallError` where there is none."""
    if not inputs.is_dir():
        raise CallError(f"找不到输入文件夹“{inputs}”。请在放着inputs文件夹的目录里运行，或用--inputs指明。")
    found = find_plans(inputs)
    if not found:
        raise CallError(f"“{inputs}”里没有计划。请把计划工作簿放进输入文件夹下的一个文件夹里。")
    return found


def choose(plans: Sequence[PlanFolder], name: str | None) -> tuple[PlanFolder, ...]:
    """The plan of a name (folder, else 计划编号, else 简称), or all; raises `PlanError` for one that contradicts itself."""
    chosen = tuple(plans) if name is None else _named(plans, name)
    for folder in chosen:
        refuse_unusable(examine(folder.plan))
    return chosen


def _named(plans: Sequence[PlanFolder], name: str) -> tuple[PlanFolder, ...]:
    for names in zip(*((f.name, f.plan.basics.code, f.plan.basics.short) for f in plans), strict=True):
        found = tuple(folder for folder, own in zip(plans, names, strict=True) if own == name)
        if len(found) == 1:
            return found
        if found:
            raise CallError(f"有{len(found)}个计划叫“{name}”，请写文件夹名：{'、'.join(f.name for f in found)}。")
    raise CallError(f"没有找到计划“{name}”。现有计划：{'、'.join(f.name for f in plans)}。")


# ---- reading and checking


def examine_everything(
    desk: Desk,
    plans: Sequence[PlanFolder],
    chosen: Sequence[PlanFolder],
    watch: Callable[[str], None],
    more: Sequence[Path] = (),
) -> tuple[Examined, ...]:
    """Read every spreadsheet below inputs/, and `more` from elsewhere; check what belongs to the plans chosen."""
    registers = {folder.plan.basics.code: _register(desk, folder)[0] for folder in plans}
    received, skipped = gather(desk.inputs, plans, registers, desk.today, watch, more)
    return tuple(_examined(folder, received, skipped) for folder in chosen)


def _register(desk: Desk, folder: PlanFolder) -> tuple[Register, Writing]:
    """收件登记 of a plan and how it is written; raises `CallError` where nobody can tell what was received when."""
    path = desk.outputs / folder.name / REGISTER
    try:
        text, writing = decoded(path.read_bytes() if path.is_file() else b"")
        return parse(text, desk.today), writing
    except OSError as e:
        message = f"收件登记“{path}”打不开，可能正在Excel或WPS里打开，或没有权限。请关闭后再运行一次，什么也没有生成。"
        raise CallError(message) from e
    except RegisterError as e:
        message = f"收件登记“{path}”读不懂，没法知道哪些表以前收到过。请恢复原来的文件，或把它移到别处后再运行，什么也没有生成。"
        raise CallError(message) from e


def _examined(folder: PlanFolder, everything: Sequence[Received], skipped: Sequence[Skipped]) -> Examined:
    # The plan of a file may be another reading of the same workbook: plans are told apart by their 计划编号.
    own = tuple(one for one in everything if _belongs(one, folder))
    findings: list[Finding] = []
    verdicts: dict[str, Verdict] = {}
    history: dict[str, tuple[Accepted, ...]] = {}
    for one in sorted(own, key=lambda r: (r.filing.period if r.filing else folder.plan.first_month, r.arrival.file)):
        about = list(check_file(one))
        if one.counts and one.filing is not None:
            about += _check_filing(folder.plan, one, history)
        verdicts[one.arrival.file] = verdict_of(one, about)
        findings += about
        _remember(one, about, history)
    here = tuple(s for s in skipped if s.file.partition("/")[0] == folder.name or "/" not in s.file)
    return Examined(folder, own, here, tuple(findings), verdicts, history)


def _belongs(one: Received, folder: PlanFolder) -> bool:
    if one.plan is not None:
        return one.plan.basics.code == folder.plan.basics.code
    return one.arrival.folder in (folder.name, "")


def _check_filing(plan: Plan, one: Received, history: Mapping[str, tuple[Accepted, ...]]) -> tuple[Finding, ...]:
    if one.filing is None:
        return ()
    past = history.get(one.department, ())
    form = form_of(plan, one.filing.period, one.department, known_before(past))
    return check(Case(one.filing, form, past))


def _remember(one: Received, findings: Sequence[Finding], history: dict[str, tuple[Accepted, ...]]) -> None:
    if not one.counts or one.filing is None:
        return
    accepted = accept(one.filing, findings, one.received)
    if accepted is not None:
        history[one.department] = (*history.get(one.department, ()), accepted)


# ---- one month


def latest_month(examined: Examined, today: date) -> Period:
    """The latest month that has filings, is not after today and lies in the plan."""
    months = {one.filing.period for one in examined.received if one.filing is not None}
    due = [month for month in months if month <= month_of(today)]
    if not due:
        name = examined.folder.name
        raise CallError(
            f"“{name}”里还没有收到填报表。请先用reportgen forms生成填报表发给各单位，收回后放进“{name}”文件夹。"
        )
    return max(due)


def month_findings(examined: Examined, month: Period) -> tuple[Finding, ...]:
    """The findings about a month's forms, and those about files of which nobody can say which month they are."""
    return tuple(f for f in examined.findings if _concerns(examined.plan, f, month))


def _concerns(plan: Plan, finding: Finding, month: Period) -> bool:
    if finding.period is not None and finding.period in plan.form_months:
        return finding.period == month
    return month_of_folder(finding.place.file, month) in (None, month)


def outcome_of(examined: Examined, month: Period) -> Outcome:
    """What was found in the files of a month."""
    findings = month_findings(examined, month)
    concerned = {finding.place.file for finding in findings}
    received = tuple(
        r for r in examined.received if (r.filing and r.filing.period == month) or r.arrival.file in concerned
    )
    who = turnout(examined.plan, month, received, examined.verdicts)
    skipped = tuple(s for s in examined.skipped if month_of_folder(s.file, month) in (None, month))
    return Outcome(findings, who, received, examined.verdicts, skipped)


def issue_day(plan: Plan, month: Period, today: date) -> date:
    """The day that a month's documents bear: today, but never before the month's end nor after its 锁定日."""
    return max(month.end, min(today, plan.lock(month)))


def make(desk: Desk, examined: Examined, month: Period, watch: Callable[[str], None]) -> Result:
    """Write everything that is due for a month; raises `PublishError`, `TemplateError` or `CallError`."""
    plan, outcome = examined.plan, outcome_of(examined, month)
    if month not in plan.form_months:
        raise CallError(f"计划“{plan.basics.short}”不要求报送{month.label}。要报送的月份：{_spans(plan.form_months)}。")
    issued = issue_day(plan, month, desk.today)
    whole = account(plan, month, examined.history, outcome.turnout, issued)
    files = _files(desk, examined, month, whole, outcome, watch)
    folder = desk.outputs / examined.folder.name / str(month)

    def record(listed: list[dict[str, str]], kept: list[str]) -> dict[str, Any]:
        return run_record(examined, month, outcome, issued, listed, kept)

    published = publish(folder, files, record)
    _enter(desk, examined)
    return Result(examined, month, whole, outcome, published)


def _spans(months: Sequence[Period]) -> str:
    return "、".join(map(str, months))


def _files(
    desk: Desk, examined: Examined, month: Period, whole: Account, outcome: Outcome, watch: Callable[[str], None]
) -> Iterator[tuple[str, bytes]]:
    """Every file of a month's folder, one after the other."""
    from reportgen.reports.ledger import ledger_book  # noqa: PLC0415 -- pandas loads when the ledger is written

    printed: list[Printed] = []
    for report, name in _reports(examined, month, whole, outcome):
        watch(name)
        template = _template(desk, examined.folder, report.template)
        printed += report.printed
        yield name, render(template, report.values, report.charts)
    watch(FINDINGS_BOOK)
    yield FINDINGS_BOOK, findings_book(whole, outcome)
    watch(SOURCES_BOOK)
    yield SOURCES_BOOK, sources_book(whole, printed)
    watch(LEDGER_BOOK)
    yield LEDGER_BOOK, ledger_book(whole, examined.history)


def _reports(examined: Examined, month: Period, whole: Account, outcome: Outcome) -> Iterator[tuple[Report, str]]:
    """The plan's brief and one for every department whose form was accepted."""
    plan = examined.plan
    if month not in plan.brief_months:
        return
    report = brief(whole)
    yield report, f"{report.name}.docx"
    for one in outcome.turnout:
        if one.presence in (Presence.IN_TIME, Presence.LATE):
            own = account(plan, month, examined.history, (one,), whole.issued, one.department.name)
            yield brief(own), f"{DEPARTMENTS}/{safe_name(one.department.name)}-{KIND}.docx"


_COMPILED: dict[tuple[Path, bytes], Template] = {}


def _template(desk: Desk, folder: PlanFolder, kind: str) -> Template:
    """The office's template of a kind: the plan's own, else that in templates/; compiled once."""
    places = (desk.inputs / folder.name / "templates" / f"{kind}.docx", desk.templates / f"{kind}.docx")
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        raise CallError(f"找不到模板“{kind}.docx”。它应在“{desk.templates}”文件夹里；请从原来的程序文件夹里拷回来。")
    content = path.read_bytes()
    if (path, content) not in _COMPILED:
        _COMPILED[path, content] = compile_template(content, path.name, NAMES)
    return _COMPILED[path, content]


def _enter(desk: Desk, examined: Examined) -> None:
    """Add what was seen for the first time to 收件登记."""
    path = desk.outputs / examined.folder.name / REGISTER
    register, writing = _register(desk, examined.folder)
    new = {
        one.arrival.sha256: Line(
            desk.now,
            one.arrival.file,
            one.department,
            str(one.filing.period) if one.filing else "",
            one.arrival.sha256,
        )
        for one in examined.received
        if one.arrival.sha256 not in register.seen
    }
    if new:
        append(path, lines(new.values(), with_headings=not path.is_file(), writing=writing), writing.encoding)


# ---- run.json


def run_record(
    examined: Examined, month: Period, outcome: Outcome, issued: date, listed: list[dict[str, str]], kept: list[str]
) -> dict[str, Any]:
    """What was read, found, made and skipped, for programs."""
    return {
        "plan": {
            "name": examined.folder.name,
            "code": examined.plan.basics.code,
            "file": examined.folder.file,
            "sha256": examined.folder.sha256,
        },
        "period": str(month),
        "issued": issued.isoformat(),
        "files": [file_json(examined, one) for one in outcome.received],
        "findings": [finding.as_json() for finding in outcome.findings],
        "missing": missing_json(examined.plan, month, outcome),
        "skipped": [{"file": one.file, "reason": one.reason} for one in outcome.skipped],
        "outputs": listed,
        "kept": kept,
    }


def file_json(examined: Examined, one: Received) -> dict[str, str | None]:
    """A file as the contract lists it."""
    return {
        "file": one.arrival.file,
        "department": one.department,
        "period": str(one.filing.period) if one.filing else None,
        "verdict": examined.verdicts[one.arrival.file].value,
        "sha256": one.arrival.sha256,
    }


def missing_json(plan: Plan, month: Period, outcome: Outcome) -> list[dict[str, str]]:
    """Who has not filed, with the day it was due and whom to call."""
    return [
        {
            "department": one.department.name,
            "period": str(month),
            "due": plan.due(month).isoformat(),
            "contact": " ".join(filter(None, (one.department.contact, one.department.phone))),
        }
        for one in outcome.turnout
        if one.presence is Presence.MISSING
    ]


# ---- checking only


def only_these(examined: Examined, paths: Sequence[Path]) -> tuple[Examined, None]:
    """What was found in the files named; the rest of the folder is only their history."""
    wanted = {path.resolve() for path in paths}
    received = tuple(r for r in examined.received if _is_one_of(r.arrival.path, wanted))
    files = {one.arrival.file for one in received}
    findings = tuple(f for f in examined.findings if f.place.file in files)
    skipped = tuple(s for s in examined.skipped if s.file in files)
    return replace(examined, received=received, findings=findings, skipped=skipped), None


def _is_one_of(path: Path, wanted: set[Path]) -> bool:
    here = path.resolve()
    return here in wanted or any(folder in wanted for folder in here.parents)


def check_record(
    answers: Sequence[tuple[Examined, Period | None]], *, named: bool, entries: bool
) -> dict[str, list[Any]]:
    """The object that check prints as JSON (design section 6)."""
    record: dict[str, list[Any]] = {"files": [], "findings": [], "missing": []}
    used: list[Received] = []
    for examined, month in answers:
        if month is None:
            received, findings = examined.received, examined.findings
        else:
            outcome = outcome_of(examined, month)
            received, findings = outcome.received, outcome.findings
            record["missing"] += [] if named else missing_json(examined.plan, month, outcome)
        record["files"] += [file_json(examined, one) for one in received]
        record["findings"] += [finding.as_json() for finding in findings]
        used += received
    if entries:
        record["entries"] = [entry for one in used for entry in _entries_json(one)]
    return record


def _entries_json(one: Received) -> Iterator[dict[str, str | None]]:
    """What was understood of a form, after repairs."""
    if one.filing is None:
        return
    for entry in one.filing.entries:
        state = state_of(one.filing, entry.id).value if entry.sheet == INDICATORS.name else None
        yield {
            "department": one.department,
            "period": str(one.filing.period),
            "id": entry.id,
            "field": entry.field,
            "raw": entry.raw,
            "value": None if entry.value is None else str(entry.value),
            "state": state,
            "sheet": entry.place.sheet,
            "cell": entry.place.cell,
        }


def check_plans(inputs: Path, path: Path | None) -> tuple[PlanFinding, ...]:
    """Everything wrong in a plan workbook, or in every plan below inputs/; one that cannot be read tells why."""
    try:
        plans = [read_plan_file(path)] if path else [folder.plan for folder in load_plans(inputs)]
    except PlanError as e:
        return e.findings
    return tuple(finding for plan in plans for finding in examine(plan))


# ---- rehearsal


def rehearsal_desk(desk: Desk, folder: PlanFolder, year: int, watch: Callable[[str], None]) -> Desk:
    """A folder of its own with the plan and a synthetic year of forms; raises `PublishError` or `CallError`."""
    if not any(month.year == year for month in folder.plan.form_months):
        raise CallError(f"计划“{folder.plan.basics.short}”在{year}年没有要报送的月份。")
    place = desk.outputs / folder.name / f"演练-{year}"

    def files() -> Iterator[tuple[str, bytes]]:
        yield f"{folder.name}/计划.xlsx", (desk.inputs / folder.file).read_bytes()
        for one in rehearse(folder.plan, year):
            watch(one.name)
            yield f"{folder.name}/{one.name}", one.content

    publish(place / "inputs", files(), lambda listed, kept: {"year": year, "outputs": listed, "kept": kept})
    return Desk(place / "inputs", place / "outputs", desk.templates, desk.now)


# ---- blank forms


def make_forms(desk: Desk, examined: Examined, month: Period, watch: Callable[[str], None]) -> Published:
    """One blank form per department, last month's values carried over; raises `PublishError` or `CallError`."""
    plan = examined.plan
    if month not in plan.form_months:
        raise CallError(f"计划“{plan.basics.short}”不要求报送{month.label}。要报送的月份：{_spans(plan.form_months)}。")
    known = {
        department.name: known_before([a for a in examined.history.get(department.name, ()) if a.filing.period < month])
        for department in plan.reporting_departments
    }

    def files() -> Iterator[tuple[str, bytes]]:
        for form in forms_of(plan, month, known):
            watch(form.file_name)
            yield form.file_name, write_form(form)

    folder = desk.outputs / examined.folder.name / FORMS / str(month)
    return publish(folder, files(), lambda listed, kept: {"period": str(month), "outputs": listed, "kept": kept})

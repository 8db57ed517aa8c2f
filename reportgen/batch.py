"""The whole pipeline for one month: read everything, check it, set it against the plan, write every document."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reportgen.checks import check, check_between, check_file
from reportgen.checks.accepted import accept, known_of, past_before, questioned_by
from reportgen.checks.case import Case
from reportgen.checks.files import FILE_CHECKS, latest_version_counts, month_of_folder, version_is_the_one_chosen
from reportgen.checks.verdict import Presence, Verdict, turnout, verdict_by_itself, verdict_of
from reportgen.checks.versions import changes
from reportgen.checks.waived import let_pass, uses
from reportgen.corrections.coming_back import settled
from reportgen.corrections.copy import NoCopy, correction_copy
from reportgen.findings import RULE_BY_NAME, by_file
from reportgen.forms.asked import form_of, forms_of, safe_name
from reportgen.forms.definition import INDICATORS
from reportgen.forms.workbook import write_form
from reportgen.intake.archive import FOLDER as ARCHIVE
from reportgen.intake.archive import copies, copy_name, with_copies
from reportgen.intake.arrivals import Skipped, reason_to_skip, walk
from reportgen.intake.filings import Carrier, state_of
from reportgen.intake.gather import (
    PlanFolder,
    Plans,
    Received,
    at_home,
    find_plans,
    gather,
    open_alone,
    read_plan_file,
)
from reportgen.intake.lone import form_carried, plan_carried
from reportgen.intake.reading import contradictions, identity, looks_like_a_form, read_filing
from reportgen.intake.register import Line, Register, RegisterError, Writing, decoded, lines, parse
from reportgen.period import Period, month_of
from reportgen.plan.contradictions import examine, refuse_unusable
from reportgen.plan.in_force import in_force
from reportgen.plan.model import PlanError
from reportgen.publishing import KEPT, RECORD, Published, append, keep, publish, put
from reportgen.rehearsal import rehearse
from reportgen.reports.account import account
from reportgen.reports.books import Outcome, findings_book, sources_book
from reportgen.reports.brief import DEPARTMENT_TEMPLATE, KIND, NAMES, brief
from reportgen.reports.letters import CIRCULAR, LETTER_NAMES, Post, chat, circular, letters, receipts
from reportgen.word.compile import Template, compile_template
from reportgen.word.render import render
from reportgen.workbooks.read import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from reportgen.checks.accepted import Accepted, History
    from reportgen.checks.waived import Waived
    from reportgen.findings import Finding
    from reportgen.forms.asked import Known
    from reportgen.intake.gather import BrokenPlan
    from reportgen.plan.model import Plan, PlanFinding
    from reportgen.reports.account import Account
    from reportgen.reports.provenance import Printed, Report

REGISTER: Final = Path(ARCHIVE) / "收件登记.csv"
FORMS, DEPARTMENTS, CORRECTIONS = "填报表", "各单位", "退回修改"
PLAN_FILE: Final = "计划.xlsx"
_CLASSIFIED: Final = "nothing_secret_is_sent"
LETTERS, RECEIPTS, CHAT = "催报退回", "收件回执", "催报退回/群消息.txt"
FINDINGS_BOOK, SOURCES_BOOK, LEDGER_BOOK = "校验结果.xlsx", "数据出处.xlsx", "台账.xlsx"
RUN_FILES: Final = (
    (f"{KIND}.docx", "计划的月度简报"),
    (f"{DEPARTMENTS}/<单位>-{KIND}.docx", "表能用的单位各一份"),
    (f"{LETTERS}/<单位>.docx", "给没有报、表要改的单位各一封：提醒函、催报函或退回函"),
    (CHAT, "同样的意思，几行字，贴到工作群里用"),
    (f"{RECEIPTS}/<单位>.docx", "给报了表的单位各一份：什么时候收到、采用没有"),
    (f"{CIRCULAR}.docx", "数据锁定以后才有：报送情况的通报稿"),
    (FINDINGS_BOOK, "要办的事、各单位报送情况、收到的文件、已按什么读取等提示"),
    (f"{CORRECTIONS}/<单位>.xlsx", "有格要改或要核实的单位，退给它的原表，问题已在格上标明"),
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
    waived: tuple[Waived, ...] = ()
    alone: Mapping[str, Verdict] = field(default_factory=dict)
    sent_back: tuple[tuple[str, str], ...] = ()
    """File and unit of forms that nobody could read and that lie no longer in inputs/."""

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.folder.plan


@dataclass(frozen=True)
class Prepared:
    """What is ready to be written for one plan and month."""

    examined: Examined
    month: Period
    account: Account
    outcome: Outcome
    files: tuple[tuple[str, bytes], ...]


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


def load_plans(inputs: Path) -> Plans:
    """Every plan below inputs/, those that cannot be used apart; raises `CallError` where there is none."""
    if not inputs.is_dir():
        raise CallError(f"找不到输入文件夹“{inputs}”。请在放着inputs文件夹的目录里运行，或用--inputs指明。")
    try:
        found = find_plans(inputs)
    except OSError as e:
        raise CallError(f"输入文件夹“{inputs}”打不开，可能没有权限。") from e
    if not found.names:
        raise CallError(f"“{inputs}”里没有计划。请把计划工作簿放进输入文件夹下的一个文件夹里。")
    return found


def keep_apart(desk: Desk, plans: Sequence[PlanFolder]) -> None:
    """Refuse outputs that lie among the inputs, or over them: a folder is replaced as a whole; raises `CallError`.

    Places are compared as the disk knows them, so that links, .. and the case of letters hide nothing.
    """
    written = [desk.outputs, *(place for folder in plans for place in _written_below(desk.outputs / folder.name))]
    if any(_lies_in(place, desk.inputs) for place in written):
        raise CallError(
            f"输出文件夹“{desk.outputs}”不能放在输入文件夹“{desk.inputs}”里面，否则会改动收到的表。"
            "请用--outputs指明别的文件夹。"
        )
    if any(_lies_in(desk.inputs, place) for place in written[1:]):
        raise CallError(
            f"输入文件夹“{desk.inputs}”不能放在输出文件夹“{desk.outputs}”的计划文件夹里面，否则会改动收到的表。"
            "请用--outputs指明别的文件夹。"
        )


def _written_below(folder: Path) -> tuple[Path, ...]:
    """A plan's folder of the outputs and what is in it, since each may be a link."""
    return (folder, *folder.iterdir()) if folder.is_dir() else (folder,)


def _lies_in(path: Path, folder: Path) -> bool:
    real = path.resolve()
    return any(place.exists() and place.samefile(folder) for place in (real, *real.parents) if folder.exists())


def choose(plans: Plans, name: str | None) -> tuple[PlanFolder, ...]:
    """The plan of a name (folder, else 计划编号, else 简称), or all; raises `PlanError` for one that cannot be used."""
    broken = [one for one in plans.broken if name is None or name in one.names]
    chosen = plans.folders if name is None else () if broken else _named(plans.folders, name, plans.broken)
    wrong = [("、".join(one.names), finding) for one in broken for finding in one.error.findings]
    for folder in chosen:
        try:
            refuse_unusable(examine(folder.plan))
        except PlanError as e:
            wrong += [(folder.name, finding) for finding in e.findings]
    if wrong:
        several = len(plans.names) > 1
        raise PlanError(tuple(replace(f, message=f"计划“{n}”：{f.message}") if several else f for n, f in wrong))
    return chosen


def _named(plans: Sequence[PlanFolder], name: str, broken: Sequence[BrokenPlan]) -> tuple[PlanFolder, ...]:
    for names in zip(*((f.name, f.plan.basics.code, f.plan.basics.short) for f in plans), strict=True):
        found = tuple(folder for folder, own in zip(plans, names, strict=True) if own == name)
        if len(found) == 1:
            return found
        if found:
            raise CallError(f"有{len(found)}个计划叫“{name}”，请写文件夹名：{'、'.join(f.name for f in found)}。")
    present = "、".join(f.name for f in plans) or "没有能用的"
    unusable = f"不能用的计划：{'、'.join(n for one in broken for n in one.names)}。" if broken else ""
    raise CallError(f"没有找到计划“{name}”。现有计划：{present}。{unusable}")


# ---- reading and checking


def examine_everything(
    desk: Desk,
    plans: Plans,
    chosen: Sequence[PlanFolder],
    watch: Callable[[str], None],
    more: Sequence[Path] = (),
) -> tuple[Examined, ...]:
    """Read every spreadsheet below inputs/, and `more` from elsewhere; check what belongs to the plans chosen."""
    asleep = Register({}, desk.today)
    registers = {f.plan.basics.code: _receipts(desk, f) if f in chosen else asleep for f in plans.folders}
    received, skipped = gather(desk.inputs, plans.folders, registers, desk.today, watch, more)
    return tuple(
        _examined(folder, received, skipped, plans.names, registers[folder.plan.basics.code]) for folder in chosen
    )


def _receipts(desk: Desk, folder: PlanFolder) -> Register:
    """When each form was first seen, by 收件登记 and the copies beside it; raises `CallError`."""
    return with_copies(_register(desk, folder)[0], copies(desk.outputs / folder.name / ARCHIVE))


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


def _examined(
    folder: PlanFolder,
    everything: Sequence[Received],
    skipped: Sequence[Skipped],
    names: frozenset[str],
    register: Register,
) -> Examined:
    """What belongs to a plan, and what belongs to none: it is told to every plan, so that nothing is lost."""
    elsewhere = names - {folder.name}
    own = tuple(
        at_home(one, folder.plan) if one.trouble is not None else one
        for one in everything
        if _belongs(one, folder, elsewhere)
    )
    findings: list[Finding] = []
    waived: list[Waived] = []
    verdicts: dict[str, Verdict] = {}
    alone: dict[str, Verdict] = {}
    history: dict[str, tuple[Accepted, ...]] = {}
    # Every rule speaks, so that it can be told what was let pass.
    strict = replace(folder.plan, waivers=()) if folder.plan.waivers else folder.plan
    for one in sorted(own, key=lambda r: (r.filing.period if r.filing else folder.plan.first_month, r.arrival.file)):
        whole, own_waived = let_pass(folder.plan, one.filing, (*check_file(one), *_check_filing(strict, one, history)))
        alone[one.arrival.file] = verdict_by_itself(whole)
        told = one.counts or one.kept_instead
        heard = _ABOUT_COPIES if one.archived else _ABOUT_FILES
        about = [f for f in whole if told or f.rule.name in heard]
        verdicts[one.arrival.file] = verdict_of(one, about)
        findings += about
        waived += [w for w in own_waived if told or w.finding.rule.name in heard]
        _remember(one, about, history)
    findings += _compare(folder.plan, own, findings, verdicts, history)
    here = tuple(s for s in skipped if s.file.partition("/")[0] not in elsewhere)
    present = {one.arrival.sha256 for one in everything}
    gone = tuple(named for digest, named in register.useless.items() if digest not in present)
    return Examined(folder, own, here, tuple(findings), verdicts, history, tuple(waived), alone, gone)


_ABOUT_FILES: Final = frozenset(rule.__name__ for rule in FILE_CHECKS)
"""What is told of a version that does not count."""
_ABOUT_COPIES: Final = frozenset((latest_version_counts.__name__, version_is_the_one_chosen.__name__))
"""What is told of one of which only the copy is left; the rest was told when it came."""


def _belongs(one: Received, folder: PlanFolder, elsewhere: frozenset[str]) -> bool:
    # The plan of a file may be another reading of the same workbook: plans are told apart by their 计划编号.
    if one.plan is not None:
        return one.plan.basics.code == folder.plan.basics.code
    return one.arrival.folder not in elsewhere


def _check_filing(plan: Plan, one: Received, history: Mapping[str, tuple[Accepted, ...]]) -> tuple[Finding, ...]:
    if one.filing is None:
        return ()
    plan = in_force(plan, one.filing.period)
    past = past_before(plan, history, one.department, one.filing.period)
    form = form_of(plan, one.filing.period, one.department, known_of(plan, one.department, past))
    return settled(check(Case(one.filing, form, past)), one.filing)


def _remember(one: Received, findings: Sequence[Finding], history: dict[str, tuple[Accepted, ...]]) -> None:
    if not one.counts or one.filing is None:
        return
    accepted = accept(one.filing, findings, one.received)
    if accepted is not None:
        history[one.department] = (*history.get(one.department, ()), accepted)


def _compare(
    plan: Plan,
    received: Sequence[Received],
    findings: Sequence[Finding],
    verdicts: dict[str, Verdict],
    history: dict[str, tuple[Accepted, ...]],
) -> tuple[Finding, ...]:
    """What the units' filings of each month contradict in each other; verdicts and marks follow."""
    by_month: dict[Period, list[Accepted]] = {}
    for filed in history.values():
        for accepted in filed:
            by_month.setdefault(accepted.filing.period, []).append(accepted)
    fresh = by_file(
        f for month, filings in by_month.items() for f in check_between(in_force(plan, month), month, filings)
    )
    for department, filed in history.items():
        if any(accepted.filing.arrival.file in fresh for accepted in filed):
            history[department] = tuple(
                questioned_by(accepted, fresh.get(accepted.filing.arrival.file, ())) for accepted in filed
            )
    before = by_file(findings) if fresh else {}
    for one in received if fresh else ():
        if one.arrival.file in fresh:
            own = before.get(one.arrival.file, [])
            verdicts[one.arrival.file] = verdict_of(one, [*own, *fresh[one.arrival.file]])
    return tuple(finding for found in fresh.values() for finding in found)


NO_PLAN: Final = "手边没有计划，只按表里带来的内容核对；与计划、往月和别的单位的比对，由统筹单位收到后进行。"


def check_alone(paths: Sequence[Path], *, entries: bool) -> dict[str, list[Any]]:
    """Lone forms checked from what they carry, before they are sent; the object that check prints as JSON."""
    record: dict[str, list[Any]] = {"files": [], "findings": [], "missing": []}
    if entries:
        record["entries"] = []
    for named in paths:
        for found in walk(named) if named.is_dir() else (named,):
            path = named / found.file if isinstance(found, Skipped) else found
            answer = _check_one_alone(path)
            if isinstance(answer, Skipped):
                record["files"].append(_skipped_json(answer))
            else:
                one, findings = answer
                record["files"].append(_with_code(_file_json(one, verdict_of(one, findings)), one, findings))
                record["findings"] += [finding.as_json() for finding in findings]
                if entries:
                    record["entries"] += _entries_json(one)
    return record


def _check_one_alone(path: Path) -> tuple[Received, tuple[Finding, ...]] | Skipped:
    reason = reason_to_skip(path)
    if reason:
        return Skipped(str(path), reason)
    came, workbook = open_alone(path)
    came = replace(came, file=str(path))
    if isinstance(workbook, UnreadableError):
        one = Received(came, workbook)
        return one, check_file(one)
    if not looks_like_a_form(workbook):
        return Skipped(str(path), "不是填报表（没有填报表的栏目）")
    known = identity(workbook, came.file, (), "")
    try:
        plan = plan_carried(known, workbook)
    except PlanError:
        plan = None
    if plan is None or known.period is None or known.carrier is not Carrier.IDENTITY_SHEET:
        return Skipped(str(path), "里没有随表下发的身份页，手边又没有计划，没法核对；请用下发的原表填写")
    other = contradictions(workbook, came.file, known, plan)
    one = Received(came, identity=known, plan=plan, department=known.department, contradictions=other)
    if other:
        return one, check_file(one)
    one = replace(one, filing=read_filing(workbook, came, known, plan, known.department))
    form = form_carried(plan, known, known.period, workbook)
    return one, settled((*check_file(one), *check(Case(one.filing, form))), one.filing) if one.filing else ()


# ---- one month


def due_now(
    everything: Sequence[Examined], month: Period | None, today: date
) -> tuple[tuple[tuple[Examined, Period], ...], tuple[str, ...]]:
    """Every plan with the month to be done, and for plans with nothing to do a sentence why.

    Raises `CallError` where there is nothing to do for any plan.
    """
    ready: list[tuple[Examined, Period]] = []
    idle: list[str] = []
    for examined in everything:
        try:
            ready.append((examined, asked_month(examined.plan, month) if month else latest_month(examined, today)))
        except CallError as e:
            idle.append(str(e))
    if not ready:
        raise CallError("\n".join(idle))
    return tuple(ready), tuple(idle)


def asked_month(plan: Plan, month: Period) -> Period:
    """A month for which the plan asks for forms; raises `CallError` for any other."""
    if month not in plan.form_months:
        raise CallError(f"计划“{plan.basics.short}”不要求报送{month.label}。要报送的月份：{_spans(plan.form_months)}。")
    return month


def latest_month(examined: Examined, today: date) -> Period:
    """The latest month that has filings, is not after today and lies in the plan."""
    months = {one.filing.period for one in examined.received if one.filing is not None}
    due = [month for month in months if month <= month_of(today)]
    if not due:
        name = examined.folder.name
        useless = [one.name for one in examined.received if one.filing is None]
        if useless:
            raise CallError(
                f"“{name}”里还没有收到能用的填报表；收到的{len(useless)}个文件都要退回（如「{useless[0]}」）。"
                "请用reportgen check看是什么原因。"
            )
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
    back = [unit for file, unit in examined.sent_back if month_of_folder(file, month) == month or str(month) in file]
    who = turnout(in_force(examined.plan, month), month, received, examined.verdicts, examined.alone, back)
    skipped = tuple(s for s in examined.skipped if month_of_folder(s.file, month) in (None, month))
    waived = tuple(w for w in examined.waived if _concerns(examined.plan, w.finding, month))
    chosen = [one for one in examined.received if one.chosen is not None and one.counts]
    used = tuple(uses(examined.plan, waived, examined.waived, chosen, month))
    return Outcome(findings, who, received, examined.verdicts, skipped, waived, used, tuple(changes(received)))


def issue_day(plan: Plan, month: Period, today: date) -> date:
    """The day that a month's documents bear: today, but never before the month's end nor after its 锁定日."""
    return max(month.end, min(today, plan.lock(month)))


def prepare(desk: Desk, examined: Examined, month: Period, watch: Callable[[str], None]) -> Prepared:
    """Everything that is due for a month, not written yet; raises `TemplateError` or `CallError`."""
    asked_month(examined.plan, month)
    plan, outcome = in_force(examined.plan, month), outcome_of(examined, month)
    whole = account(plan, month, examined.history, outcome.turnout, issue_day(plan, month, desk.today))
    return Prepared(examined, month, whole, outcome, tuple(_files(desk, examined, month, whole, outcome, watch)))


def make(desk: Desk, one: Prepared, *, received: bool = True) -> Result:
    """Write what is prepared; raises `PublishError`, or `CallError` where 收件登记 cannot be kept.

    Forms of a rehearsal are not `received`: nobody sent them.
    """
    folder = desk.outputs / one.examined.folder.name / str(one.month)
    published = publish(folder, one.files, _recorder(one), lambda: _enter(desk, one.examined) if received else None)
    return Result(one.examined, one.month, one.account, one.outcome, published)


def _recorder(one: Prepared) -> Callable[[list[dict[str, str]], list[str]], dict[str, Any]]:
    def record(listed: list[dict[str, str]], kept: list[str]) -> dict[str, Any]:
        return run_record(one.examined, one.month, one.outcome, one.account.issued, listed, kept)

    return record


def _spans(months: Sequence[Period]) -> str:
    return "、".join(map(str, months))


def _files(
    desk: Desk, examined: Examined, month: Period, whole: Account, outcome: Outcome, watch: Callable[[str], None]
) -> Iterator[tuple[str, bytes]]:
    """Every file of a month's folder, one after the other."""
    from reportgen.reports.ledger import ledger_book  # noqa: PLC0415 -- pandas loads when the ledger is written

    printed: list[Printed] = []

    def documents(reports: Iterable[tuple[Report, str]]) -> Iterator[tuple[str, bytes]]:
        for report, name in reports:
            watch(name)
            printed.extend(report.printed)
            yield name, render(_template(desk, examined.folder, report.template), report.values, report.charts)

    yield from documents(_reports(examined, month, whole, outcome))
    watch(CORRECTIONS)
    marked, told = _corrections(outcome, month)
    yield from marked
    post = replace(_post(desk, examined, month, outcome), copies=frozenset(name for name, _ in marked))
    yield from documents(_letters(post))
    words = chat(post)
    if words:
        yield CHAT, codecs.BOM_UTF8 + words.encode()
    watch(FINDINGS_BOOK)
    yield FINDINGS_BOOK, findings_book(whole, replace(outcome, copies=told))
    watch(SOURCES_BOOK)
    yield SOURCES_BOOK, sources_book(whole, printed)
    watch(LEDGER_BOOK)
    yield LEDGER_BOOK, ledger_book(whole, examined.history)


def _corrections(outcome: Outcome, month: Period) -> tuple[list[tuple[str, bytes]], dict[str, str]]:
    """A correction copy of every form with a faulty cell, and by file a sentence that says where it is or why not."""
    made: list[tuple[str, bytes]] = []
    told: dict[str, str] = {}
    findings = by_file(outcome.findings)
    for one in outcome.received:
        if one.filing is None or one.filing.period != month or not one.counts:
            continue
        own = findings.get(one.arrival.file, [])
        if any(finding.rule.name == _CLASSIFIED for finding in own):
            told[one.arrival.file] = "没有做修改表：有密级标志，不能拷贝"
            continue
        try:
            answer = correction_copy(one.filing, own, one.arrival.path.read_bytes())
        except OSError:
            answer = NoCopy("文件打不开了")
        if isinstance(answer, NoCopy):
            told[one.arrival.file] = f"没有做修改表：{answer.reason}"
        elif answer is not None:
            made.append((f"{CORRECTIONS}/{safe_name(one.department)}.xlsx", answer))
            told[one.arrival.file] = f"修改表：{made[-1][0]}"
    return made, told


def _reports(examined: Examined, month: Period, whole: Account, outcome: Outcome) -> Iterator[tuple[Report, str]]:
    """The plan's brief and one for every department whose form was accepted."""
    plan = in_force(examined.plan, month)
    if month not in plan.brief_months:
        return
    report = brief(whole)
    yield report, f"{report.name}.docx"
    for one in outcome.turnout:
        if one.presence in (Presence.IN_TIME, Presence.LATE):
            own = account(plan, month, examined.history, (one,), whole.issued, one.department.name)
            yield brief(own), f"{DEPARTMENTS}/{safe_name(one.department.name)}-{KIND}.docx"


def _post(desk: Desk, examined: Examined, month: Period, outcome: Outcome) -> Post:
    """What letters of a month speak about: this month's forms, and who filed in the year so far."""
    filed = {one.filing.period for one in examined.received if one.filing is not None}
    earlier = [m for m in examined.plan.form_months if m.year == month.year and m < month and m in filed]
    turnouts = {m: outcome_of(examined, m).turnout for m in earlier} | {month: outcome.turnout}
    plan = in_force(examined.plan, month)
    return Post(plan, month, desk.today, turnouts, outcome.findings, outcome.received)


def _letters(post: Post) -> Iterator[tuple[Report, str]]:
    """The letters that chase or return, the receipts, and the circular once the month is locked."""
    for report in letters(post):
        yield report, f"{LETTERS}/{safe_name(report.department)}.docx"
    for report in receipts(post):
        yield report, f"{RECEIPTS}/{safe_name(report.department)}.docx"
    told = circular(post)
    if told is not None:
        yield told, f"{CIRCULAR}.docx"


_NAMES: Final = {KIND: NAMES, DEPARTMENT_TEMPLATE: NAMES, **LETTER_NAMES}
"""What the template of each kind may name."""


def check_template(path: Path) -> None:
    """Compile a template as the kind that its name says; raises `TemplateError` with every fault, and `CallError`."""
    known = _NAMES.get(path.stem, frozenset().union(*_NAMES.values()))
    try:
        content = path.read_bytes()
    except OSError as e:
        raise CallError(f"找不到或打不开模板“{path}”。") from e
    compile_template(content, path.name, known)


def new_template(kind: str, path: Path) -> None:
    """Write the template of a kind as shipped; raises `CallError` for an unknown kind or where a file is there."""
    from reportgen.word.house import SHIPPED  # noqa: PLC0415 -- only here are templates made

    if kind not in SHIPPED:
        raise CallError(f"没有“{kind}”这种模板。可写的有：{'、'.join(SHIPPED)}。")
    if path.exists():
        raise CallError(f"“{path}”已经有了，没有改动它。要重新写一份，请先把它移走或改名，或用-o写到别处。")
    put(path, SHIPPED[kind]())


_COMPILED: dict[tuple[Path, bytes], Template] = {}


def _template(desk: Desk, folder: PlanFolder, kind: str) -> Template:
    """The office's template of a kind: the plan's own, else that in templates/; compiled once."""
    places = (folder.path.parent / "templates" / f"{kind}.docx", desk.templates / f"{kind}.docx")
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        raise CallError(f"找不到模板“{kind}.docx”。它应在“{desk.templates}”文件夹里；请从原来的程序文件夹里拷回来。")
    try:
        content = path.read_bytes()
    except OSError as e:
        raise CallError(f"模板“{path}”打不开，可能没有权限，或正被别的程序占用。") from e
    if (path, content) not in _COMPILED:
        _COMPILED[path, content] = compile_template(content, path.name, _NAMES[kind])
    return _COMPILED[path, content]


def unread_lines(desk: Desk, folder: PlanFolder) -> str:
    """One sentence about the lines of 收件登记 that tell nothing; "" where there is none."""
    unread = _register(desk, folder)[0].unread
    if not unread:
        return ""
    path, numbers = desk.outputs / folder.name / REGISTER, "、".join(map(str, unread))
    return f"“{path}”第{numbers}行认不出来，没有使用，原样留在文件里；请把时间写成2025-06-28 09:30:00的样子。"


def _enter(desk: Desk, examined: Examined) -> None:
    """Keep what was seen for the first time in 收件; done before a month is replaced, since seen it was in any case.

    The copy comes first, then its line in 收件登记. Whatever a crash left without the other is mended here.
    """
    folder = desk.outputs / examined.folder.name / ARCHIVE
    path = desk.outputs / examined.folder.name / REGISTER
    register, writing = _register(desk, examined.folder)
    there = copies(folder)
    known = with_copies(register, there)
    new: dict[str, Line] = {}
    kept = set(known.copies)
    secret = {finding.place.file for finding in examined.findings if finding.rule.name == _CLASSIFIED}
    for one in examined.received:
        digest = one.arrival.sha256
        if one.arrival.file in secret:
            # What bears a 密级标志 is not copied anywhere.
            continue
        content = _content(one) if digest and digest not in kept else None
        when = known.seen.get(digest, desk.now)
        period = str(one.filing.period) if one.filing else ""
        if content is not None:
            month, name = copy_name(one.arrival.file, when, period)
            keep(folder / month, name, content, when)
            kept.add(digest)
        if digest in kept and digest not in register.seen:
            new.setdefault(digest, Line(when, one.arrival.file, one.department, period, digest))
    for copy in there:
        if copy.sha256 not in register.seen:
            new.setdefault(copy.sha256, Line(copy.seen, copy.name, "", copy.period, copy.sha256))
    if new:
        append(path, lines(new.values(), with_headings=not path.is_file(), writing=writing), writing.encoding)


def _content(one: Received) -> bytes | None:
    """The bytes that were read; None where they are gone, as those of a file that was still being copied."""
    if one.content:
        return one.content
    try:
        content = one.arrival.path.read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == one.arrival.sha256 else None


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
        "waived": [one.as_json() for one in outcome.waived],
        "missing": missing_json(examined.plan, month, outcome),
        "skipped": [{"file": one.file, "reason": one.reason} for one in outcome.skipped],
        "outputs": listed,
        "kept": kept,
    }


def file_json(examined: Examined, one: Received) -> dict[str, str | None]:
    """A file as the contract lists it."""
    return _file_json(one, examined.verdicts[one.arrival.file])


def _file_json(one: Received, verdict: Verdict) -> dict[str, str | None]:
    return {
        "file": one.arrival.file,
        "department": one.department,
        "period": str(one.filing.period) if one.filing else None,
        "verdict": verdict.value,
        "sha256": one.arrival.sha256,
    }


def _with_code(listed: dict[str, str | None], one: Received, findings: Iterable[Finding]) -> dict[str, str | None]:
    """The file with its 校验码 where nothing in it is owed, so that a unit can tell the office that it has checked."""
    owed = any(finding.is_owed for finding in findings)
    return listed if owed or not one.counts or one.filing is None else {**listed, "code": one.filing.code}


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


def only_these(desk: Desk, examined: Examined, paths: Sequence[Path]) -> tuple[Examined, None]:
    """What was found in the files named; the rest of the folder is only their history."""
    wanted = {path.resolve() for path in paths}
    received = tuple(r for r in examined.received if _is_one_of(r.arrival.path, wanted))
    files = {one.arrival.file for one in received}
    findings = tuple(f for f in examined.findings if f.place.file in files)
    skipped = tuple(s for s in examined.skipped if _is_one_of(_where(desk, s), wanted))
    return replace(examined, received=received, findings=findings, skipped=skipped), None


def _where(desk: Desk, skipped: Skipped) -> Path:
    """Where a file that was passed over lies: below inputs/, or as it was named."""
    below = desk.inputs / skipped.file
    return below if below.exists() else Path(skipped.file)


def _is_one_of(path: Path, wanted: set[Path]) -> bool:
    here = path.resolve()
    return here in wanted or any(folder in wanted for folder in here.parents)


def check_record(
    desk: Desk, answers: Sequence[tuple[Examined, Period | None]], paths: Sequence[Path], *, entries: bool
) -> dict[str, list[Any]]:
    """The object that check prints as JSON (design section 6); of files named on the command line none is left out."""
    record: dict[str, list[Any]] = {"files": [], "findings": [], "missing": []}
    used: list[Received] = []
    for examined, month in answers:
        if month is None:
            received, findings = examined.received, examined.findings
        else:
            outcome = outcome_of(examined, month)
            received, findings = outcome.received, outcome.findings
            record["missing"] += missing_json(examined.plan, month, outcome)
        record["files"] += [file_json(examined, one) for one in received]
        record["findings"] += [finding.as_json() for finding in findings]
        used += received
    if paths:
        record["files"] += _passed_over(desk, [examined for examined, _ in answers], paths)
    for part in ("files", "findings"):
        # What belongs to no plan was told to every plan.
        record[part] = list({tuple(one.items()): one for one in record[part]}.values())
    if entries:
        secret = {f["file"] for f in record["findings"] if f["rule"] == RULE_BY_NAME[_CLASSIFIED].code}
        record["entries"] = [e for one in used if one.arrival.file not in secret for e in _entries_json(one)]
    return record


def _passed_over(desk: Desk, examined: Sequence[Examined], paths: Sequence[Path]) -> Iterator[dict[str, str | None]]:
    """The files named that were not checked, each with the reason."""
    known = {r.arrival.path.resolve() for one in examined for r in one.received}
    for skipped in (s for one in examined for s in one.skipped):
        known.add(_where(desk, skipped).resolve())
        yield _skipped_json(skipped)
    for path in paths:
        if path.is_file() and path.resolve() not in known:
            yield _skipped_json(Skipped(str(path), "不属于这次核对的计划"))


def _skipped_json(skipped: Skipped) -> dict[str, str | None]:
    about = {"file": skipped.file, "department": "", "period": None, "verdict": "跳过", "sha256": None}
    return {**about, "reason": skipped.reason}


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
    if path is not None:
        try:
            return examine(read_plan_file(path))
        except PlanError as e:
            return e.findings
    found = load_plans(inputs)
    unusable = (finding for one in found.broken for finding in one.error.findings)
    return (*unusable, *(finding for folder in found.folders for finding in examine(folder.plan)))


def make_plan(desk: Desk, name: str) -> Path:
    """An empty plan workbook in outputs/; raises `CallError` where one is there already, and `PublishError`."""
    from reportgen.plan.example import new_plan  # noqa: PLC0415 -- openpyxl loads when a plan is written

    path = desk.outputs / safe_name(name) / PLAN_FILE
    if path.exists():
        raise CallError(f"“{path}”已经有了，没有改动它。要重新写一份，请先把它移走或改名。")
    put(path, new_plan(name, desk.today.year))
    return path


# ---- rehearsal


def rehearsal_desk(desk: Desk, folder: PlanFolder, year: int, watch: Callable[[str], None]) -> Desk:
    """A folder of its own with the plan and a synthetic year of forms; raises `PublishError` or `CallError`."""
    if not any(month.year == year for month in folder.plan.form_months):
        raise CallError(f"计划“{folder.plan.basics.short}”在{year}年没有要报送的月份。")
    place = desk.outputs / folder.name / f"演练-{year}"

    def files() -> Iterator[tuple[str, bytes]]:
        yield f"{folder.name}/{PLAN_FILE}", folder.path.read_bytes()
        for template in sorted((desk.inputs / folder.name / "templates").glob("*.docx")):
            yield f"{folder.name}/templates/{template.name}", template.read_bytes()
        for one in rehearse(folder.plan, year):
            watch(one.name)
            yield f"{folder.name}/{one.name}", one.content

    publish(place / "inputs", files(), lambda listed, kept: {"year": year, "outputs": listed, "kept": kept})
    return Desk(place / "inputs", place / "outputs", desk.templates, desk.now)


# ---- blank forms


def _known(plan: Plan, history: History, department: str, month: Period) -> Known:
    """What is known of a department before a month."""
    return known_of(plan, department, past_before(plan, history, department, month))


def make_forms(desk: Desk, examined: Examined, month: Period, watch: Callable[[str], None]) -> Published:
    """One blank form per department, last month's values carried over; raises `PublishError` or `CallError`."""
    asked_month(examined.plan, month)
    plan = in_force(examined.plan, month)
    known = {d.name: _known(plan, examined.history, d.name, month) for d in plan.reporting_departments}

    def files() -> Iterator[tuple[str, bytes]]:
        for form in forms_of(plan, month, known):
            watch(form.file_name)
            yield form.file_name, write_form(form)

    folder = desk.outputs / examined.folder.name / FORMS / str(month)
    return publish(folder, files(), lambda listed, kept: {"period": str(month), "outputs": listed, "kept": kept})

"""校验结果 and 数据出处, and how a table of ours looks in a workbook."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.checks.verdict import Presence, Verdict
from reportgen.findings import Finding, Pile, Severity
from reportgen.wording import day
from reportgen.workbooks.write import Cell, Look, Page, row_height, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.checks.verdict import Turnout
    from reportgen.checks.versions import Change
    from reportgen.checks.waived import Use, Waived
    from reportgen.intake.arrivals import Skipped
    from reportgen.intake.gather import Received
    from reportgen.reports.account import Account
    from reportgen.reports.provenance import Printed

HEAD: Final = Look(bold=True, size=11, fill="#D9D9D9", align="center")
TEXT: Final = Look(size=11, valign="top")
MID: Final = Look(size=11, align="center", valign="top")
NUMBER: Final = Look(size=11, align="right", valign="top", number="General")
_SHADES: Final = {Severity.RETURN: "#F8CBAD", Severity.ERROR: "#FCE4D6", Severity.VERIFY: "#FFF2CC", Severity.NOTE: ""}
_WHOLE_FILE: Final = "（整个文件）"

Value = str | Decimal | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and how wide and how its cells stand."""

    heading: str
    width: float
    look: Look = TEXT


def page(
    name: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]], shades: Sequence[str] = (), tab: str = ""
) -> Page:
    """A table with frozen, filtered headings, texts wrapped, A4 across."""
    widths = [column.width for column in columns]
    body = []
    for number, row in enumerate(rows):
        fill = shades[number] if number < len(shades) else ""
        body.append([Cell(value, _shaded(c.look, fill)) for c, value in zip(columns, row, strict=True)])
    heads = [Cell(column.heading, HEAD) for column in columns]
    return Page(
        name,
        widths,
        [heads, *body],
        heights=(24, *(row_height(row, widths) for row in body)),
        growing=True,
        freeze=(1, 0),
        repeat=1,
        filter_rows=True,
        head=f"&C&B{name}",
        tab=tab,
    )


def _shaded(look: Look, fill: str) -> Look:
    return Look(size=look.size, align=look.align, valign=look.valign, number=look.number, fill=fill) if fill else look


# ---- 校验结果


@dataclass(frozen=True)
class Outcome:
    """What a run found in the files of one plan and month."""

    findings: tuple[Finding, ...]
    turnout: tuple[Turnout, ...]
    received: tuple[Received, ...]
    verdicts: dict[str, Verdict]
    skipped: tuple[Skipped, ...]
    waived: tuple[Waived, ...] = ()
    uses: tuple[Use, ...] = ()
    changes: tuple[Change, ...] = ()
    copies: Mapping[str, str] = field(default_factory=dict)
    """By file, where its correction copy is, or why there is none."""


_FINDING_COLUMNS: Final = (
    Column("单位", 22),
    Column("表", 12),
    Column("单元格", 9, MID),
    Column("问题", 60),
    Column("怎么改", 44),
    Column("程度", 7, MID),
    Column("哪一类", 10, MID),
    Column("文件", 34),
    Column("第几次", 8, MID),
    Column("单位说明", 30),
    Column("规则号", 8, MID),
)


def findings_book(account: Account, outcome: Outcome) -> bytes:
    """校验结果.xlsx: what must be done, sorted by who must act; what was tidied; who filed; what was passed over."""
    places = {d.name: place for place, d in enumerate(account.plan.departments)}
    ordered = sorted(outcome.findings, key=lambda f: _order(places, f))
    owed = [f for f in ordered if f.is_owed]
    notes = [f for f in ordered if not f.is_owed]
    missing = [_missing_row(account, t) for t in outcome.turnout if t.presence is Presence.MISSING]
    to_do = [*missing, *map(_finding_row, owed)]
    shades = [_SHADES[Severity.RETURN]] * len(missing) + [_SHADES[f.severity] for f in owed]
    pages = [
        page("要办的事", _FINDING_COLUMNS, to_do, shades, "#C00000"),
        _attendance_page(outcome.turnout, outcome.findings),
        _files_page(outcome),
        page("提示", _FINDING_COLUMNS, map(_finding_row, notes)),
    ]
    if outcome.changes:
        pages.append(page("版本对比", _CHANGE_COLUMNS, map(_change_row, outcome.changes)))
    if outcome.uses:
        pages.append(page("豁免", _WAIVER_COLUMNS, (_waiver_row(account, use) for use in outcome.uses)))
    return write(pages, f"{account.plan.basics.short}{account.month.label}校验结果", account.plan.basics.coordinator)


def _order(places: Mapping[str, int], finding: Finding) -> tuple[int, int, int, str, int, str]:
    """By pile (the clerk's first), unit in the order of the plan, severity, sheet, row, column."""
    place = places.get(finding.department, len(places))
    cell = finding.place.cell or ""
    row = int("".join(c for c in cell.partition(":")[0] if c.isdigit()) or 0)
    pile = list(Pile).index(finding.rule.pile)
    return pile, place, finding.severity.rank, finding.place.sheet or "", row, cell


def _missing_row(account: Account, one: Turnout) -> tuple[Value, ...]:
    """A unit that has sent nothing, as something to do."""
    asked = "、".join(filter(None, (one.department.contact, one.department.phone)))
    return (
        one.department.name,
        _WHOLE_FILE,
        "",
        f"没有收到{account.month.label}填报表；应于{day(account.plan.due(account.month))}前报送。",
        f"请催报（{asked or '计划的“单位”表没有写联系人'}）。",
        "缺报",
        "没有报送",
        "",
        "",
        "",
        "",
    )


def _finding_row(finding: Finding) -> tuple[Value, ...]:
    return (
        finding.department or "（认不出单位）",
        finding.place.sheet or _WHOLE_FILE,
        finding.place.cell or "",
        finding.message,
        finding.fix,
        finding.severity.value,
        finding.rule.pile.value,
        finding.place.file,
        f"第{finding.times}次" if finding.times > 1 else "",
        finding.explanation,
        finding.rule.code,
    )


_ATTENDANCE_COLUMNS: Final = (
    Column("单位", 26),
    Column("报送情况", 12, MID),
    Column("结论", 14, MID),
    Column("要改的", 9, MID),
    Column("要核实的", 9, MID),
    Column("收到日期", 14, MID),
    Column("说明", 30),
    Column("文件", 40),
    Column("联系人", 12),
    Column("联系电话", 16),
    Column("退回过几次", 11, MID),
    Column("校验码", 13, MID),
)


def _attendance_page(turnout: Sequence[Turnout], findings: Sequence[Finding]) -> Page:
    """Who has not filed comes first, with whom to call."""
    order = [Presence.MISSING, Presence.RETURNED, Presence.LATE, Presence.IN_TIME]
    rows = []
    for one in sorted(turnout, key=lambda t: order.index(t.presence)):
        own = [f for f in findings if f.department == one.department.name and f.place.file == one.file]
        first = one.first
        note = "收到的文件打不开" if one.unreadable else "收到日期按填报日期推定" if first and first.inferred else ""
        if first and one.received and one.received != first.day:
            note = "；".join(filter(None, (note, f"采用的是{day(one.received)}收到的更正表")))
        rows.append(
            (
                one.department.name,
                one.presence.value,
                one.verdict.value if one.verdict else "",
                sum(f.severity in (Severity.RETURN, Severity.ERROR) for f in own),
                sum(f.severity is Severity.VERIFY for f in own),
                first.day.isoformat() if first else "",
                note,
                one.file,
                one.department.contact,
                one.department.phone,
                one.returned,
                one.code,
            )
        )
    shades = ["#F8CBAD" if r[1] in (Presence.MISSING, Presence.RETURNED) else "" for r in rows]
    return page("报送情况", _ATTENDANCE_COLUMNS, rows, shades)


def _files_page(outcome: Outcome) -> Page:
    columns = (
        Column("文件", 60),
        Column("单位", 26),
        Column("月份", 12, MID),
        Column("结论", 14, MID),
        Column("说明", 50),
    )
    rows: list[tuple[Value, ...]] = [
        (
            one.arrival.file,
            one.department,
            one.filing.period.label if one.filing else "",
            outcome.verdicts[one.arrival.file].value,
            _instead(one) or outcome.copies.get(one.arrival.file, ""),
        )
        for one in outcome.received
        if one.arrival.file in outcome.verdicts
    ]
    rows += [(one.file, "", "", "跳过", one.reason) for one in outcome.skipped]
    return page("收到的文件", columns, rows)


# ---- 版本对比, 豁免


_CHANGE_COLUMNS: Final = (
    Column("单位", 22),
    Column("工作表", 12),
    Column("单元格", 9, MID),
    Column("原来", 44),
    Column("现在", 44),
    Column("文件", 44),
    Column("是什么", 30),
)


def _change_row(change: Change) -> tuple[Value, ...]:
    """One cell that a unit changed; where the new version does not count, that is said."""
    now = change.latter
    told = "（没有计入）" if not now.counts and (now.locked or now.set_aside) else ""
    return (
        change.department,
        change.place.sheet or "",
        change.place.cell or "",
        change.before,
        change.now,
        f"「{change.former.name}」→「{now.name}」{told}",
        change.place.label,
    )


_WAIVER_COLUMNS: Final = (
    Column("规则或文件", 24),
    Column("单位名称", 22),
    Column("月份", 10, MID),
    Column("理由", 36),
    Column("批准人", 10),
    Column("有效期至", 12, MID),
    Column("本月用了几次", 12, MID),
    Column("一共用了几次", 12, MID),
    Column("用在哪里", 60),
)


def _waiver_row(account: Account, use: Use) -> tuple[Value, ...]:
    """A row of 豁免 with what it let pass; one that nothing answered to is told, since a slip mutes nothing."""
    row = use.waiver
    if use.here:
        where = "；".join(use.here)
    elif use.everywhere:
        where = "本月没有用到，用在别的月份。"
    elif row.department and not account.plan.members(tuple(row.department.split("、"))):
        where = f"没有用上：“单位”表里没有“{row.department}”。"
    else:
        where = "没有用上：请核对写法，或删去这一行。"
    return (
        row.subject,
        row.department,
        str(row.month) if row.month else "",
        row.reason,
        row.approver,
        row.until.isoformat() if row.until else "",
        len(use.here),
        use.everywhere,
        where,
    )


def _instead(one: Received) -> str:
    """What counts in place of a file, and why where that is not the later receipt."""
    if one.locked is not None:
        other = f"仍以「{one.locked.instead}」为准" if one.locked.instead else "没有计入"
        return f"锁定日（{day(one.locked.day)}）后收到，{other}"
    other = one.replaced_by or one.same_as or one.set_aside or one.kept_instead
    told = f"以「{other}」为准" if other else ""
    return f"豁免指定{told}" if one.set_aside else told


# ---- 数据出处


_SOURCE_COLUMNS: Final = (
    Column("文书", 30),
    Column("部位", 18),
    Column("印出的数或文字", 34),
    Column("未取整的数", 16),
    Column("怎么来的", 30),
    Column("填报单位", 22),
    Column("文件", 36),
    Column("工作表", 12),
    Column("单元格", 9, MID),
    Column("是什么", 24),
    Column("填报人", 10),
    Column("收到日期", 13, MID),
    Column("所在句子", 60),
)
SOURCE_HEADINGS: Final = tuple(column.heading for column in _SOURCE_COLUMNS)
_LONGEST: Final = 300


def sources_book(account: Account, printed: Iterable[Printed]) -> bytes:
    """数据出处.xlsx: every number printed in the documents, back to its cells; one row a cell."""
    rows = dict.fromkeys(row for one in printed for row in _source_rows(one))
    sheet = page("数据出处", _SOURCE_COLUMNS, rows)
    return write([sheet], f"{account.plan.basics.short}{account.month.label}数据出处", account.plan.basics.coordinator)


def _source_rows(printed: Printed) -> list[tuple[Value, ...]]:
    figure = printed.figure
    if not figure.text:
        return []
    head = (printed.document, printed.part, _cut(figure.text), _cut(figure.value), figure.formula)
    tail = _cut(printed.sentence.replace("\n", ""))
    if not figure.sources:
        return [(*head, "", "", "", "", "", "", "", tail)]
    return [
        (
            *head,
            source.department,
            source.place.file,
            source.place.sheet or "",
            source.place.cell or "",
            source.place.label,
            source.person,
            source.received.isoformat() if source.received else "",
            tail,
        )
        for source in figure.sources
    ]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……"

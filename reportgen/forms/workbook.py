"""The workbook of a form: locked and open cells, drop-downs, limits, hints, colours, and how it prints."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.forms.asked import (
    Form,
    IndicatorRow,
    Locked,
    counted,
    fingerprint,
    grids,
    has_completion_cell,
    locked_cells,
    normal,
    value_bounds,
)
from reportgen.forms.definition import (
    COVER,
    COVER_DEPARTMENT,
    COVER_MONTH,
    DAY,
    DONE,
    FORM_VERSION,
    IDENTITY,
    INDICATORS,
    KEY_DEPARTMENT,
    KEY_PERIOD,
    KEY_PLAN,
    KEY_PRINT,
    KEY_VERSION,
    MEASURE,
    MILESTONES,
    MOST_TEXT,
    NODE_DATE,
    NODE_DONE,
    PROBLEM,
    REMARK,
    SIGNATURES,
    SITUATION,
    STATUS,
    TASKS,
    VALUE,
    Field,
    FormSheet,
    Role,
    Situation,
)
from reportgen.plan.in_force import adjustment_words
from reportgen.plan.model import Indicator, Kind, Status
from reportgen.plan.pace import data_month
from reportgen.wording import day, places, plain
from reportgen.workbooks.cells import letters
from reportgen.workbooks.write import Allow, Cell, Colouring, Limit, Look, Page, row_height, write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


Answers = dict[tuple[str, str, str], "str | Decimal | date"]
"""What a department types: sheet, row identity, heading to value; used to rehearse and to test."""

_INK, _PAPER_GREY, _ENTRY, _DUE = "#000000", "#F2F2F2", "#FFFFFF", "#FFF2CC"
_HEAD_FILL, _ENTRY_HEAD_FILL = "#D9D9D9", "#BDD7EE"
_WARN, _BAD, _GOOD = "#F8CBAD", "#FFC7CE", "#E2EFDA"
_HEAD = Look(bold=True, size=10, fill=_HEAD_FILL, align="center")
_ENTRY_HEAD = Look(bold=True, size=10, fill=_ENTRY_HEAD_FILL, align="center")
_LINE = Look(size=11, border=False, valign="top")
_LABEL = Look(bold=True, size=11, fill=_PAPER_GREY, align="center")


def write_form(form: Form, answers: Answers | None = None) -> bytes:
    """The form as a workbook; blank, or with answers filled in."""
    given = answers or {}
    pages = [_cover(form, given)]
    for sheet, rows in grids(form):
        if rows:
            pages.append(_page(form, sheet, rows, given))
    if form.asks_summary:
        pages.append(_summary_page(form, given))
    pages.append(_identity_page(form))
    return write(pages, f"{form.plan.basics.short}{form.period.label}填报表", form.plan.basics.coordinator)


def _cover(form: Form, answers: Answers) -> Page:
    plan = form.plan
    due = plan.due(form.period)
    contact = "，".join(filter(None, (plan.basics.contact, plan.basics.phone))) or "待统筹单位填写"
    lines = [
        f"1. 本表只需填{form.cells_to_fill}格：白底格由您填写，没填的会显示黄色；灰底格已填好，不要改。",
        f"2. “{VALUE}”填到月末为止的数；数没有变化在“{SITUATION}”选“{Situation.NO_PROGRESS}”，数还没出来选“{Situation.NOT_OUT}”。",
        f"3. “{STATUS}”从下拉中选；选“{Status.BEHIND}”或“{Status.SUSPENDED}”时，“{PROBLEM}”和“{MEASURE}”都要写。",
        "4. 请不要增删行列、合并单元格或改表名；用Excel、WPS填写都可以，填好直接发回，文件名不限。",
        f"5. 截止日期：{day(due)}。联系：{plan.basics.coordinator}，{contact}。",
    ]
    pairs: list[tuple[str, Cell]] = [
        (COVER_DEPARTMENT, Cell(form.department, Look(fill=_PAPER_GREY))),
        (COVER_MONTH, Cell(form.period.label, Look(fill=_PAPER_GREY))),
    ]
    pairs += [(f.heading, Cell(answers.get((COVER, "", f.heading)), _signature_look(f))) for f in SIGNATURES]
    title = f"{plan.basics.name}{form.period.label}填报表"
    rows = [[Cell(title, _title_look(title)), None], *([Cell(line, _LINE), None] for line in lines)]
    first = len(rows)
    rows += [[Cell(label, _LABEL), cell] for label, cell in pairs]
    signatures = range(first + len(pairs) - len(SIGNATURES), len(rows))
    return Page(
        COVER,
        (16, 90),
        rows,
        heights=(36, *(row_height([row[0]], [106]) for row in rows[1:first]), *(24 for _ in pairs)),
        merges=[(r, 0, r, 1) for r in range(first)],
        limits=[_signature_limit(row, f) for row, f in zip(signatures, SIGNATURES, strict=True)],
        colourings=[Colouring((signatures[0], 1), (signatures[-1], 1), f'=$B{signatures[0] + 1}=""', _DUE)],
        protect=True,
    )


def _title_look(title: str) -> Look:
    return Look(bold=True, size=16 if len(title) <= 36 else 13, align="center", border=False)  # noqa: PLR2004 -- fits 106 characters


def _signature_look(f: Field) -> Look:
    return Look(locked=False, fill=_ENTRY, number="yyyy-mm-dd" if f.heading == DAY else "@", align="left")


def _signature_limit(row: int, f: Field) -> Limit:
    if f.heading == DAY:
        return Limit(row, 1, Allow.DATE, f.hint, f.heading, least=date(2000, 1, 1), refusal="请填日期，如2025-06-27。")
    return Limit(row, 1, Allow.ANY, f.hint, f.heading)


def _page(form: Form, sheet: FormSheet, rows: Sequence[Mapping[str, Locked]], answers: Answers) -> Page:
    heads = [Cell(f.heading, _ENTRY_HEAD if f.role is Role.ENTRY else _HEAD) for f in sheet.fields]
    body = [
        [_cell(form, sheet, f, number, row, answers) for f in sheet.fields] for number, row in enumerate(rows, start=1)
    ]
    widths = [f.width for f in sheet.fields]
    limits = [
        limit
        for number in range(1, len(rows) + 1)
        for f in sheet.entries
        if (limit := _limit(form, sheet, f, number)) is not None
    ]
    return Page(
        sheet.name,
        widths,
        [heads, *body],
        heights=(30, *(row_height(row, widths) for row in body)),
        growing=True,
        freeze=(1, _frozen(sheet)),
        repeat=1,
        limits=limits,
        colourings=_colourings(sheet, len(rows)),
        head=f"&L{form.department}&C&B{form.period.label}{sheet.name}&R{form.plan.basics.short}",
        protect=True,
    )


def _frozen(sheet: FormSheet) -> int:
    """Columns that stay in view: up to the name of the row."""
    return {INDICATORS.name: 3, TASKS.name: 3, MILESTONES.name: 2}[sheet.name]


def _cell(form: Form, sheet: FormSheet, f: Field, number: int, row: Mapping[str, Locked], answers: Answers) -> Cell:
    if f.role is Role.ENTRY:
        identity = _identity(sheet, row)
        return Cell(answers.get((sheet.name, identity, f.heading)), _entry_look(form, sheet, f, number))
    if f.role is Role.FORMULA:
        return _formula_cell(form, f, number, answers)
    value = answers.get((sheet.name, _identity(sheet, row), f.heading), row[f.heading])
    return Cell(value, _locked_look(form, sheet, f, number, value), note=_note(form, f, number))


def _identity(sheet: FormSheet, row: Mapping[str, Locked]) -> str:
    return "/".join(normal(row[heading]) for heading in sheet.key)


def _note(form: Form, f: Field, number: int) -> str:
    """What a locked cell has to say beside its value."""
    if form.indicators and f.heading == "年度目标":
        row = form.indicators[number - 1]
        changes = row.target.changed if row.target else ()
        words = "；".join(adjustment_words(change, row.indicator.unit) for change in changes)
        return f"年度目标{words}。" if words else ""
    return _carried_note(form, f, number)


def _carried_note(form: Form, f: Field, number: int) -> str:
    """上月累计 from an older month says so."""
    if f.heading != "上月累计":
        return ""
    carried = form.indicators[number - 1].carried
    if carried is None or carried.month is None or carried.month == form.period.previous():
        return ""
    return f"这是{carried.month.label}报的数，此后没有报过。"


def _entry_look(form: Form, sheet: FormSheet, f: Field, number: int) -> Look:
    number_format = "@"
    if sheet is INDICATORS and f.heading == VALUE:
        number_format = _number_format(form.indicators[number - 1].indicator)
    elif f.heading == NODE_DATE:
        number_format = "yyyy-mm-dd"
    return Look(size=10, fill=_ENTRY, locked=False, align=f.align, number=number_format)


def _number_format(indicator: Indicator) -> str:
    return f"0.{'0' * indicator.decimals}" if indicator.decimals else "0.####" if not counted(indicator) else "0"


def _locked_look(form: Form, sheet: FormSheet, f: Field, number: int, value: Locked) -> Look:
    number_format = ""
    if sheet is INDICATORS and isinstance(value, Decimal):
        indicator = form.indicators[number - 1].indicator
        number_format = {
            "年度目标": f'"{indicator.comparison}"{_exact_format(value)}',
            "挑战目标": f'"{indicator.comparison}"{_exact_format(value)}',
            "上月累计": _exact_format(value),
            "序时进度": "0.0%",
        }.get(f.heading, "")
    elif isinstance(value, date):
        number_format = "yyyy-mm-dd"
    return Look(size=10, fill=_PAPER_GREY, align=f.align, number=number_format)


def _exact_format(value: Decimal) -> str:
    """A format that shows all places of a number and no idle point."""
    needed = places(value)
    return f"0.{'0' * needed}" if needed else "0"


def _formula_cell(form: Form, f: Field, number: int, answers: Answers) -> Cell:
    row = form.indicators[number - 1]
    value = answers.get((INDICATORS.name, row.id, VALUE))
    now = value if isinstance(value, Decimal) else None
    address = {h: f"{letters(INDICATORS.column(h))}{number + 1}" for h in ("年度目标", "上月累计", VALUE)}
    look = Look(size=10, fill=_PAPER_GREY, align="right")
    kind = row.indicator.kind
    if f.heading == "本月新增":
        if not kind.has_completion:
            return Cell("—", look)
        before = row.carried.value if row.carried else None
        increase = now - before if now is not None and before is not None else None
        formula = f'=IF(OR(NOT(ISNUMBER({address[VALUE]})),{address["上月累计"]}=""),"",{address[VALUE]}-{address["上月累计"]})'
        needed = max(_places(now), _places(before)) if increase is not None else 0
        return Cell(
            increase,
            Look(size=10, fill=_PAPER_GREY, align="right", number=f"0.{'0' * needed}" if needed else "General"),
            formula,
        )
    if not has_completion_cell(row):
        return Cell("—", look)
    share = now / row.goal if now is not None and row.goal else None
    formula = f'=IF(ISNUMBER({address[VALUE]}),{address[VALUE]}/{address["年度目标"]},"")'
    return Cell(share, Look(size=10, fill=_PAPER_GREY, align="right", number="0.0%"), formula)


def _places(value: Decimal | None) -> int:
    return places(value) if value is not None else 0


def _limit(form: Form, sheet: FormSheet, f: Field, number: int) -> Limit | None:
    column = sheet.column(f.heading)
    options = {
        SITUATION: tuple(Situation),
        STATUS: tuple(Status),
        NODE_DONE: ("是", "否"),
    }.get(f.heading)
    if options:
        named = "、".join(options)
        return Limit(
            number, column, Allow.LIST, f.hint, f.heading, tuple(map(str, options)), refusal=f"只能选：{named}。"
        )
    if sheet is INDICATORS and f.heading == VALUE:
        return _value_limit(form, form.indicators[number - 1], number, column)
    if f.heading == NODE_DATE:
        earliest = date(2000, 1, 1)
        return Limit(number, column, Allow.DATE, f.hint, f.heading, least=earliest, refusal="请填日期，如2025-06-12。")
    refusal = f"最多{MOST_TEXT}个字。"
    return Limit(number, column, Allow.LENGTH, f.hint, f.heading, most=MOST_TEXT, refusal=refusal)


def _value_limit(form: Form, row: IndicatorRow, number: int, column: int) -> Limit:
    indicator = row.indicator
    month = data_month(indicator, form.period)
    least, most = value_bounds(indicator)
    what = {
        Kind.CUMULATIVE: f"填{month.year}年1月至{month.index}月的累计数",
        Kind.STOCK: f"填{month.label}末的数",
        Kind.RATE: f"填{month.label}末的比率",
        Kind.GROWTH: f"填1月至{month.index}月的增速，下降填负数",
        Kind.RANK: "填名次",
        Kind.EVENT: "做完填1，没做完填0",
    }[indicator.kind]
    hint = f"{what}，单位：{indicator.unit}。只填数字，不带单位。"
    if indicator.lag:
        hint += f"本项数据滞后{indicator.lag}个月，请填{month.label}的数。"
    wanted = "整数" if counted(indicator) else "数字"
    bounds = (
        "" if least is None else f"，不小于{plain(least)}" if most is None else f"，{plain(least)}到{plain(most)}之间"
    )
    allow = Allow.INTEGER if counted(indicator) else Allow.DECIMAL
    lowest = Decimal(-1_000_000_000_000) if least is None else least
    return Limit(
        number,
        column,
        allow,
        hint,
        VALUE,
        least=lowest,
        most=most,
        refusal=f"这里填{wanted}{bounds}，单位：{indicator.unit}。",
    )


def _colourings(sheet: FormSheet, count: int) -> list[Colouring]:
    """Yellow where something is still to be filled, orange and red where a value wants a second look."""
    at = {f.heading: f"${letters(i)}2" for i, f in enumerate(sheet.fields)}

    def rule(heading: str, condition: str, fill: str) -> Colouring:
        column = sheet.column(heading)
        return Colouring((1, column), (count, column), f"={condition}", fill)

    if sheet is INDICATORS:
        value, before, situation = at[VALUE], at["上月累计"], at[SITUATION]
        excused = "OR(" + ",".join(f'{situation}="{s}"' for s in Situation if s is not Situation.NORMAL) + ")"
        behind = f"AND(ISNUMBER({at['完成率']}),ISNUMBER({at['序时进度']}),{at['完成率']}<{at['序时进度']}-0.1)"
        fell = f'AND({at["指标类型"]}="{Kind.CUMULATIVE}",ISNUMBER({value}),ISNUMBER({before}),{value}<{before})'
        asked = f'OR({situation}="{Situation.NOT_APPLICABLE}",{situation}="{Situation.NOT_OUT}",{behind},{fell})'
        return [
            rule(VALUE, f'AND({value}="",NOT({excused}))', _DUE),
            rule(VALUE, fell, _WARN),
            rule("完成率", behind, _WARN),
            rule(REMARK, f'AND({at[REMARK]}="",{asked})', _DUE),
        ]
    if sheet is TASKS:
        status = at[STATUS]
        quiet = f'OR({status}="{Status.NOT_STARTED}",{status}="{Status.SUSPENDED}",{at["上月状态"]}="{Status.DONE}")'
        troubled = f'OR({status}="{Status.BEHIND}",{status}="{Status.SUSPENDED}")'
        return [
            rule(STATUS, f'{status}=""', _DUE),
            rule(STATUS, f'{status}="{Status.BEHIND}"', _BAD),
            rule(STATUS, f'{status}="{Status.DONE}"', _GOOD),
            rule(DONE, f'AND({at[DONE]}="",NOT({quiet}))', _DUE),
            rule(PROBLEM, f'AND({at[PROBLEM]}="",{troubled})', _DUE),
            rule(MEASURE, f'AND({at[MEASURE]}="",{troubled})', _DUE),
        ]
    return [rule(NODE_DATE, f'AND({at[NODE_DATE]}="",{at[NODE_DONE]}="是")', _DUE)]


def _summary_page(form: Form, answers: Answers) -> Page:
    sheet = form.summary_sheet
    heads = [Cell(f.heading, _ENTRY_HEAD) for f in sheet.fields]
    look = Look(size=11, fill=_ENTRY, locked=False, valign="top", number="@")
    body = [Cell(answers.get((sheet.name, "", f.heading)), look) for f in sheet.fields]
    last = len(sheet.fields) - 1
    return Page(
        sheet.name,
        [f.width for f in sheet.fields],
        [heads, body],
        heights=(30, 320),
        limits=[
            Limit(1, i, Allow.LENGTH, f.hint, f.heading, most=MOST_TEXT, refusal=f"最多{MOST_TEXT}个字。")
            for i, f in enumerate(sheet.fields)
        ],
        colourings=[Colouring((1, 0), (1, last), '=A$2=""', _DUE)],
        head=f"&L{form.department}&C&B{form.period.label}{sheet.name}&R{form.plan.basics.short}",
        protect=True,
    )


def _identity_page(form: Form) -> Page:
    cells = {place: normal(value) for place, value in locked_cells(form).items()}
    pairs = [
        (KEY_PLAN, form.plan.basics.code),
        (KEY_DEPARTMENT, form.department),
        (KEY_PERIOD, str(form.period)),
        (KEY_VERSION, FORM_VERSION),
        (KEY_PRINT, fingerprint(cells)),
        *((f"{sheet}!{address}", text) for (sheet, address), text in cells.items()),
    ]
    look = Look(border=False, wrap=False)
    rows = [[Cell("键", look), Cell("值", look)], *([Cell(k, look), Cell(v, look)] for k, v in pairs)]
    return Page(IDENTITY, (24, 60), rows, protect=True, hidden=True)

"""催报函, 退回函, 报送情况通报 and 收件回执: one letter a unit with all that it owes, and the words for a chat group."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reportgen.checks.verdict import Presence, Verdict
from reportgen.findings import Severity
from reportgen.forms.asked import Known, form_of, safe_name
from reportgen.forms.definition import COVER, PERSON, REVIEWER
from reportgen.reports.provenance import Draft, Figure, Part, Report, Sentence, counted, from_plan, join, say
from reportgen.reports.sentences import some
from reportgen.wording import day, day_of_year, enumeration, listing, title_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from reportgen.checks.verdict import Turnout
    from reportgen.findings import Finding
    from reportgen.intake.gather import Received
    from reportgen.period import Period
    from reportgen.plan.model import Plan

CHASE, RETURNED, RECEIPT, CIRCULAR = "催报函", "退回函", "收件回执", "报送情况通报"
_SHARED: Final = "题名 标题 主送 引言 各段 联系 署名 日期 编印单位 编印日"
LETTER_NAMES: Final = {
    CHASE: frozenset(_SHARED.split()),
    RETURNED: frozenset(f"{_SHARED} 问题表 表题".split()),
    RECEIPT: frozenset(_SHARED.split()),
    CIRCULAR: frozenset(_SHARED.split()),
}
"""What a template of each kind may name."""

_DEMONSTRATION: Final = "（演示）"
_WORDS_OF: Final = {
    Verdict.USED: "采用",
    Verdict.USED_WITH_QUESTIONS: "采用但有说明：有的数先采用，正在核实",
    Verdict.USED_IN_PART: "部分采用：有的数要更正，更正前不计入",
    Verdict.RETURNED: "退回：要重新报送",
}


class Step(StrEnum):
    """Three steps of chasing, by the day."""

    REMIND = "提醒"
    CHASE = "催报"
    TELL_ALL = "通报"


def step_of(plan: Plan, month: Period, today: date) -> Step:
    """提醒 before the deadline, 催报 from that day on, 通报 once the month is locked."""
    if today < plan.due(month):
        return Step.REMIND
    return Step.CHASE if today <= plan.lock(month) else Step.TELL_ALL


@dataclass(frozen=True)
class Post:
    """What letters of a month speak about.

    `turnouts` are those of the year's form months up to this one, by month; `findings` and `received` are this month's,
    `copies` the correction copies that go out with the letters.
    """

    plan: Plan
    month: Period
    today: date
    turnouts: Mapping[Period, Sequence[Turnout]]
    findings: Sequence[Finding]
    received: Sequence[Received]
    copies: frozenset[str] = frozenset()

    @property
    def turnout(self) -> Sequence[Turnout]:
        """Who filed this month."""
        return self.turnouts[self.month]

    @property
    def step(self) -> Step:
        """How far the chasing has come."""
        return step_of(self.plan, self.month, self.today)

    def owed_by(self, department: str) -> tuple[Finding, ...]:
        """The points that a unit must mend or explain, the gravest first, in the order of its form."""
        own = [f for f in self.findings if f.department == department and f.is_owed]
        return tuple(sorted(own, key=lambda f: f.severity.rank))

    def still_missing(self, department: str) -> tuple[Period, ...]:
        """The months up to this one for which a unit has sent nothing."""
        return tuple(m for m in sorted(self.turnouts) if self._presence(m, department) is Presence.MISSING)

    def late_months(self, department: str) -> tuple[Period, ...]:
        """The earlier months of the year in which a unit was late or sent nothing."""
        late = (Presence.LATE, Presence.MISSING)
        return tuple(m for m in sorted(self.turnouts) if m < self.month and self._presence(m, department) in late)

    def _presence(self, month: Period, department: str) -> Presence | None:
        return next((t.presence for t in self.turnouts[month] if t.department.name == department), None)


def letters(post: Post) -> Iterator[Report]:
    """A letter for every unit that owes something of this month, none for one that owes nothing.

    What is cumulative needs no earlier form once this month's has come: only a unit that is silent is told them all.
    """
    for one in post.turnout:
        if one.presence is Presence.MISSING:
            yield _chasing(post, one)
        elif post.owed_by(one.department.name):
            yield _returning(post, one)


# ---- what all of them share


def _values(post: Post, draft: Draft, title: tuple[str, str], lead: Part, parts: Sequence[Part]) -> dict[str, object]:
    """What every letter holds; a title is broken between its two parts where it is too long for a line."""
    basics = post.plan.basics
    mark = _DEMONSTRATION if basics.demonstration else ""
    lines = title_lines((title[0], f"{title[1]}{mark}"))
    return {
        "题名": "".join(lines),
        "标题": draft.text("标题", Sentence("\n".join(lines), (_month(post.month),))),
        "引言": draft.text("引言", lead),
        "各段": draft.texts("正文", parts),
        "联系": _contact(post.plan),
        "署名": basics.coordinator,
        "日期": draft.text("落款", Figure(day(post.today), post.today.isoformat(), "成文日期")),
        "编印单位": basics.coordinator,
        "编印日": post.today.isoformat(),
    }


def _contact(plan: Plan) -> str:
    parts = [f"联系人：{plan.basics.contact}"] * bool(plan.basics.contact)
    parts += [f"联系电话：{plan.basics.phone}"] * bool(plan.basics.phone)
    return f"（{'，'.join(parts)}）" if parts else ""


def _month(month: Period) -> Figure:
    return Figure(month.label, str(month), "报告期")


def _plan_named(plan: Plan) -> Sentence:
    basics = plan.basics
    number = from_plan(f"（{basics.document}）", basics.place("文号")) if basics.document else Sentence("")
    return join((from_plan(f"《{basics.name}》", basics.place("计划名称")), number))


def _by(when: date, formula: str) -> Figure:
    return Figure(day(when), when.isoformat(), formula)


def _numbered(parts: Sequence[Part]) -> list[Part]:
    if len(parts) == 1:
        return list(parts)
    return [join((f"{number}.", part)) for number, part in enumerate(parts, start=1)]


# ---- 催报函


def _chasing(post: Post, one: Turnout) -> Report:
    """What is missing, by when it was due, what to do: reminding, chasing, or chasing after the lock."""
    plan, month, name = post.plan, post.month, one.department.name
    draft = Draft(f"催报退回/{name}.docx")
    due = _by(plan.due(month), "报送安排的截止日")
    lead = say(
        "按照{方案}安排，{期}填报表应于{限}前报送我单位。",
        方案=_plan_named(plan), 期=_month(month), 限=due,
    )  # fmt: skip
    if post.step is Step.REMIND:
        days = (plan.due(month) - post.today).days
        left = say("距截止还有{天}天，请按时报送。", 天=counted(days, "截止日－今天"))
        title, lead = ("关于报送", f"{month.label}填报表的提醒函"), join((lead, left))
    else:
        title = ("关于催报", f"{month.label}填报表的函")
        lead = join(
            (lead, say("截至{今}，还没有收到你单位的填报表。现将有关事项函告如下。", 今=_by(post.today, "今天")))
        )
    values = _values(post, draft, title, lead, [*_missing_forms(post, name), *_demands(post, name)])
    return Report(name, CHASE, name, {**values, "主送": name}, {}, tuple(draft.printed))


def _missing_forms(post: Post, name: str) -> list[Part]:
    """Every form that a unit has not sent, what it asks, and since when it is due."""
    return _numbered([_missing_form(post, name, month) for month in post.still_missing(name)])


def _missing_form(post: Post, name: str, month: Period) -> Sentence:
    form = form_of(post.plan, month, name, Known())
    asked = [
        join((label, counted(len(rows), f"填报表里的{label}数"), "项" if label != "节点" else "个"))
        for label, rows in (("指标", form.indicators), ("任务", form.tasks), ("节点", form.milestones))
        if rows
    ]
    asked += [Sentence("阶段总结1份")] * form.asks_summary
    due = post.plan.due(month)
    late = (post.today - due).days
    since = say("，已过{天}天", 天=counted(late, "今天－截止日")) if late > 0 else Sentence("")
    return join((
        _month(month), "填报表：", join(asked, "、"), "，应于", _by(due, "报送安排的截止日"), "前报送", since, "。",
    ))  # fmt: skip


def _demands(post: Post, name: str) -> Iterator[Part]:
    lock = post.plan.lock(post.month)
    if post.step is Step.TELL_ALL:
        yield say(
            "{期}数据已于{锁}锁定，本期简报已按空缺处理。请尽快补报，补报的数经我单位同意后才计入；确有困难的，请书面说明。",
            期=_month(post.month), 锁=_by(lock, "锁定日"),
        )  # fmt: skip
    elif post.step is Step.CHASE:
        yield say("请于{锁}前补报；到期仍没有报送的，本期简报按空缺处理，并在报送情况中列明。", 锁=_by(lock, "锁定日"))
    else:
        yield "到期没有报送的，本期简报按空缺处理，并在报送情况中列明。"
    late = post.late_months(name)
    if late:
        named = enumeration([month.label for month in late])
        yield join(("今年以来，你单位没有按时报送的还有", Figure(named, named, "报送情况"), "，请一并改进。"))


# ---- 退回函


def _returning(post: Post, one: Turnout) -> Report:
    """What was received when, and the points one by one: where, what stands there, what is wrong, what to do."""
    plan, month, name = post.plan, post.month, one.department.name
    draft = Draft(f"催报退回/{name}.docx")
    owed = post.owed_by(name)
    inferred = "（收到日期按填报日期推定）" if one.inferred else ""
    received = join(("于", _by(one.received, "收件登记"), f"收到{inferred}")) if one.received else Sentence("已收到")
    lead = join((
        "按照", _plan_named(plan), "安排，你单位", _month(month), "填报表", received, "。经核对，有",
        counted(len(owed), "要更正或说明的处数"), "处需要更正或说明，具体见下表。",
    ))  # fmt: skip
    whole = any(f.severity is Severity.RETURN for f in owed)
    title = ("关于退回" if whole else "关于核对更正", f"{month.label}填报表的函")
    values = _values(post, draft, title, lead, list(_how_to_mend(post, name, owed)))
    rows = [_row(draft, number, finding) for number, finding in enumerate(owed, start=1)]
    table = {"主送": name, "问题表": rows, "表题": f"{month.label}填报表需要更正或说明的内容"}
    return Report(name, RETURNED, name, {**values, **table}, {}, tuple(draft.printed))


def _row(draft: Draft, number: int, finding: Finding) -> dict[str, str]:
    place = finding.place
    if place.sheet is None:
        name = f"整个文件\n{place.file.rpartition('/')[2]}"
    else:
        name = "\n".join(filter(None, (f"{place.sheet}{place.cell or ''}", place.label)))
    problem = finding.message.removeprefix(str(place)).rstrip("。")
    return {
        "序号": str(number),
        "位置": draft.text("问题表", name),
        "问题": draft.text("问题表", problem),
        "怎么改": draft.text("问题表", finding.fix.rstrip("。")),
        "程度": finding.severity.value,
    }


def _how_to_mend(post: Post, name: str, owed: Sequence[Finding]) -> Iterator[Part]:
    severities = {finding.severity for finding in owed}
    if Severity.RETURN in severities:
        yield "标明“退回”的，整份表暂不采用，请用下发的填报表重新填写后报送。"
    if Severity.ERROR in severities:
        yield "标明“错误”的，更正前不计入简报，请改好后重新报送。"
    if Severity.VERIFY in severities:
        yield "标明“核实”的，先按填报的采用；不属实的请更正，属实的请在“情况说明”写明原因。"
    copy = next((one for one in post.copies if one.rpartition("/")[2] == f"{safe_name(name)}.xlsx"), "")
    if copy:
        yield f"随函附上“{copy}”：就是你单位报来的表，要改的格已经标色并加了批注，其余已锁定，改好原样发回即可。"
    lock = post.plan.lock(post.month)
    if post.today <= lock:
        yield say("请于{锁}前报送更正后的填报表。", 锁=_by(lock, "锁定日"))
    else:
        yield say("{期}数据已于{锁}锁定，更正的数经我单位同意后才计入。", 期=_month(post.month), 锁=_by(lock, "锁定日"))


# ---- 报送情况通报


def circular(post: Post) -> Report | None:
    """A draft that names the units which are late, silent or returned, once the month is locked; else None."""
    found = [t for t in post.turnout if t.presence is not Presence.IN_TIME]
    if post.step is not Step.TELL_ALL or not found:
        return None
    draft = Draft(f"{CIRCULAR}.docx")
    lead = say(
        "按照{方案}安排，{期}填报表应于{限}前报送。现将报送情况通报如下。",
        方案=_plan_named(post.plan), 期=_month(post.month), 限=_by(post.plan.due(post.month), "报送安排的截止日"),
    )  # fmt: skip
    title = (f"关于{post.month.label}填报表", "报送情况的通报（稿）")
    values = _values(post, draft, title, lead, list(_circular_parts(post)))
    return Report(CIRCULAR, CIRCULAR, "", {**values, "主送": "各责任单位"}, {}, tuple(draft.printed))


def _circular_parts(post: Post) -> Iterator[Part]:
    total = counted(len(post.turnout), "填报单位数")
    counts = [
        join((presence, counted(len(units), f"{presence}的单位数"), "家"))
        for presence in Presence
        if (units := [t for t in post.turnout if t.presence is presence])
    ]
    yield join((say("应报送{总}家，", 总=total), join(counts, "，"), "。"))
    for presence, words in (
        (Presence.MISSING, "没有报送"),
        (Presence.LATE, "逾期报送"),
        (Presence.RETURNED, "报送的表被退回"),
    ):
        units = [t for t in post.turnout if t.presence is presence]
        if units:
            yield f"{words}的：{listing([_with_count(post, t) for t in units])}。"
    yield "以上单位请查明原因，改进报送工作；没有报送和被退回的，请尽快补报。"


def _with_count(post: Post, one: Turnout) -> str:
    """A unit, and how often it has been late this year where this is not the first time."""
    times = len(post.late_months(one.department.name)) + (one.presence in (Presence.LATE, Presence.MISSING))
    return f"{one.department.name}（今年第{times}次）" if times > 1 else one.department.name


# ---- 收件回执


def receipts(post: Post) -> Iterator[Report]:
    """When a unit's form came, and what became of it; one for every unit from which something came."""
    for one in post.turnout:
        if one.presence is not Presence.MISSING:
            yield _receipt(post, one)


def _receipt(post: Post, one: Turnout) -> Report:
    name = one.department.name
    draft = Draft(f"{RECEIPT}/{name}.docx")
    inferred = "（登记起用之前收到，按填报日期推定）" if one.inferred else ""
    when = join(("于", _by(one.received, "收件登记"))) if one.received else Sentence("")
    lead = join(("你单位", _month(post.month), "填报表已", when, f"收到{inferred}。"))
    values = _values(post, draft, (f"{post.month.label}填报表", RECEIPT), lead, list(_receipt_parts(post, one)))
    return Report(name, RECEIPT, name, {**values, "主送": name}, {}, tuple(draft.printed))


def _receipt_parts(post: Post, one: Turnout) -> Iterator[Part]:
    came = next((r for r in post.received if r.arrival.file == one.file), None)
    yield f"文件：{one.file.rpartition('/')[2]}。"
    if came is not None and came.filing is not None:
        people = [came.filing.text(COVER, "", heading) for heading in (PERSON, REVIEWER)]
        yield f"填报人：{people[0] or '没有填'}；审核人：{people[1] or '没有填'}。"
    late = one.presence is Presence.LATE
    due = _by(post.plan.due(post.month), "报送安排的截止日")
    if one.received is not None:
        yield join(("报送时间：", "逾期" if late else "按时", "（截止", due, "）。"))
    yield f"处理结果：{_WORDS_OF.get(one.verdict or Verdict.RETURNED, '退回：要重新报送')}。"
    owed = post.owed_by(one.department.name)
    if owed:
        yield say("需要更正或说明的有{数}处，另见退回函。", 数=counted(len(owed), "要更正或说明的处数"))
    if came is not None and came.arrival.sha256:
        yield f"文件校验值：{came.arrival.sha256[:16]}（收到的就是这一份，可以据此核对）。"


# ---- for a chat group


def chat(post: Post) -> str:
    """The same in a few lines of plain text, to be pasted into a chat group; "" where nobody owes anything."""
    missing = [t.department.short for t in post.turnout if t.presence is Presence.MISSING]
    returned = [t.department.short for t in post.turnout if t.presence is Presence.RETURNED]
    owing = [
        f"{t.department.short}（{len(points)}处）"
        for t in post.turnout
        if t.presence in (Presence.IN_TIME, Presence.LATE) and (points := post.owed_by(t.department.name))
    ]
    if not (missing or returned or owing):
        return ""
    due, lock = post.plan.due(post.month), post.plan.lock(post.month)
    head = f"【{post.step}】{post.plan.basics.short}{post.month.label}填报表"
    when = f"{day_of_year(due)}截止" if post.step is Step.REMIND else f"应于{day_of_year(due)}前报送"
    lines = [f"{head}，{when}。"]
    lines += [f"还没有报的{len(missing)}家：{some(missing, len(missing))}。"] * bool(missing)
    lines += [f"要重新报的{len(returned)}家：{some(returned, len(returned))}。"] * bool(returned)
    lines += [f"有数要改或要说明的{len(owing)}家：{some(owing, len(owing))}，问题已单独发去。"] * bool(owing)
    if post.step is Step.TELL_ALL:
        lines.append(f"数据已于{day_of_year(lock)}锁定，请尽快补报并说明原因。")
    else:
        lines.append(f"请于{day_of_year(lock)}前报齐、改好。")
    return "\r\n".join([*lines, f"{post.plan.basics.coordinator} {day(post.today)}", ""])

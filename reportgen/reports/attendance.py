"""六、报送情况: who filed in time, late, not at all, or must file again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.checks.verdict import Presence, Verdict
from reportgen.forms.definition import COVER, DAY, PERSON, REVIEWER
from reportgen.reports.provenance import Figure, Part, counted, join, say
from reportgen.reports.sentences import some
from reportgen.wording import day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.checks.accepted import Accepted
    from reportgen.reports.account import Account


def attendance(account: Account) -> Iterator[Part]:
    """应报送17家，按时报送13家，逾期报送1家（…），未报送2家（…），退回1家（…）: the four add up."""
    total = counted(len(account.turnout), "填报单位数")
    parts = []
    for presence in Presence:
        found = [t for t in account.turnout if t.presence is presence]
        if found:
            named = "" if presence is Presence.IN_TIME else f"（{some([t.department.name for t in found], 10)}）"
            parts.append(join((presence, counted(len(found), f"{presence}的单位数"), "家", named)))
    yield join((say("本月应报送{总}家，", 总=total), join(parts, "，"), "。"))
    broken = [t for t in account.turnout if t.unreadable]
    if broken:
        names = some([t.department.name for t in broken], 10)
        yield f"退回的单位中，{names}发来的文件打不开，要重新报送。"
    partly = [t for t in account.turnout if t.verdict is Verdict.USED_IN_PART]
    if partly:
        names = some([t.department.name for t in partly], 10)
        yield say(
            "另有{数}家（{名}）的填报表有个别数据待更正，更正前不计入。",
            名=names,
            数=counted(len(partly), "部分采用的单位数"),
        )
    questioned = [t for t in account.turnout if t.verdict is Verdict.USED_WITH_QUESTIONS]
    if questioned:
        names = some([t.department.name for t in questioned], 10)
        yield say(
            "{数}家（{名}）的个别数据正在核实，已先行采用。",
            名=names,
            数=counted(len(questioned), "采用但有说明的单位数"),
        )
    if any(t.inferred for t in account.turnout):
        yield "收到日期在登记起用之前，按填报表上的填报日期推定。"


def filing_of(account: Account) -> Iterator[Part]:
    """Who filled the form in, who answers for it, when it came."""
    accepted = _own_filing(account)
    if accepted is None:
        yield "本月没有收到本单位的填报表。"
        return
    filing = accepted.filing
    person, reviewer = (filing.text(COVER, "", heading) for heading in (PERSON, REVIEWER))
    people = "，".join(filter(None, (person and f"填报人{person}", reviewer and f"审核人{reviewer}")))
    signed = filing.entry(COVER, "", DAY)
    when: Part = ""
    if signed is not None and signed.raw:
        shown = day(signed.value) if signed.value is not None else signed.raw  # type: ignore[arg-type] # 填报日期 is a day
        when = join(("填报日期", Figure(shown, signed.raw, "单位填报", (accepted.source(signed),))))
    said = [part for part in (people, when) if part]
    yield join(("本期数据取自本单位填报表", join(["，", join(said, "，")]) if said else "", "。"))
    if any(p.questioned for p in account.progress):
        yield "带*的数正在核实。"
    if any(m.refused for p in account.progress for m in p.measures):
        yield "表中“待更正”的数，更正前不计入。"


def _own_filing(account: Account) -> Accepted | None:
    reports = [r.accepted for t in account.tasks for r in t.reports if r.accepted is not None]
    measures = [m.accepted for p in account.progress for m in p.measures if m.accepted is not None]
    return next(iter(reports + measures), None)

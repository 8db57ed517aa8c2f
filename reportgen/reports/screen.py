"""What the screen says: ten lines that calm after a run, and the findings of a check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.checks.verdict import Presence, Verdict
from reportgen.findings import Severity
from reportgen.wording import day, enumeration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.checks.verdict import Turnout
    from reportgen.period import Period
    from reportgen.plan.model import Plan
    from reportgen.reports.account import Account
    from reportgen.reports.books import Outcome

_MOST_NAMES: Final = 6


def summary(plan: Plan, month: Period, account: Account, outcome: Outcome) -> Iterator[str]:
    """The verdict of a run in a few lines: how many came, who is missing, what must go back, how things stand."""
    turnout = outcome.turnout
    usable = [t for t in turnout if t.presence in (Presence.IN_TIME, Presence.LATE)]
    came = [t for t in turnout if t.presence is not Presence.MISSING]
    returned = [t for t in turnout if t.presence is Presence.RETURNED]
    missing = [t for t in turnout if t.presence is Presence.MISSING]
    yield f"应交{len(turnout)}，收到{len(came)}，可用{len(usable)}，退{len(returned)}，缺{len(missing)}（截止{day(plan.due(month))}）。"
    if missing:
        yield f"  缺：{_called(missing)}"
    if returned:
        yield f"  退：{_called(returned)}"
    late = [t for t in turnout if t.presence is Presence.LATE]
    if late:
        yield f"  迟：{_names(late)}"
    partly = [t for t in turnout if t.verdict is Verdict.USED_IN_PART]
    if partly:
        yield f"  部分采用（有数要改）：{_names(partly)}"
    if came or outcome.findings:
        yield _counts(outcome)
    broken = [one for one in outcome.received if one.trouble is not None]
    if broken:
        yield f"  打不开的文件{len(broken)}个：{enumeration([one.name for one in broken[:3]])}"
    yield _standing(account)
    yield (
        "现在可以出简报；缺的、退的按空缺处理，简报里已写明。"
        if missing or returned
        else "填报表已收齐，现在可以出简报。"
    )


def _names(turnout: list[Turnout]) -> str:
    names = [t.department.name for t in turnout]
    return enumeration(names) if len(names) <= _MOST_NAMES else f"{enumeration(names[:_MOST_NAMES])}等{len(names)}家"


def _called(turnout: list[Turnout]) -> str:
    """Names with whom to call."""
    shown = []
    for one in turnout[:_MOST_NAMES]:
        contact = " ".join(filter(None, (one.department.contact, one.department.phone)))
        shown.append(f"{one.department.name}（{contact}）" if contact else one.department.name)
    more = f"等{len(turnout)}家" if len(turnout) > _MOST_NAMES else ""
    return f"{enumeration(shown)}{more}"


def _counts(outcome: Outcome) -> str:
    counts = {severity: sum(f.severity is severity for f in outcome.findings) for severity in Severity}
    if not any(counts[s] for s in (Severity.RETURN, Severity.ERROR, Severity.VERIFY)):
        notes = f"；提示{counts[Severity.NOTE]}处，不用处理" if counts[Severity.NOTE] else ""
        whose = "收到的表里" if any(t.presence is Presence.MISSING for t in outcome.turnout) else ""
        return f"{whose}没有要改的{notes}。"
    told = "，".join(f"{severity}{count}处" for severity, count in counts.items() if count)
    return f"校验：{told}。怎么改写在“校验结果.xlsx”的“要办的事”里。"


def _standing(account: Account) -> str:
    late, compared = len(account.late), len(account.compared)
    indicators = (
        f"指标{len(account.progress)}项，可比{compared}项，达到序时进度{compared - late}项"
        if account.progress
        else "没有量化指标"
    )
    behind = len({task.task.code for task, _ in account.troubled_reports()})
    return f"{indicators}；任务{len(account.tasks)}项，有滞后或暂缓的{behind}项。"


def finding_lines(record: dict[str, Any]) -> Iterator[str]:
    """A check as text: every file with its verdict and what is to be done."""
    for file in record["files"]:
        yield f"{file['file']}：{file['verdict']}"
        for finding in record["findings"]:
            if finding["file"] == file["file"]:
                yield f"  【{finding['severity']}】{finding['message']}{finding['fix']}（{finding['rule']}）"
    if record["missing"]:
        yield f"还没有报送：{enumeration([one['department'] for one in record['missing']])}"
    if not record["files"]:
        yield "没有找到填报表。"

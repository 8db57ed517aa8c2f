"""One filing beside what was asked and what was known before: what every rule about a filing looks at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reportgen.forms.definition import INDICATORS, REMARK, STATUS, TASKS, VALUE
from reportgen.intake.filings import State, state_of
from reportgen.plan.model import Status
from reportgen.wording import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from reportgen.checks.accepted import Accepted
    from reportgen.forms.asked import Form, IndicatorRow
    from reportgen.intake.filings import Entry, Filing
    from reportgen.plan.model import Indicator, Plan

_NOTHING = re.compile(
    r"^(?:目前|本月|当前|现|暂时?)*(?:无|没有|没|未发现|不存在|无需|不需要?)(?:存在)?(?:其他|其它|明显|突出|具体|特殊|需要?|须)*"
    r"(?:问题|困难|协调|说明|情况|事项|措施)*$"
)
_CONFIRMED = re.compile(
    r"^(?:经|均已|已|均|该|此|本|上述|以上|我局|我办|我街道?|我|局|单位|数据|数值|指标|填报|再次|反复|一一)*+"
    r"(?:情况)?(?:核实|核对|确认|复核|审核|核查|属实|无误|正常|准确|正确|真实)"
    r"(?:数据|数值|情况|填报|后|过|均|并|且|、|，|确认|核实|属实|无误|准确|正确|真实|正常|有效|推进)*+$"
)
"""核实无误, 经我局核对数据属实: somebody looked again, but there is still no reason."""
_EMPTY_WORDS = frozenset(
    ("无说明", "见附件", "详见附件", "同上", "略", "是", "/", "-", "如实填报", "按实填报", "按要求填报")
)


@dataclass(frozen=True)
class Case:
    """A filing, the form that was asked for, and the department's earlier accepted filings, oldest first."""

    filing: Filing
    form: Form
    past: tuple[Accepted, ...] = ()

    @property
    def plan(self) -> Plan:
        """The plan of the form."""
        return self.form.plan

    @cached_property
    def rows(self) -> Mapping[str, IndicatorRow]:
        """The indicators asked, by 编号."""
        return {row.id: row for row in self.form.indicators}

    def valued(self) -> Iterator[tuple[IndicatorRow, Entry, Decimal]]:
        """Every indicator of the form for which a number could be read."""
        for entry in self.filing.entries_of(INDICATORS.name, VALUE):
            row = self.rows.get(entry.id)
            if row is not None and entry.value is not None:
                yield row, entry, entry.value  # type: ignore[misc] # a value under 本月累计 is a Decimal

    def state(self, code: str) -> State:
        """Which of the kinds of empty an indicator's row is."""
        return state_of(self.filing, code)

    def explained(self, code: str) -> bool:
        """Whether 情况说明 says something that can be printed as a reason."""
        return says_something(self.filing.text(INDICATORS.name, code, REMARK))

    def told(self, code: str, heading: str) -> bool:
        """Whether a task's cell says something that can be printed."""
        return says_something(self.filing.text(TASKS.name, code, heading))

    def status(self, code: str) -> Status | None:
        """The status chosen for a task; None where it is blank or no choice."""
        entry = self.filing.entry(TASKS.name, code, STATUS)
        return entry.value if entry is not None and isinstance(entry.value, Status) else None

    def indicator_facts(self, indicator: Indicator) -> dict[str, object]:
        """The facts that sentences about an indicator share."""
        return {"单位": indicator.unit, "指标": indicator.name}


def says_something(text: str) -> bool:
    """无, 暂无问题, 核实无误, 正常, 见附件 and the like are no reason, no problem and no wish."""
    words = cleaned(text)
    return bool(words) and words not in _EMPTY_WORDS and not _NOTHING.match(words) and not _CONFIRMED.match(words)

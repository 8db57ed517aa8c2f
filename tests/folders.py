"""Real folders for tests: a plan workbook and filled form workbooks on disk, written as the program writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from office import GOOD, JUNE, PLAN, answers, form, value_of, workbook

from reportgen.batch import Desk, Examined, choose, examine_everything, load_plans
from reportgen.forms.definition import DAY, NODE_DATE
from reportgen.forms.workbook import write_form
from reportgen.plan.writing import write_plan
from reportgen.word.house import SHIPPED

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.forms.workbook import Answers
    from reportgen.period import Period
    from reportgen.plan.model import Plan


def plan_bytes(text: str = PLAN) -> bytes:
    """The plan workbook of a text."""
    tables = {
        sheet.name: [
            {str(heading): _plain(value) for heading, value in zip(sheet.rows[0], row, strict=False) if value != ""}
            for row in sheet.rows[1:]
        ]
        for sheet in workbook(text).sheets
    }
    return write_plan(tables, "测试计划")


def _plain(value: object) -> str | Decimal:
    return Decimal(f"{value:.15g}") if isinstance(value, float) else str(value)


def typed(changes: str = "", given: dict[tuple[str, str, str], str] = GOOD) -> Answers:
    """Answers as a department types them: numbers as numbers, days as days."""
    found: Answers = {}
    for (sheet, identity, heading), text in {**given, **answers(changes or "")}.items():
        value = value_of(text)
        if heading in (DAY, NODE_DATE) and text[:2] == "20":
            found[sheet, identity, heading] = date.fromisoformat(text)
        elif isinstance(value, float):
            found[sheet, identity, heading] = Decimal(f"{value:.15g}")
        elif text:
            found[sheet, identity, heading] = str(value)
    return found


def form_bytes(changes: str = "", *, department: str = "甲局", month: Period = JUNE, of: Plan | None = None) -> bytes:
    """A filled form of 甲局 (or another unit) as a workbook."""
    asked = form(department, month, of=of)
    own = {"", *(r.id for r in asked.indicators), *(r.id for r in asked.tasks), *(r.id for r in asked.milestones)}
    fitting = {key: value for key, value in typed(changes).items() if key[1] in own}
    return write_form(asked, fitting)


@dataclass(frozen=True)
class Office:
    """An office's folders below a temporary one."""

    root: Path
    today: date = date(2025, 6, 30)

    @property
    def desk(self) -> Desk:
        """Where its things lie."""
        now = datetime.combine(self.today, datetime.min.time())
        return Desk(self.root / "inputs", self.root / "outputs", self.root / "templates", now)

    def put(self, name: str, content: bytes) -> Path:
        """A file below inputs/测试."""
        path = self.root / "inputs" / "测试" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def examined(self, *more: Path) -> Examined:
        """Everything that came in, checked."""
        plans = load_plans(self.desk.inputs)
        (one,) = examine_everything(self.desk, plans, choose(plans, "测试"), lambda _: None, more)
        return one

    def codes(self) -> list[str]:
        """The rules that found something."""
        return [finding.rule.code for finding in self.examined().findings]


def office(root: Path, text: str = PLAN, today: date = date(2025, 6, 30)) -> Office:
    """An office with a plan and the shipped templates, and nothing received."""
    made = Office(root, today)
    made.put("计划.xlsx", plan_bytes(text))
    for kind, make in SHIPPED.items():
        path = made.desk.templates / f"{kind}.docx"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make())
    return made

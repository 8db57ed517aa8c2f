"""Write the parts of the README that stand in the code: run it after a change of commands, rules or files.

python tests/shipped/readme.py rewrites what stands between the marks.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import typer

from reportgen import cli
from reportgen.batch import RUN_FILES
from reportgen.findings import RULES, Group, Severity
from reportgen.plan.contradictions import RULES as PLAN_RULES
from reportgen.plan.model import Grade
from reportgen.plan.rule import READING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

README: Final = Path(__file__).resolve().parents[2] / "README.md"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _commands() -> Iterator[tuple[str, str]]:
    """Every command with its arguments and what it is for."""
    group = typer.main.get_command(cli.app)
    found = dict(getattr(group, "commands", {}))
    for name, command in found.items():
        inner: dict[str, object] = getattr(command, "commands", {}) or {"": command}
        for sub, one in inner.items():
            arguments = [p for p in getattr(one, "params", ()) if p.param_type_name == "argument"]
            words = [p.metavar if p.required else f"[{p.metavar}]" for p in arguments]
            yield " ".join(filter(None, ("reportgen", name, sub, *words))), str(getattr(one, "help", ""))


def _rules() -> str:
    """A paragraph on severities and one folded table a group."""
    counts = "、".join(f"{s}{sum(rule.severity is s for rule in RULES)}条" for s in Severity)
    parts = [f"共{len(RULES)}条规则：{counts}。“错误”和“退回”的数不进简报，“核实”的照用并请单位说明，“提示”不用处理。"]
    for group in Group:
        rows = [(r.code, r.severity.value, r.title, r.expects, r.fix) for r in RULES if r.group is group]
        if rows:
            table = _table(
                ("规则号", "程度", "查什么", "要求", "怎么改"), ([_cell(text) for text in row] for row in rows)
            )
            parts.append(f"<details><summary>{group}（{len(rows)}条）</summary>\n\n{table}\n\n</details>")
    return "\n\n".join(parts)


def _plan_rules() -> str:
    """A folded table of what plan check finds, the gravest first."""
    rules = [(code, Grade.MUST, title) for code, title in READING.items()]
    rules += [(rule.code, rule.grade, rule.title) for rule in PLAN_RULES]
    counts = "、".join(f"{grade}{sum(g is grade for _, g, _ in rules)}条" for grade in Grade)
    table = _table(("规则号", "程度", "查什么"), ((code, grade.value, title) for code, grade, title in rules))
    heads = f"<details><summary>计划核对的{len(rules)}条规则：{counts}</summary>"
    return f"{heads}\n\n{table}\n\n</details>"


def _cell(text: str) -> str:
    """A rule's text in a table: what is filled in at the time is shown as ……."""
    return re.sub(r"(\{[^}]*\})+", "……", text).replace("|", "\\|").replace("\n", " ")


def parts() -> dict[str, str]:
    """What stands between the marks, by the word in them."""
    return {
        "文件": _table(("文件", "是什么"), ((f"`{name}`", what) for name, what in RUN_FILES)),
        "命令": _table(("命令", "做什么"), ((f"`{name}`", what) for name, what in _commands())),
        "规则": _rules(),
        "计划规则": _plan_rules(),
    }


def rewritten(text: str) -> str:
    """The README with its parts written anew; raises ValueError where a mark is gone."""
    for word, part in parts().items():
        marks = f"<!-- {word}：由程序写 -->", f"<!-- {word}：完 -->"
        if any(text.count(mark) != 1 for mark in marks):
            message = f"README.md has lost its marks for {word}"
            raise ValueError(message)
        before, rest = text.split(marks[0])
        text = f"{before}{marks[0]}\n{part}\n{marks[1]}{rest.split(marks[1])[1]}"
    return text


def main() -> None:
    """Rewrite the README."""
    README.write_text(rewritten(README.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()

"""The house: traffic goes one way, each outside library has one door, every module says what it is for."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import reportgen

ROOT = Path(reportgen.__file__).parent
ORDER = (
    "period", "packages", "wording", "workbooks", "findings", "plan", "forms", "rehearsal", "intake", "checks",
    "corrections", "progress", "reports", "word", "publishing", "batch", "tracing", "cli",
)  # fmt: skip
WITHIN = {
    "workbooks": ("cells", "raw", "read", "child", "write"),
    "plan": (
        "model", "in_force", "sheets", "workbook", "pace", "rule", "faults", "doubts", "contradictions", "tables",
        "writing", "example",
    ),
    "forms": ("definition", "asked", "lead", "workbook"),
    "intake": (
        "arrivals", "numbers", "rounds", "filings", "register", "archive", "structure", "reading", "gather", "lone",
    ),
    "checks": (
        "accepted", "case", "files", "form", "cells", "against_plan", "against_history", "narrative", "between",
        "__init__", "waived", "versions", "verdict",
    ),
    "corrections": ("book", "styles", "notes", "patch", "coming_back", "front", "copy", "__init__"),
    "reports": (
        "provenance", "account", "sentences", "overview", "indicators", "tasks", "troubles", "attendance", "brief", "letters",
        "books", "ledger", "screen",
    ),
    "word": ("layout", "record", "charts", "compile", "house", "render"),
}  # fmt: skip
DOORS = {
    "python_calamine": {"workbooks/read.py"},
    "xlsxwriter": {"workbooks/write.py"},
    "openpyxl": {"plan/writing.py"},
    "pandas": {"reports/ledger.py"},
    "lxml": {
        "workbooks/raw.py",
        "word/compile.py",
        "word/charts.py",
        "corrections/book.py",
        "corrections/styles.py",
        "corrections/notes.py",
        "corrections/patch.py",
    },
    "jinja2": {"word/compile.py", "word/render.py"},
    "typer": {"cli.py"},
    "rich": {"cli.py"},
}
MODULES = sorted(ROOT.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Every module that a module imports, late and for type checkers too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def storey(name: str) -> tuple[int, int]:
    """Room and place in the room of reportgen.<room>.<module>."""
    parts = name.split(".")[1:]
    room = parts[0]
    inner = WITHIN.get(room, ())
    place = inner.index(parts[1]) if len(parts) > 1 else inner.index("__init__") if "__init__" in inner else -1
    return ORDER.index(room), place


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_module_imports_only_what_stands_above_it(path: Path) -> None:
    """Data flows one way; no room reaches down, not even for a type."""
    name = ".".join(("reportgen", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
    if name == "reportgen":
        return
    own = {module for module in imports(path) if module.startswith("reportgen.")}
    assert {module for module in own if storey(module) >= storey(name)} == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_each_outside_library_has_its_door(path: Path) -> None:
    """A library is known where it must be and nowhere else."""
    here = path.relative_to(ROOT).as_posix()
    for module in imports(path):
        library = module.partition(".")[0]
        assert here in DOORS.get(library, {here}), f"{here} knows {library}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_module_opens_with_one_sentence(path: Path) -> None:
    """What it is for, before the first import."""
    first = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n\n")[0]
    assert first.endswith("."), first


def test_only_the_command_line_knows_the_clock_and_prints() -> None:
    """The middle asks no clock, environment or printer."""
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        if path.name not in ("cli.py", "child.py"):
            assert "print(" not in text.replace("fingerprint(", ""), path
            assert ".now(" not in text, path
            assert ".today()" not in text, path
            assert "environ" not in text, path

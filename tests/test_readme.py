"""README and CHANGELOG tell the truth about today's program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from shipped import pictures, readme

import reportgen

if TYPE_CHECKING:
    from pathlib import Path

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"```(?:sh|bat)\n(.*?)\n```", README, re.DOTALL)


def test_what_is_written_from_code_is_up_to_date() -> None:
    """The tables of files, commands and rules are those of the program."""
    assert readme.rewritten(README) == README, "README.md is old: python tests/shipped/readme.py"


def test_a_lost_mark_is_noticed() -> None:
    """A README without the place for a table is refused rather than left as it is."""
    with pytest.raises(ValueError, match="规则"):
        readme.rewritten(README.replace("<!-- 规则：完 -->", ""))


def test_continuous_integration_runs_the_test_command_of_the_readme() -> None:
    """.ci/run ends with exactly the line that the README gives."""
    (tests,) = [command for command in COMMANDS if command.endswith("pytest")]
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").strip()
    assert script.splitlines()[-1] == tests


def test_every_command_is_one_line_that_makes_its_own_environment() -> None:
    """Set-up is one command: environment, installation, and what it is for."""
    assert len(COMMANDS) == 3
    for command in COMMANDS:
        assert re.fullmatch(r"\S+( -3)? -m venv \.venv && \S+ install -e \S+ && \S+( run)?", command)


def test_every_picture_is_shown_and_there() -> None:
    """No picture is missing and none lies about."""
    shown = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)
    there = {path.relative_to(ROOT).as_posix() for path in pictures.PICTURES.iterdir()}
    assert set(shown) == there


def test_the_pictures_show_what_the_program_makes_today(tmp_path: Path) -> None:
    """Every picture was drawn from what the program still makes of the shipped inputs."""
    for picture in pictures.wanted(tmp_path):
        path = pictures.PICTURES / f"{picture.name}.png"
        assert pictures.remembered(path) == picture.digest, f"{path.name} is old: python tests/shipped/pictures.py"


def test_the_changelog_has_the_present_version() -> None:
    """The first version told of is the one that is installed."""
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## ([\d.]+)（", changes, re.MULTILINE)[0] == reportgen.__version__


def test_nothing_else_stands_at_the_top() -> None:
    """What a clerk sees on opening the folder: what the office asked for and nothing else."""
    allowed = {
        "pyproject.toml",
        "reportgen",
        "templates",
        "inputs",
        "outputs",
        "tests",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
    }
    there = {
        path.name for path in ROOT.iterdir() if not path.name.startswith(".") and not path.name.endswith(".egg-info")
    }
    assert there - {"build"} == allowed

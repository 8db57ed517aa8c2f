"""What a clerk asks on the spot: where a number comes from, whether a template is right, for a fresh one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from docx import Document
from test_run import called, full, reportgen

if TYPE_CHECKING:
    from pathlib import Path

    from folders import Office


@pytest.fixture
def done(tmp_path: Path) -> Office:
    """An office whose June is written."""
    one = full(tmp_path)
    reportgen(one, "run", "--today", "2025-06-30")
    return one


def asked(one: Office, *arguments: str) -> tuple[int, str, str]:
    """A question about what was written."""
    return called("trace", *arguments, "--outputs", str(one.desk.outputs))


def test_a_number_is_traced_to_its_sentence_its_sum_and_its_cell(done: Office) -> None:
    """50.0% is 60 of 120, and 60 stands in I2 of 甲局's form."""
    ended, screen, _ = asked(done, "2025-06", "60")
    assert ended == 0
    assert "“60”——工作简报.docx，主要指标进展情况表" in screen
    assert "“指标进展”表I2（签约额·本月累计），填报人张三" in screen
    ended, screen, _ = asked(done, "2025-06", "50.0%")
    assert "怎么来的：累计÷年度目标" in screen.replace(" ", "")


@pytest.mark.parametrize(("number", "found"), [("6", False), ("６０", True), ("60.0", True), ("签约额", True)])
def test_the_number_itself_is_meant_not_its_digits(done: Office, number: str, found: bool) -> None:
    """6 is not in 60; full width and idle noughts do not matter; words may be asked for too."""
    _, screen, complaint = asked(done, "2025-06", number)
    assert ("“60”——" in screen or "“签约额”" in screen) is found
    assert found or "“60" not in screen + complaint


def test_a_document_is_asked_alone(done: Office) -> None:
    """The unit's own brief, wherever one stands."""
    path = done.desk.outputs / "测试/2025-06/各单位/甲局-工作简报.docx"
    ended, screen, _ = asked(done, str(path), "60", "--json")
    figures = json.loads(screen)["figures"]
    assert ended == 0
    assert {figure["document"] for figure in figures} == {"甲局-工作简报.docx"}
    assert figures[0]["cells"][0]["cell"] == "I2"


@pytest.mark.parametrize(
    ("what", "number", "says"),
    [
        ("2025-06", "987654", "没有印出“987654”这个数"),
        ("2025-05", "60", "请先运行reportgen run --period 2025-05"),
        ("六月", "60", "既不是期间"),
        ("没有.docx", "60", "找不到文件"),
    ],
)
def test_a_question_without_an_answer_is_one_sentence(done: Office, what: str, number: str, says: str) -> None:
    """Exit status 2 and what to do."""
    ended, screen, complaint = asked(done, what, number)
    assert (ended, screen) == (2, "")
    assert says in complaint


def test_a_template_is_checked_before_it_is_used(done: Office) -> None:
    """Every fault with its paragraph at once, and nothing written."""
    path = done.desk.templates / "催报函.docx"
    assert called("template", "check", str(path))[0] == 0
    document = Document(str(path))
    document.paragraphs[1].add_run("{{ 标体 }}")
    document.add_paragraph("{{ 署明 }}")
    document.save(str(path))
    ended, screen, _ = called("template", "check", str(path))
    assert ended == 2
    assert "没有“标体”这个名称。您是不是要写“标题”？" in screen
    assert "模板核对完毕：2处要改。" in screen
    ended, screen, _ = called("template", "check", str(path), "--json")
    assert len(json.loads(screen)["findings"]) == 2


def test_a_fresh_template_is_written_and_never_over_another(tmp_path: Path) -> None:
    """An office that spoilt its own begins anew beside it."""
    where = ("--templates", str(tmp_path / "templates"))
    assert called("template", "new", "退回函", *where)[0] == 0
    path = tmp_path / "templates" / "退回函.docx"
    before = path.read_bytes()
    ended, _, complaint = called("template", "new", "退回函", *where)
    assert (ended, path.read_bytes()) == (2, before)
    assert "没有改动它" in complaint
    ended, _, complaint = called("template", "new", "会议纪要", *where)
    assert ended == 2
    assert "可写的有：工作简报" in complaint
    assert called("template", "check", str(path))[0] == 0

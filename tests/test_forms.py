"""The form that is sent out: what is asked, what is locked, what is carried over, how it opens."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from folders import form_bytes, office, typed
from office import JUNE, MAY, PLAN, accepted, form, month, plan
from openpyxl import load_workbook

from reportgen.batch import CallError, make_forms
from reportgen.checks.accepted import known_before
from reportgen.forms.asked import form_of, safe_name
from reportgen.forms.definition import FORM_VERSION, INDICATORS, MILESTONES, SITUATION, STATUS, TASKS, VALUE, Role
from reportgen.forms.workbook import write_form

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook as Book
    from openpyxl.worksheet.worksheet import Worksheet


def opened(content: bytes) -> Book:
    """The workbook as another program reads it."""
    return load_workbook(io.BytesIO(content))


def headings(sheet: Worksheet) -> str:
    """The first row."""
    return " ".join(str(cell.value) for cell in sheet[1])


def test_the_contract_of_sheets_and_headings() -> None:
    """Names of sheets and headings are fixed: other people's scripts rely on them."""
    book = opened(write_form(form()))
    assert book.sheetnames == ["填报说明", "指标进展", "任务进展", "节点进展", "阶段总结", "_表单"]
    assert (
        headings(book["指标进展"])
        == "序号 指标编号 指标名称 计量单位 指标类型 年度目标 挑战目标 上月累计 本月累计 本月新增 完成率 序时进度 "
        "填报情形 情况说明 佐证材料"
    )
    assert (
        headings(book["任务进展"])
        == "序号 任务编号 任务名称 工作内容 本单位职责 完成时限 上月状态 进展状态 本月进展 存在问题 下步措施 需协调事项 佐证材料"
    )
    assert headings(book["节点进展"]) == "任务编号 节点 时限 是否完成 完成日期 说明"
    assert headings(book["阶段总结"]) == "主要成效 存在问题 下阶段打算"
    assert book["_表单"].sheet_state == "hidden"


def test_a_unit_is_asked_only_its_own() -> None:
    """丙街道 takes part in one task and has no indicator and no milestone."""
    asked = form("丙街道", month("2025-05"))
    assert [row.id for row in asked.tasks] == ["二-1-1"]
    assert [sheet.name for sheet in asked.sheets] == ["任务进展"]
    assert opened(write_form(asked)).sheetnames == ["填报说明", "任务进展", "_表单"]


def test_december_asks_for_a_self_assessment() -> None:
    """自评得分 and 自评理由 stand in December's 阶段总结 only."""
    book = opened(write_form(form(month=month("2025-12"))))
    assert headings(book["阶段总结"]) == "主要成效 存在问题 下阶段打算 自评得分 自评理由"


def test_everything_prefilled_is_locked_and_only_entries_are_open() -> None:
    """Protection without a password helps the honest."""
    book = opened(write_form(form()))
    for sheet in (INDICATORS, TASKS, MILESTONES):
        page = book[sheet.name]
        assert page.protection.sheet
        assert not page.protection.password
        for row in page.iter_rows(min_row=2):
            for cell, field in zip(row, sheet.fields, strict=True):
                assert cell.protection.locked == (field.role is not Role.ENTRY), cell.coordinate
    cover = book["填报说明"]
    labels = {row[0].value: row[1] for row in cover.iter_rows(max_col=2)}
    assert [labels[n].protection.locked for n in ("填报单位", "填报月份")] == [True, True]
    assert [labels[n].protection.locked for n in ("填报人", "审核人", "联系电话", "填报日期")] == [False] * 4


def test_the_identity_tells_plan_unit_month_and_the_locked_cells() -> None:
    """「_表单」 carries what was sent out, so that a change is seen when it comes back."""
    rows = opened(write_form(form()))["_表单"].iter_rows(values_only=True)
    pairs = {str(row[0]): row[1] for row in rows}
    assert (pairs["计划编号"], pairs["单位"], pairs["期间"], pairs["表单版本"]) == (
        "测-1",
        "甲局",
        "2025-06",
        FORM_VERSION,
    )
    assert len(str(pairs["指纹"])) == 16
    assert pairs["指标进展!F2"] == "120"
    assert pairs["任务进展!B2"] == "二-1-1"


def test_the_target_shows_its_comparison() -> None:
    """年度目标 is a number whose format shows ≥, > or ≤."""
    page = opened(write_form(form()))["指标进展"]
    shown = {row[1].value: (row[5].value, row[5].number_format) for row in page.iter_rows(min_row=2)}
    assert shown["Z1"] == (120, '"≥"0')
    assert shown["Z4"] == (7.5, '"≥"0.0')
    assert shown["Z5"] == (400, '">"0')
    assert shown["Z6"] == (12, '"≤"0')


def test_formulas_carry_their_values() -> None:
    """A preview on a phone shows 本月新增 and 完成率, and growth, rates and ranks show a dash."""
    past = (accepted("Z1 | 本月累计 | 50", MAY),)
    asked = form(past=past)
    values = load_workbook(io.BytesIO(write_form(asked, typed())), data_only=True)["指标进展"]
    formulas = opened(write_form(asked, typed()))["指标进展"]
    rows = {row[1].value: row for row in values.iter_rows(min_row=2)}
    assert (rows["Z1"][7].value, rows["Z1"][9].value, rows["Z1"][10].value) == (50, 10, 0.5)
    assert str(formulas["J2"].value).startswith("=IF(")
    assert [rows[code][10].value for code in ("Z3", "Z4", "Z6", "Z7", "Z8")] == ["—"] * 5
    assert [rows[code][9].value for code in ("Z3", "Z4", "Z7", "Z8")] == ["—"] * 4


def test_drop_downs_limits_and_hints_stand_at_every_entry() -> None:
    """Each entry cell tells what is wanted; choices come from a list."""
    page = opened(write_form(form()))["指标进展"]
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    assert rules["M2"].formula1 == '"正常,本月无进展,不适用,数据未出"'
    assert (rules["I3"].type, rules["I4"].type) == ("whole", "decimal")
    assert (rules["I4"].formula1, rules["I4"].formula2) == ("0", "100")
    assert "亿元" in str(rules["I2"].prompt)
    entries = sum(field.role is Role.ENTRY for field in INDICATORS.fields)
    assert len(rules) == entries * 8


def test_what_is_due_is_coloured_until_it_is_filled() -> None:
    """Yellow for what is still to be filled, orange and red for what wants a second look."""
    book = opened(write_form(form()))
    for name, least in (("指标进展", 4), ("任务进展", 6), ("节点进展", 1), ("填报说明", 1)):
        assert sum(len(rules.rules) for rules in book[name].conditional_formatting) >= least


def test_it_prints_on_a4_across_on_one_page_width() -> None:
    """Landscape, one page wide, headings repeated, never the hidden sheet."""
    book = opened(write_form(form()))
    for name in ("指标进展", "任务进展", "节点进展"):
        page = book[name]
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
        assert page.print_title_rows == "$1:$1"
        assert page.freeze_panes is not None
    assert not book["_表单"].print_area


def test_how_much_is_to_be_filled_is_said_and_true() -> None:
    """本表只需填N格: the yellow cells of a form in which nothing is filled."""
    asked = form(month=month("2025-05"))
    said = str(opened(write_form(asked))["填报说明"]["A2"].value)
    assert f"本表只需填{asked.cells_to_fill}格" in said
    assert asked.cells_to_fill == 4 + 8 + 3 * 2


def test_last_months_values_are_carried_over() -> None:
    """上月累计 is the last known value, 上月状态 the last status."""
    past = (accepted("Z1 | 本月累计 | 55\n二-1-1 | 进展状态 | 已完成\nZ2 | 本月累计 | 24", MAY),)
    asked = form(past=past)
    carried = {row.id: row.carried for row in asked.indicators}
    assert carried["Z1"] is not None
    assert carried["Z1"].value == 55
    assert asked.tasks[0].last_status == "已完成"
    assert asked.cells_to_fill == 4 + 8 + 5 + 3


def test_an_older_value_says_from_which_month_it_is() -> None:
    """A gap in the reports is no secret."""
    past = (accepted("Z1 | 本月累计 | 40", month("2025-04")),)
    page = opened(write_form(form(past=past)))["指标进展"]
    assert "2025年4月" in str(page["H2"].comment.text if page["H2"].comment else "")


@pytest.mark.parametrize(("when", "first", "stock"), [("2025-01", "0", "300"), ("2025-04", None, "300")])
def test_what_is_carried_into_the_first_form(when: str, first: str | None, stock: str) -> None:
    """Nought for a cumulative figure in January, unknown later; the 上年基数 for a stock."""
    carried = {row.id: row.carried for row in form(month=month(when)).indicators}
    assert (carried["Z1"].value if carried["Z1"] else None) == (Decimal(first) if first else None)
    assert carried["Z5"] is not None
    assert carried["Z5"].value == Decimal(stock)


def test_cumulative_figures_begin_anew_each_year() -> None:
    """December's total is not carried into January."""
    text = PLAN.replace("结束日期 | 2025-12-31", "结束日期 | 2026-12-31").replace(
        "Z1       | 2025 | 120", "Z1       | 2025 | 120\nZ1       | 2026 | 130"
    )
    one = plan(text)
    known = known_before((accepted("Z1 | 本月累计 | 118", month("2025-12"), of=one),))
    row = form_of(one, month("2026-01"), "甲局", known).indicators[0]
    assert row.carried is not None
    assert row.carried.value == 0


def test_the_same_form_gives_the_same_bytes() -> None:
    """No clock gets into a form."""
    assert form_bytes() == form_bytes()


@pytest.mark.parametrize("count", [1, 60])
def test_a_form_with_one_row_and_with_sixty_is_whole(count: int) -> None:
    """Every row is as high as its words need, and none is formatted for nothing."""
    content = "走访企业和机构，收集需求，组织对接，" * 6
    lines = "\n".join(f"二-3-{i} | （三）第三章 | 任务{i} | {content} | 甲局" for i in range(1, count + 1))
    head = "[任务]\n任务编号 | 章节 | 任务名称 | 工作内容 | 牵头单位\n"
    one = plan(PLAN.split("[任务]")[0] + head + lines)
    content_of_file = write_form(form_of(one, MAY, "甲局", known_before(())))
    page = opened(content_of_file)["任务进展"]
    assert page.max_row == count + 1
    assert {page.row_dimensions[row].height >= 90 for row in range(2, count + 2)} == {True}
    raw = zipfile.ZipFile(io.BytesIO(content_of_file)).read("xl/worksheets/sheet3.xml")
    assert raw.count(b'customHeight="1"') == 1, "only the heading's height is fixed: rows grow while somebody types"


def test_text_that_begins_with_an_equals_sign_stays_text() -> None:
    """A narrative must never become a live formula."""
    book = opened(write_form(form(), typed("二-1-1 | 本月进展 | '=1+1")))
    assert (book["任务进展"]["I2"].value, book["任务进展"]["I2"].data_type) == ("=1+1", "s")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("区委〈区人民政府〉办公室", "区委〈区人民政府〉办公室"),
        ('a<b>:"/\\|?*c', "a_b________c"),
        ("CON", "_CON"),
        ("甲. ", "甲"),
        ("", "_"),
        ("局" * 200, "局" * 80),
    ],
)
def test_a_name_is_one_that_windows_can_bear(name: str, safe: str) -> None:
    """Forms go to offices with every kind of computer."""
    assert safe_name(name) == safe


# ---- reportgen forms


def test_forms_are_written_for_every_unit(tmp_path: Path) -> None:
    """One workbook per unit, named <单位>-<月份>.xlsx."""
    one = office(tmp_path)
    one.put("2025-05/甲局.xlsx", form_bytes(month=MAY))
    made = make_forms(one.desk, one.examined(), JUNE, lambda _: None)
    assert [name for name, _ in made.files] == ["甲局-2025-06.xlsx", "乙街道-2025-06.xlsx", "丙街道-2025-06.xlsx"]
    assert made.folder == one.desk.outputs / "测试" / "填报表" / "2025-06"
    page = load_workbook(made.folder / "甲局-2025-06.xlsx")["指标进展"]
    assert page["H2"].value == 60


def test_a_month_that_is_not_reported_has_no_forms(tmp_path: Path) -> None:
    """A slip in the month is told, and nothing is written."""
    one = office(tmp_path)
    with pytest.raises(CallError, match="不要求报送2026年1月"):
        make_forms(one.desk, one.examined(), month("2026-01"), lambda _: None)
    assert not one.desk.outputs.exists()


def test_a_form_that_was_sent_back_carries_what_was_typed(tmp_path: Path) -> None:
    """What is asked and what is read come from one definition."""
    one = office(tmp_path)
    one.put("甲局.xlsx", form_bytes())
    filing = one.examined().history["甲局"][0].filing
    assert filing.entry("指标进展", "Z1", VALUE).value == 60  # type: ignore[union-attr] # it is there
    assert filing.entry("指标进展", "Z1", SITUATION).raw == ""  # type: ignore[union-attr] # it is there
    assert filing.text("任务进展", "二-1-1", STATUS) == "正常推进"
    assert filing.person == "张三"
    assert date(2025, 6, 27) in [entry.value for entry in filing.entries]

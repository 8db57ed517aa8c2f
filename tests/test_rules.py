"""Every rule about a filing: one form that triggers it at its cell, one that must not."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
import test_archive
import test_between
import test_damaged_forms
import test_intake
from office import GOOD, JUNE, MAY, PLAN, accepted, case, filing, filled, findings, form, found, month, plan, shared

from reportgen.checks import CHECKS, check
from reportgen.checks.accepted import Accepted, accept
from reportgen.checks.between import BETWEEN_CHECKS
from reportgen.checks.case import Case, says_something
from reportgen.checks.files import FILE_CHECKS
from reportgen.findings import RULES, Severity
from reportgen.workbooks.cells import Sheet, Value, Workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


# 规则号: 单元格, what 甲局 writes so that the rule finds it there, what it may write without being asked
CELLS = {
    "T101": ("I2", "Z1 | 本月累计 |\nZ1 | 填报情形 | 正常", "Z1 | 填报情形 | 正常"),
    "T102": ("I2", "Z1 | 本月累计 |", "Z1 | 本月累计 |\nZ1 | 填报情形 | 本月无进展"),
    "T103": ("I3", "Z2 | 本月累计 | '１２", "Z2 | 本月累计 | 12"),
    "T104": ("I2", "Z1 | 本月累计 | 1e29", "Z1 | 本月累计 | 60.123456789"),
    "T105": ("I2", "Z1 | 本月累计 | 若干", "Z1 | 本月累计 | '60"),
    "T107": ("I3", "Z2 | 本月累计 | 12人", "Z2 | 本月累计 | 12家"),
    "T109": ("I4", "Z3 | 本月累计 | 0.615", "Z3 | 本月累计 | 61.5"),
    "T110": ("I2", "Z1 | 本月累计 | #DIV/0!", "Z1 | 本月累计 | 0"),
    "T112": ("I2", "Z1 | 本月累计 | =B2+1", "Z1 | 本月累计 | 61"),
    "T118": ("H2", "二-1-1 | 进展状态 | 正在推进", "二-1-1 | 进展状态 | 正常 推进"),
    "T120": ("I2", f"二-1-1 | 本月进展 | {'走访企业' * 251}", f"二-1-1 | 本月进展 | {'走访企业' * 250}"),
    "T122": ("I3", "Z2 | 本月累计 | 12.5", "Z1 | 本月累计 | 60.5"),
    "T124": ("I4", "Z3 | 本月累计 | 101", "Z4 | 本月累计 | -3"),
    "T125": ("I2", "Z1 | 本月累计 | 约60", "Z1 | 本月累计 | 60亿元"),
    "T126": ("I2", "Z1 | 本月累计 | /", "Z1 | 本月累计 | 0\nZ1 | 情况说明 | 项目还没有落地"),
    "T127": (
        "N2",
        "Z1 | 本月累计 |\nZ1 | 填报情形 | 数据未出\nZ1 | 情况说明 | 见附件",
        "Z1 | 本月累计 |\nZ1 | 填报情形 | 数据未出\nZ1 | 情况说明 | 主管部门没有发布",
    ),
    "T128": (
        "M2",
        "Z1 | 本月累计 | 66\nZ1 | 填报情形 | 数据未出\nZ1 | 情况说明 | 主管部门没有发布",
        "Z1 | 本月累计 | 66\nZ1 | 填报情形 | 本月无进展",
    ),
    "T130": ("H2", "二-1-1 | 进展状态 |", "二-1-1 | 进展状态 | 未启动"),
    "T131": ("I2", "二-1-1 | 本月进展 |", "二-1-1 | 进展状态 | 未启动\n二-1-1 | 本月进展 |"),
    "T132": ("K3", "二-1-2 | 下步措施 |", "二-1-2 | 进展状态 | 已完成\n二-1-2 | 下步措施 |\nZ1 | 本月累计 | 121"),
    "T133": ("B5", " | 审核人 |", " | 审核人 | 王五"),
    "T134": ("B7", " | 填报日期 | 已盖章", " | 填报日期 | 2025年6月27日"),
    "T135": ("B6", " | 联系电话 | 张三收", " | 联系电话 | 13900000000、027-12345678转8"),
    "T136": (
        "E2",
        "二-1-1/召开大会 | 完成日期 |",
        "二-1-1/召开大会 | 是否完成 | 否\n二-1-1/召开大会 | 完成日期 |\n二-1-1/召开大会 | 说明 | 改期",
    ),
    "T137": ("E2", "二-1-1/召开大会 | 完成日期 | 2025-07-02", "二-1-1/召开大会 | 完成日期 | 2025-06-30"),
    "T138": ("A2", " | 主要成效 |", " | 主要成效 | 签约60亿元"),
    "T116": ("E2", "二-1-1/召开大会 | 完成日期 | 4月中旬", "二-1-1/召开大会 | 完成日期 | '45765"),
    "T117": ("E2", "二-1-1/召开大会 | 完成日期 | 2015-04-18", "二-1-1/召开大会 | 完成日期 | 2024-12-18"),
    "T123": ("I2", "Z1 | 本月累计 | 60.125", "Z1 | 本月累计 | 60.12"),
    "T140": ("I2", "二-1-1 | 本月进展 | 同上", "二-1-1 | 本月进展 | 6月12日召开推进会，详见附件"),
    "P103": ("I2", "Z1 | 本月累计 | 2400", "Z1 | 本月累计 | 300"),
    "P104": ("H2", "二-1-1 | 进展状态 | 已完成", "二-1-1 | 进展状态 | 已完成\nZ2 | 本月累计 | 24"),
    "P105": ("H3", "Z1 | 本月累计 | 130\n二-1-2 | 存在问题 | 无", "Z1 | 本月累计 | 130"),
    "P106": ("H3", "二-1-2 | 进展状态 | 正常推进", "二-1-2 | 进展状态 | 暂缓或调整"),
    "P107": (
        "D2",
        "二-1-1/召开大会 | 是否完成 | 否\n二-1-1/召开大会 | 完成日期 |",
        "二-1-1/召开大会 | 是否完成 | 否\n二-1-1/召开大会 | 完成日期 |\n二-1-1/召开大会 | 说明 | 推迟到7月",
    ),
    "P108": ("N2", "Z1 | 本月累计 | 40", "Z1 | 本月累计 | 40\nZ1 | 情况说明 | 大项目在下半年"),
    "P114": ("N7", "Z6 | 本月累计 | 13", "Z6 | 本月累计 | 13\nZ6 | 情况说明 | 汛期塌方两起，已加固边坡"),
    "P119": (
        "I4",
        "二-2-1 | 进展状态 | 已完成\n二-2-1 | 本月进展 | 已按要求全部完成",
        "二-2-1 | 进展状态 | 已完成\n二-2-1 | 本月进展 | 印发网格划分方案",
    ),
    "P121": ("H2", "二-1-1 | 进展状态 | 未启动\nZ2 | 本月累计 | 24", "二-1-1 | 进展状态 | 未启动\nZ2 | 本月累计 | 12"),
    "P123": (
        "J3",
        "二-1-2 | 进展状态 | 暂缓或调整",
        "二-1-2 | 进展状态 | 暂缓或调整\n二-1-2 | 存在问题 | 6月3日区长办公会同意暂缓",
    ),
    "P125": ("J3", "二-1-2 | 存在问题 | 无", "二-1-2 | 存在问题 | 无法按期取得批文"),
    "P124": ("I2", "Z1 | 本月累计 | 600000", "Z1 | 本月累计 | 600000\nZ1 | 情况说明 | 一次性并入存量项目"),
    "N101": (
        "N2",
        "Z1 | 情况说明 | 截至6月底，累计签约额50亿元，项目正在洽谈",
        "Z1 | 情况说明 | 截至6月底，累计签约额60.0亿元，全市累计签约90亿元，累计走访企业30家",
    ),
    "N102": (
        "N2",
        "Z1 | 情况说明 | 签约额已超额完成全年目标任务",
        "Z1 | 情况说明 | 力争提前完成全年目标，已完成全年目标的一半，去年已完成年度目标",
    ),
    "N104": (
        "N2",
        "Z1 | 情况说明 | 完成年度目标的75%",
        "Z1 | 情况说明 | 完成年度目标的50%，序时进度50%，其中外资完成率80%",
    ),
    "N105": (
        "I2",
        "二-1-1 | 本月进展 | 7月12日召开推进会，走访企业12家",
        "二-1-1 | 本月进展 | 6月12日召开推进会，定于7月12日召开现场会；完成了方案，7月20日前印发",
    ),
    "N107": ("I2", "二-1-1 | 本月进展 | 正在按计划有序推进中。", "二-1-1 | 本月进展 | 按计划推进企业走访工作"),
    "N108": ("K3", "二-1-2 | 下步措施 | 加强沟通，加快谈判", "二-1-2 | 下步措施 | 加强沟通，三季度谈定"),
    "N110": (
        "I2",
        "二-1-1 | 本月进展 | 6月走访企业共12家（重点企业5家、小微企业6家）",
        "二-1-1 | 本月进展 | 6月走访企业共12家（重点企业5家、小微企业7家），其中规上8家、高新6家，解决问题20个",
    ),
    "N111": (
        "J3",
        "二-1-2 | 存在问题 | 联系人13912345678不接电话",
        "二-1-2 | 存在问题 | 合同号202513912345678没有备案，金额13912345678元",
    ),
    "N112": ("I2", "二-1-1 | 本月进展 | 机密★1年 6月召开会议", "二-1-1 | 本月进展 | 6月查处侵犯商业秘密案2件"),
    "P120": ("M2", "Z1 | 本月累计 |\nZ1 | 填报情形 | 不适用\nZ1 | 情况说明 | 职能已划出", "Z1 | 填报情形 | 正常"),
}

# The same beside May's form, in which 甲局 reported 50亿元, 10家 and finished 二-2-1.
MAY_FORM = """
Z1 | 本月累计 | 50
Z2 | 本月累计 | 10
二-1-1 | 本月进展 | 5月8日召开动员会，走访企业6家
二-1-2 | 本月进展 | 5月20日收到对方文本
二-2-1 | 进展状态 | 已完成
二-2-1 | 本月进展 | 5月30日通过验收
"""
HISTORY = {
    "H102": ("I2", "Z1 | 本月累计 | 49", "Z1 | 本月累计 | 49\nZ1 | 情况说明 | 剔除重复统计的1亿元"),
    "H103": ("I2", "Z1 | 本月累计 | 90", "Z1 | 本月累计 | 72"),
    "H104": ("I2", "Z1 | 填报情形 | 本月无进展", "Z1 | 填报情形 | 本月无进展\nZ1 | 本月累计 | 50"),
    "H105": ("H4", "二-2-1 | 进展状态 | 正常推进", "二-2-1 | 进展状态 | 已完成"),
    "H107": ("I2", "Z1 | 本月累计 | 600000\nZ1 | 情况说明 |", "Z1 | 本月累计 | 200"),
    "H110": ("I2", "二-1-1 | 本月进展 | 5月8日召开动员会,走访企业6家。", "二-1-1 | 本月进展 | 6月12日召开推进会"),
}


# Beside May's form, the unit says these of June; 二-1-1 had a node on 18 April and 二-1-2 promised to finish by 20 June.
MORE_HISTORY = {
    "H115": (
        "I3",
        "二-1-2 | 本月进展 | 6月5日走访了三家企业\n二-1-2 | 存在问题 | 人手不够",
        "二-1-2 | 本月进展 | 6月5日走访了三家企业\n二-1-2 | 存在问题 | 合同条款还没有谈定",
    ),
    "H117": (
        "H2",
        "二-1-1 | 进展状态 | 未启动\n二-1-1 | 本月进展 |",
        "二-1-1 | 进展状态 | 未启动\n二-1-1 | 存在问题 | 场馆被收回，重新选址",
    ),
    "H118": (
        "E2",
        "二-1-1/召开大会 | 完成日期 | 2025-05-09",
        "二-1-1/召开大会 | 完成日期 | 2025-05-09\n二-1-1/召开大会 | 说明 | 上月日期写错",
    ),
    "N103": (
        "N6",
        "Z5 | 情况说明 | 贷款余额较上月增加，投放加快",
        "Z5 | 情况说明 | 贷款余额较上月减少，新增贷款较上月增加",
    ),
}
PROMISE = "二-1-2 | 下步措施 | 6月20日前签订合同\nZ5 | 本月累计 | 370"


def codes(one: Case) -> set[str]:
    """The rules that found something."""
    return {code for code, _, _ in found(one)}


def test_a_good_form_has_no_findings() -> None:
    """A form in which nothing is wrong is not asked about anything."""
    assert found(case()) == []


@pytest.mark.parametrize("code", CELLS)
def test_a_wrong_answer_is_found_at_its_cell(code: str) -> None:
    """Each rule names the very cell that is wrong."""
    cell, wrong, _ = CELLS[code]
    assert [f.place.cell for f in findings(case(wrong), code)] == [cell]


@pytest.mark.parametrize("code", CELLS)
def test_a_right_answer_is_not_called_wrong(code: str) -> None:
    """Nothing is called a mistake that is none."""
    assert code not in codes(case(CELLS[code][2]))


@pytest.mark.parametrize("code", HISTORY)
def test_a_contradiction_to_last_month_is_found(code: str) -> None:
    """Figures and words are held against the unit's own last form."""
    cell, wrong, _ = HISTORY[code]
    past = (accepted(MAY_FORM),)
    assert [f.place.cell for f in findings(case(f"二-2-1 | 进展状态 | 已完成\n{wrong}", past=past), code)] == [cell]


@pytest.mark.parametrize("code", HISTORY)
def test_an_explained_change_is_let_pass(code: str) -> None:
    """A change with a reason, or no change at all, is not asked about."""
    past = (accepted(MAY_FORM),)
    assert code not in codes(case(f"二-2-1 | 进展状态 | 已完成\n{HISTORY[code][2]}", past=past))


def test_a_part_is_not_more_than_its_whole() -> None:
    """P112: 其中 of the same form; the same figure is no contradiction."""
    of = plan(
        PLAN.replace("牵头单位 | 方向 | 比较 |", "牵头单位 | 方向 | 其中属于 |", 1)
        .replace(
            "新增企业 | 家       | 年内累计 | 甲局     |      |      |", "新增企业 | 亿元 | 年内累计 | 甲局 | | Z1 |"
        )
        .replace("甲局     |      | >    |", "甲局     |      |      |")
    )
    assert [f.place.cell for f in findings(case("Z2 | 本月累计 | 61", of=of), "P112")] == ["I3"]
    assert "P112" not in codes(case("Z2 | 本月累计 | 60", of=of))


def test_a_binding_target_missed_at_the_year_s_end_wants_a_reason() -> None:
    """P118: however little is missing; not before the last month, and not where a reason is given."""
    of = plan(PLAN.replace("| 方向 | 比较 |", "| 方向 | 力度 |", 1).replace("甲局     |      | >    |", "甲局     |      |      |")
              .replace("比率     | 甲局     |      |      |", "比率     | 甲局     |      | 约束 |"))  # fmt: skip
    december = month("2025-12")
    assert [f.place.cell for f in findings(case("Z3 | 本月累计 | 59", of=of, month=december), "P118")] == ["N4"]
    assert "P118" not in codes(case("Z3 | 本月累计 | 59\nZ3 | 情况说明 | 两个片区没有接通", of=of, month=december))
    assert "P118" not in codes(case("Z3 | 本月累计 | 59", of=of))


@pytest.mark.parametrize(
    ("changes", "cell"),
    [
        ("Z3 | 本月累计 | 45", "N4"),
        ("Z4 | 本月累计 | -3", "N5"),
        ("Z6 | 本月累计 | 8", "N7"),
        ("Z7 | 本月累计 | 5", "N8"),
    ],
)
def test_whatever_is_far_behind_wants_a_reason(changes: str, cell: str) -> None:
    """P108: rates, growth, amounts that should stay low and ranks, by the office's own yellow line."""
    assert [f.place.cell for f in findings(case(changes), "P108")] == [cell]
    code = changes.partition(" ")[0]
    assert "P108" not in codes(case(f"{changes}\n{code} | 情况说明 | 受上半年基数影响"))
    checked = findings(case(f"{changes}\n{code} | 情况说明 | 经核实无误"), "P108")
    assert ["不算原因" in f.message for f in checked] == [True]


@pytest.mark.parametrize("words", ["无", "/", "正在推进中", "按要求开展工作，稳步推进。"])
def test_a_phrase_is_no_progress(words: str) -> None:
    """N107: 无 and words that fit every task; 本月无进展 is an honest answer."""
    assert [f.place.cell for f in findings(case(f"二-1-1 | 本月进展 | {words}"), "N107")] == ["I2"]
    assert "N107" not in codes(case("二-1-1 | 本月进展 | 本月无进展"))


def test_a_unit_without_a_share_is_held_against_the_total() -> None:
    """P103: one street's figure many times what all streets together are to reach."""
    of = plan(shared())
    assert "P103" in codes(case("Z1 | 本月累计 | 60000", department="乙街道", of=of))
    assert "P103" not in codes(case("Z1 | 本月累计 | 130", department="乙街道", of=of))


def test_the_line_is_the_office_s_own() -> None:
    """P108: with 黄灯界线 at 20 points, 16 points behind are not asked about."""
    of = plan(f"{PLAN}\n[考核办法]\n项目 | 数值\n黄灯界线（个百分点） | 20")
    assert "P108" in codes(case("Z1 | 本月累计 | 40"))
    assert "P108" not in codes(case("Z1 | 本月累计 | 40", of=of))


def test_a_task_of_another_unit_is_not_the_unit_s_own() -> None:
    """N109: a quoted task that this unit has no part in."""
    other = plan(PLAN.replace("二-2-1   | （二）第二章   | 建设网格 | 乙街道   | 甲局",
                              "二-2-1   | （二）第二章   | 建设社区服务网格 | 乙街道   | "))  # fmt: skip
    wrong = "二-1-1 | 本月进展 | 6月5日就“建设社区服务网格”召开专题会"
    assert [f.place.cell for f in findings(case(wrong, of=other), "N109")] == ["I2"]
    assert "N109" not in codes(case(wrong.replace("社区服务", "企业服务"), of=other))


def test_the_same_figure_for_three_months_is_asked_about() -> None:
    """H116: 正常 each time; two months, or 本月无进展, are nothing to ask about."""
    past = tuple(accepted("Z1 | 本月累计 | 40\nZ2 | 本月累计 | 8", month(m)) for m in ("2025-04", "2025-05"))
    same = "Z2 | 本月累计 | 8"
    assert [f.place.cell for f in findings(case(same, past=past), "H116")] == ["I3"]
    assert "H116" not in codes(case(same, past=past[1:]))
    assert "H116" not in codes(case(f"{same}\nZ2 | 填报情形 | 本月无进展", past=past))


def test_last_year_s_figure_is_a_measure() -> None:
    """H113: a third of last year's with the same target; not without last year's form or target."""
    of = plan(
        f"{PLAN.replace('2025-01-01', '2024-01-01')}".replace(
            "Z1       | 2025 | 120", "Z1 | 2024 | 120\nZ1 | 2025 | 120"
        )
    )
    past = (accepted("Z1 | 本月累计 | 80", month("2024-06"), of=of),)
    assert [f.place.cell for f in findings(case("Z1 | 本月累计 | 20", past=past, of=of), "H113")] == ["I2"]
    assert "H113" not in codes(case("Z1 | 本月累计 | 60", past=past, of=of))
    assert "H113" not in codes(case("Z1 | 本月累计 | 20", of=of))


def test_a_slip_of_ten_is_told_where_nothing_else_makes_sense() -> None:
    """H107: ten times last month's and above the year's target, or a tenth of it, with the figure that was meant."""
    past = (accepted(MAY_FORM),)
    assert [f.expected for f in findings(case("Z1 | 本月累计 | 600", past=past), "H107")] == ["60"]
    assert [f.expected for f in findings(case("Z1 | 本月累计 | 6", past=past), "H107")] == ["60"]
    assert "H102" not in codes(case("Z1 | 本月累计 | 6", past=past))
    assert "H107" not in codes(case("Z1 | 本月累计 | 119", past=past))


def test_a_new_year_begins_its_tasks_anew() -> None:
    """H105 must not: what was done in December is under way again in January."""
    of = plan(PLAN.replace("2025-01-01", "2024-01-01"))
    past = (accepted("二-2-1 | 进展状态 | 已完成", month("2024-12"), of=of),)
    assert "H105" not in codes(case(past=past, month=month("2025-01"), of=of))


def test_the_number_of_a_citizen_is_found_by_its_check_digit() -> None:
    """N111: eighteen digits that are no identity number are let pass, and the message hides what it found."""
    (found_here,) = findings(case("二-1-2 | 存在问题 | 身份证11010519491231002X没有登记"), "N111")
    assert "11010519491231002X" not in found_here.message + found_here.value
    assert "N111" not in codes(case("二-1-2 | 存在问题 | 编号110105194912310021没有登记"))


def test_a_mark_of_secrecy_sends_the_whole_form_back() -> None:
    """N112: nothing else is said of it, and nothing of it is used."""
    one = case("二-1-1 | 本月进展 | 机密★1年 6月召开会议\nZ1 | 本月累计 |")
    assert codes(one) == {"N112"}
    assert accept(one.filing, check(one)) is None


HONEST = (
    "今年以来累计走访企业120家，其中规上企业30家、高新企业50家，解决问题20个",
    "6月12日召开推进会；计划7月12日召开现场会",
    "全市累计完成签约90亿元，我区占比较上月提高",
    "上半年签约额比去年同期增长12.5%，力争7月20日前完成全年目标",
    "共走访企业12家（次），发放资料3000份，其中宣传册2000份",
    "截至6月20日，累计完成40亿元；截至6月底，累计完成60亿元",
    "累计签约项目15个，总额约70亿元，累计签约额超60亿元",
    "7月1日起施行新办法，5月30日印发了通知",
    "已完成全年目标的一半，进度基本符合预期",
    "联合丙街道举办专场活动，提前完成半年任务",
    "甲项目6月开工，累计完成12亿元，已提前完成全年目标",
    "两家企业提前投产，丙街道已超额完成全年目标，完成年度目标的90%",
    "成立以来累计完成300亿元",
    "去年底累计完成110亿元，今年1—6月累计完成60亿元",
)


@pytest.mark.parametrize("words", HONEST)
def test_honest_words_are_not_called_contradictions(words: str) -> None:
    """N101, N102, N105, N110 must not: what can be read in another way is let pass."""
    wherever = f"Z1 | 情况说明 | {words}\n二-1-1 | 本月进展 | {words}"
    assert {code for code in codes(case(wherever)) if code.startswith("N")} == set()


@pytest.mark.parametrize("code", MORE_HISTORY)
def test_words_and_days_are_held_against_last_month(code: str) -> None:
    """What was promised, begun, reached or told last month is not forgotten; a word about it settles it."""
    past = (accepted(f"{MAY_FORM}\n{PROMISE}"),)
    cell, wrong, right = MORE_HISTORY[code]
    kept = "二-2-1 | 进展状态 | 已完成"
    assert [f.place.cell for f in findings(case(f"{kept}\n{wrong}", past=past), code)] == [cell]
    assert code not in codes(case(f"{kept}\n{right}", past=past))
    assert code not in codes(case(f"{kept}\n{wrong}"))


@pytest.mark.parametrize("code", HISTORY)
def test_without_a_last_month_nothing_is_said(code: str) -> None:
    """A rule that cannot know stays silent."""
    assert code not in codes(case(HISTORY[code][1]))


@pytest.mark.parametrize("typed", ["1e29", "-1e15", "1e-300", "'1000000000000000", "'9999999999999千亿元"])
def test_no_number_is_so_long_that_it_stops_the_documents(typed: str) -> None:
    """A slip of the hand with thirty digits is one finding about one cell, not the end of the run."""
    assert codes(case(f"Z1 | 本月累计 | {typed}")) == {"T104"}


def test_a_figure_beside_not_applicable_is_asked_about() -> None:
    """66 beside 不适用 is not dropped in silence."""
    one = case("Z1 | 本月累计 | 66\nZ1 | 填报情形 | 不适用\nZ1 | 情况说明 | 职能已划出")
    assert codes(one) == {"T128", "P120"}


def test_what_is_due_on_the_last_day_is_late_when_the_month_ends() -> None:
    """P106, P107: checks and brief count the same things as overdue."""
    last_day = PLAN.replace("甲局     |          | 2025-05-31", "甲局     |          | 2025-06-30").replace(
        "召开大会 | 2025-04-30", "召开大会 | 2025-06-30"
    )
    changes = "二-1-2 | 进展状态 | 正常推进\n二-1-1/召开大会 | 是否完成 | 否\n二-1-1/召开大会 | 完成日期 |"
    assert {"P106", "P107"} <= codes(case(changes, of=plan(last_day)))


def test_a_rank_is_no_count() -> None:
    """位数应是整数 would be about digits."""
    (rank,) = findings(case("Z7 | 本月累计 | 3.5"), "T122")
    assert "位次应是整数" in rank.message
    (count,) = findings(case("Z2 | 本月累计 | 12.5"), "T122")
    assert "家数应是整数" in count.message


@pytest.mark.parametrize("words", ["无", "没有。", "暂无", "无。", "目前暂无存在问题", "无需协调事项", "/"])
def test_nothing_in_words_is_nothing(words: str) -> None:
    """无 is typed into every cell that looks empty."""
    assert not says_something(words)


@pytest.mark.parametrize(
    "words", ["核实无误", "经我局核对，数据属实", "情况属实", "已核实", "数据准确无误。", "如实填报"]
)
def test_having_looked_again_is_no_reason(words: str) -> None:
    """核实无误 answers another question."""
    assert not says_something(words)


@pytest.mark.parametrize("words", ["核实后剔除重复企业2家", "正常检修停产两周", "数据口径调整"])
def test_a_reason_may_begin_with_having_looked_again(words: str) -> None:
    """核实 followed by what was found is a reason."""
    assert says_something(words)


def test_a_thousand_empty_words_are_read_in_a_moment() -> None:
    """T120, N107: no pattern tries the same words again and again."""
    for words in ("各项" * 500 + "x", "均已" * 500 + "x", "正在" * 500, "累计" * 500, "1家其中" * 200, "“" * 1000):
        codes(case(f"二-1-1 | 本月进展 | {words}\nZ1 | 情况说明 | {words}"))


@pytest.mark.parametrize("words", ["无人报名", "没有谈定条款", "本月无进展", "无锡项目没有落地", "资金"])
def test_a_lack_is_something(words: str) -> None:
    """A sentence that begins with 无 may say a great deal."""
    assert says_something(words)


# ---- 表格体检


Rows = list[list[Value]]


def _changed(sheet: str, change: Callable[[Rows], Rows] | None, name: str | None = None) -> Case:
    """A good form with one sheet's rows changed; without a change the sheet is deleted."""
    asked = form()
    kept = [one for one in filled(asked, GOOD).sheets if change is not None or one.name != sheet]
    sheets = [_altered(one, change, name) if one.name == sheet and change is not None else one for one in kept]
    return Case(filing(Workbook(tuple(sheets)), asked.plan), asked)


def _altered(one: Sheet, change: Callable[[Rows], Rows], name: str | None) -> Sheet:
    return Sheet(name or one.name, one.visible, change([list(row) for row in one.rows]))


def _with(row: int, column: int, value: Value) -> Callable[[Rows], Rows]:
    def change(rows: Rows) -> Rows:
        rows[row][column] = value
        return rows

    return change


def test_a_form_copied_into_a_new_workbook_is_recognised_and_asked_about() -> None:
    """S101: without the identity sheet the visible cells tell whose form it is."""
    one = _changed("_表单", None)
    assert codes(one) == {"S101"}
    assert "S101" not in codes(case())


def test_a_form_renamed_and_copied_is_recognised_by_its_file_name() -> None:
    """S101: last of all the file name tells the unit and the month."""
    asked = form()
    sheets = tuple(s for s in filled(asked, GOOD).sheets if s.name not in ("_表单", "填报说明"))
    one = Case(filing(Workbook(sheets), asked.plan, "测试/甲局2025年6月.xlsx"), asked)
    assert "S101" in codes(one)


def test_an_old_version_is_told_once() -> None:
    """S104: an old form is read by its headings."""
    asked = form()
    book = filled(asked, GOOD)
    old = [
        Sheet(s.name, s.visible, [["表单版本", "00000000"] if r[0] == "表单版本" else r for r in s.rows])
        for s in book.sheets
    ]
    assert codes(Case(filing(Workbook(tuple(old)), asked.plan), asked)) == {"S104"}


def test_a_deleted_sheet_is_one_finding() -> None:
    """S106: a sheet that is gone is one cause and one line, not one per cell."""
    one = _changed("任务进展", None)
    assert [f.place.sheet for f in findings(one, "S106")] == ["任务进展"]
    assert codes(one) == {"S106"}


def test_a_summary_left_blank_is_asked_about_in_each_of_its_parts() -> None:
    """T138: three empty parts are three questions, whether or not the row was ever touched."""
    blank = " | 主要成效 |\n | 存在问题 |\n | 下阶段打算 |"
    assert [f.place.cell for f in findings(case(blank), "T138")] == ["A2", "B2", "C2"]
    assert [f.place.cell for f in findings(_changed("阶段总结", lambda rows: rows[:1]), "T138")] == ["A2", "B2", "C2"]
    assert len(findings(case(" | 主要成效 |\n | 存在问题 |"), "T138")) == 2


@pytest.mark.parametrize("sheet", ["阶段总结", "填报说明"])
def test_a_sheet_that_was_asked_for_is_missed_whatever_it_holds(sheet: str) -> None:
    """S106: 阶段总结 and 填报说明 are missed like every other sheet."""
    one = _changed(sheet, None)
    assert found(one) == [("S106", sheet, None)]


def test_no_summary_is_missed_in_a_month_that_asks_for_none() -> None:
    """S106 must not: May has no 阶段总结."""
    assert codes(case(month=MAY)) == set()


def test_a_label_that_was_changed_is_missed() -> None:
    """S109: who signed cannot be read beside another label."""
    one = _changed("填报说明", _with(3, 0, "填表的人"))
    assert [f.value for f in findings(one, "S109")] == ["“填报人”"]


def test_a_renamed_sheet_is_read_by_its_headings() -> None:
    """S107: nothing is lost when somebody renames a sheet."""
    one = _changed("任务进展", lambda rows: rows, "Sheet1")
    assert codes(one) == {"S107"}
    assert one.filing.text("任务进展", "二-1-1", "进展状态") == "正常推进"


def test_a_renamed_heading_is_one_finding_and_its_cells_are_not_guessed() -> None:
    """S109: a column without its heading is not read."""
    one = _changed("任务进展", _with(0, 8, "进展"))
    assert codes(one) == {"S109"}
    assert one.filing.entry("任务进展", "二-1-1", "本月进展") is None


def test_a_moved_column_is_read_by_its_heading() -> None:
    """S109 must not: columns may stand in any order."""
    one = _changed("任务进展", lambda rows: [list(reversed(row)) for row in rows])
    assert codes(one) == set()


def test_deleted_rows_are_named_together() -> None:
    """S110: the missing rows of a sheet are one line."""
    one = _changed("任务进展", lambda rows: rows[:2])
    assert [f.value for f in findings(one, "S110")] == ["二-1-2、二-2-1"]


def test_sorted_rows_are_no_damage() -> None:
    """S110, S113 must not: rows are matched by 编号."""
    assert codes(_changed("指标进展", lambda rows: [rows[0], *reversed(rows[1:])])) == set()


def test_a_row_without_code_is_told() -> None:
    """S111: what stands in an added row is not dropped in silence."""
    one = _changed("任务进展", lambda rows: [*rows, [*[""] * 8, "又走访了3家", *[""] * 4]])
    assert [f.value for f in findings(one, "S111")] == ["又走访了3家"]
    assert "S111" not in codes(_changed("任务进展", lambda rows: [*rows, [""] * 13]))


def test_a_code_that_stands_twice_is_told() -> None:
    """S112: of two rows with one 编号 the first is read."""
    one = _changed("任务进展", lambda rows: [*rows, rows[1]])
    assert [f.value for f in findings(one, "S112")] == ["二-1-1"]
    assert "S112" not in codes(case())


def test_another_units_row_is_told() -> None:
    """S115: a row that was not asked of this unit is not counted."""
    one = _changed("指标进展", lambda rows: [*rows, ["9", "Z9", "别家的", *rows[1][3:]]])
    assert [f.value for f in findings(one, "S115")] == ["Z9"]
    assert "S115" not in codes(case())


def test_a_changed_target_is_found_and_not_used() -> None:
    """S113: the target is the plan's, whatever the cell says."""
    one = _changed("指标进展", _with(1, 5, 100.0))
    assert [(f.place.cell, f.value, f.expected) for f in findings(one, "S113")] == [("F2", "100", "120")]
    assert one.rows["Z1"].goal == 120


def test_many_changed_locked_cells_are_one_line() -> None:
    """S113: one cause, one line."""
    one = _changed("指标进展", lambda rows: [rows[0], *([*row[:3], "户", *row[4:]] for row in rows[1:])])
    assert len(findings(one, "S113")) == 1


def test_a_form_sent_before_the_plan_changed_is_no_mistake_of_the_units() -> None:
    """S127: the plan in force counts, and the unit has nothing to do."""
    changed = plan(
        f"{PLAN}\n[目标调整]\n指标编号|生效月份|原目标值|新目标值|批准文号\nZ1|2025-06|120|150|测政〔2025〕9号"
    )
    one = case()
    late = Case(one.filing, form(of=changed))
    assert [(f.value, f.expected, f.severity) for f in findings(late, "S127")] == [("120", "150", Severity.NOTE)]
    assert codes(late) == {"S127"}
    assert "S127" not in codes(one)


def test_a_code_that_lost_its_noughts_is_read() -> None:
    """S133: 01 typed again becomes 1; the row is read where only one code can be meant."""
    numbered = plan(PLAN.replace("Z1  ", "'01  "))
    asked = form(of=numbered)
    given = {(sheet, "01" if code == "Z1" else code, heading): v for (sheet, code, heading), v in GOOD.items()}
    book = filled(asked, given)
    sheets = tuple(_altered(s, _with(1, 1, 1.0), s.name) if s.name == "指标进展" else s for s in book.sheets)
    one = Case(filing(Workbook(sheets), asked.plan), asked)
    assert [(f.rule.code, f.value, f.expected) for f in check(one) if f.rule.code[0] == "S"] == [("S133", "1", "01")]
    assert one.filing.text("指标进展", "01", "本月累计") == "60"
    assert "S133" not in codes(Case(filing(book, asked.plan), asked))


def test_a_blank_form_is_one_finding() -> None:
    """S126: a form sent back blank is returned as a whole, and nothing else is said of it."""
    asked = form()
    one = Case(filing(filled(asked, {}), asked.plan), asked)
    assert codes(one) == {"S126"}
    assert "S126" not in codes(case())


# ---- the frame


def test_every_rule_has_a_function_and_every_function_a_rule() -> None:
    """A rule is one function and one row of the catalogue."""
    functions = [check.__name__ for check in (*FILE_CHECKS, *CHECKS, *BETWEEN_CHECKS)]
    assert sorted(functions) == sorted(rule.name for rule in RULES)
    assert len({rule.code for rule in RULES}) == len(RULES)


def test_every_check_says_why() -> None:
    """The reason of a rule stands in its function."""
    assert [
        check.__name__ for check in (*FILE_CHECKS, *CHECKS, *BETWEEN_CHECKS) if not (check.__doc__ or "").strip()
    ] == []


def test_every_rule_has_a_test_that_triggers_it() -> None:
    """No rule is in the catalogue that nothing proves; a good form, above, is the test that triggers none."""
    modules = (sys.modules[__name__], test_intake, test_archive, test_between)
    told = {code for module in modules for code in _codes_told(module)}
    planted = {code for _, expected in test_damaged_forms.PLANTED.values() for code, *_ in expected}
    assert {rule.code for rule in RULES} - told - set(CELLS) - set(HISTORY) - set(MORE_HISTORY) - planted == set()


def _codes_told(module: ModuleType) -> set[str]:
    """The codes with which the docstrings of a module's tests begin."""
    docs = [f.__doc__ or "" for name, f in vars(module).items() if name.startswith("test_")]
    return {code for doc in docs for code in doc.partition(":")[0].split(", ")}


def test_a_message_has_four_parts() -> None:
    """Where, what stands there, what is expected, what to do: and no English, no code, no more than 120 characters."""
    changes = "\n".join(wrong for _, wrong, _ in CELLS.values())
    for finding in check(case(changes)):
        assert str(finding.place.cell) in finding.message
        assert finding.fix.endswith("。")
        assert len(finding.message) <= 120
        assert not any(word in finding.message for word in ("None", "nan", "Decimal", "{", "}"))


def test_what_is_wrong_is_not_used_and_what_is_doubtful_is() -> None:
    """错误: the value stays out. 核实: it is used and marked."""
    wrong = accepted("Z2 | 本月累计 | 12.5", JUNE)
    assert wrong.value("Z2") is None
    doubtful = accepted("Z1 | 本月累计 | 40", JUNE)
    assert doubtful.value("Z1") == 40
    assert isinstance(doubtful, Accepted)


def test_severities_and_piles_are_stated_for_every_rule() -> None:
    """表坏了 is damage to the form itself; what a cell holds is 数有疑问."""
    for rule in RULES:
        assert rule.code[0] in "FSTPHXN"
        assert rule.severity in Severity
        if rule.code[0] in "TPHXN":
            assert rule.pile.value == "数有疑问"

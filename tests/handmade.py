"""Briefs made by hand: the house template with values that a test chooses."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

from wordfile import WordFile

from reportgen.reports.brief import NAMES
from reportgen.reports.provenance import Chart
from reportgen.word.compile import compile_template
from reportgen.word.house import BRIEF, CHART, SHIPPED
from reportgen.word.render import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.word.compile import Template

SENTENCE: Final = (
    "截至6月底，方案确定的14项指标中，已完成1项、超序时2项、达序时6项、滞后2项，按月均匀推进的序时进度为50.0%。"
)
ONE_LINE: Final = "各责任单位按时报送了本月的填报表。"
HAN_ONLY: Final = "江岸区各责任单位按照方案要求继续推进各项重点任务并且按时报送进展情况和存在问题以及下一步工作安排"
"""汉字 without marks or digits, repeated to measure lines of 28."""


def indicators(count: int) -> tuple[dict[str, str], ...]:
    """Rows of the table of indicators."""
    return tuple(
        {
            "序号": str(number),
            "指标名称": "新增国家级专精特新“小巨人”企业（家）",
            "年度目标": "≥235",
            "本月新增": "12.5",
            "累计": "120.5",
            "完成率": "51.3%",
            "与序时差": "+1.3",
            "进展": "达序时",
            "填报单位": "区经信科创局",
        }
        for number in range(1, count + 1)
    )


def chart(count: int) -> Chart:
    """A chart of so many indicators."""
    names = tuple(f"第{number}项指标" for number in range(1, count + 1))
    done = tuple(Decimal(number * 7 % 100) for number in range(1, count + 1))
    return Chart(names, (("完成率", done), ("序时进度", (Decimal(50),) * count)))


def values(**changed: object) -> dict[str, object]:
    """What a template may name, filled; a test says what it wants otherwise."""
    usual: dict[str, object] = {
        "简报名称": "1号议案办理工作简报",
        "期号": "3",
        "编印单位": "区经济信息化和科技创新局",
        "编印日期": "2025年7月7日",
        "编印日": "2025-07-07",
        "标题": "1号议案办理工作\n2025年6月进展情况（演示）",
        "导语": "按照《议案办理工作方案》（岸政办〔2025〕5号）要求，现将2025年6月办理工作进展情况通报如下。",
        "总体进展": (SENTENCE,),
        "主要指标": (ONE_LINE,),
        "指标表": (),
        "指标表注": "",
        "截止日": "6月底",
        "有完成率图": False,
        "任务进展": (
            {"标题": "（一）强化资源对接，提升服务能效", "各段": (f"1.丰富资源供给（正常推进）。{SENTENCE}",)},
        ),
        "存在问题": ({"标题": "", "各段": ("本月没有发现问题。",)},),
        "下一步工作": ({"标题": "（一）按时报送", "各段": ("1.各责任单位7月31日前报送7月填报表。",)},),
        "报送情况": (ONE_LINE,),
        "报": "区委、区人大常委会、区人民政府",
        "送": "区人民政府办公室",
        "发": "各责任单位",
        "印数": "30",
        "演示": True,
    }
    return {**usual, **changed}


@cache
def _template(kind: str) -> Template:
    return compile_template(SHIPPED[kind](), kind, NAMES)


def made(name: str, given: Mapping[str, object], shown: Chart | None = None, kind: str = BRIEF) -> WordFile:
    """A brief with these values."""
    return WordFile.of(render(_template(kind), given, {CHART: shown} if shown else {}), name)

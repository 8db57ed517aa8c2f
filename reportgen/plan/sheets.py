"""The sheets of a plan workbook, defined once: headings, what may stand under them, and what people are told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from reportgen.plan.model import (
    Aggregation,
    ClauseDefinition,
    Comparison,
    Curve,
    Direction,
    Frequency,
    Kind,
    Reporter,
    Strength,
)


class Holds(StrEnum):
    """What the cells of a column hold, in words for the explanation sheet."""

    TEXT = "文字"
    NAMES = "名称，多个用、分隔"
    CHOICE = "从下拉中选"
    NUMBER = "数字"
    WHOLE = "整数"
    DATE = "日期，如2025-06-30"
    MONTH = "月份，如2025-06"
    PERIOD = "期间，如2025-04、2025-Q2、2025-H1、2025"
    YES_NO = "是或否"
    MONTHLY = "每月的日子，如当月25日、次月5日、当月末"
    CODE = "编号"


@dataclass(frozen=True, slots=True)
class Column:
    """One heading; `choices` are offered in a drop-down and, unless `open_choice`, nothing else is accepted."""

    heading: str
    holds: Holds = Holds.TEXT
    required: bool = False
    width: float = 12
    hint: str = ""
    choices: tuple[str, ...] = ()
    open_choice: bool = False


@dataclass(frozen=True, slots=True)
class SheetDefinition:
    """One sheet of the plan workbook."""

    name: str
    explanation: str
    columns: tuple[Column, ...]
    required: bool = False

    def column(self, heading: str) -> Column:
        """The column of a heading."""
        return next(column for column in self.columns if column.heading == heading)


NOTE: Final = Column("备注", width=34, hint="原文没有写明、由起草人补上的内容，在这里注明“待确认”。")

BASICS_ITEMS: Final = (
    Column("计划编号", Holds.CODE, required=True, hint="填报表靠它认出是哪个计划，发表后不要再改。"),
    Column("计划名称", required=True, hint="文件全名，不带书名号。"),
    Column("简称", required=True, hint="简报标题里用，如“1号议案办理”。"),
    Column("文号", hint="如岸政办〔2025〕5号。"),
    Column("成文日期", Holds.DATE),
    Column("发文机关"),
    Column("统筹单位", required=True, hint="汇总各单位情况、编发简报的单位。"),
    Column("起始日期", Holds.DATE, required=True, hint="序时进度从这一天所在的月份起算。"),
    Column("结束日期", Holds.DATE, required=True),
    Column("简报名称", hint="简报报头的红字，12个字以内最好看。不填用“简称+工作简报”。"),
    Column("起始期号", Holds.WHOLE, hint="第一期简报的期号，不填为1。"),
    Column("每月报送截止日", Holds.MONTHLY, hint="如当月25日、次月5日、当月末；报送安排里写了的以报送安排为准。"),
    Column("锁定日", Holds.MONTHLY, hint="过了这一天，当月数据不再改动；报送安排里写了的以报送安排为准。"),
    Column("联系人"),
    Column("联系电话"),
    Column("报", hint="简报报尾“报：”后面的单位或领导，不带“报：”和句号。"),
    Column("送"),
    Column("发"),
    Column("印数", Holds.WHOLE),
    Column("演示数据", Holds.YES_NO, choices=("是", "否"), hint="填“是”，每份文书的标题都标明（演示）。"),
)

_ITEM = Column("项目", required=True, width=18)

BASICS: Final = SheetDefinition(
    "基本信息",
    "计划本身：名称、文号、谁统筹、起止、简报叫什么、报送给谁。",
    (_ITEM, Column("内容", width=60), NOTE),
    required=True,
)
DEPARTMENTS: Final = SheetDefinition(
    "单位",
    "计划里出现的每个单位，和代表一组单位的名称（类别填“集合”，成员一栏写明包括谁）。",
    (
        Column("单位名称", required=True, width=26, hint="按文件上的写法，各表都用这个名称。"),
        Column(
            "简称与别名", Holds.NAMES, width=36, hint="第一个用作表格里的简称；文件名、填报表里出现这些写法都认得。"
        ),
        Column(
            "类别",
            Holds.CHOICE,
            width=10,
            choices=("部门", "街道", "产业办", "企业", "人民团体", "集合", "其他"),
            open_choice=True,
        ),
        Column("成员", Holds.NAMES, width=40, hint="只有集合才填：它包括哪些单位。"),
        Column("分组", width=12, hint="考核时分组排名用，如“部门组”“街道组”。"),
        Column("联系人", width=10),
        Column("联系电话", width=14),
        Column("是否填报", Holds.YES_NO, width=9, choices=("是", "否"), hint="不填为是；集合不填报，由成员填报。"),
        Column("原名", Holds.NAMES, width=26, hint="中途改名的写原来的名称；几个单位合并成的，写原来那几个，、分隔。"),
        Column("生效月份", Holds.MONTH, width=10, hint="从哪个月起用现在的名称；以前各月的填报表仍按原名认。"),
        NOTE,
    ),
    required=True,
)
INDICATORS: Final = SheetDefinition(
    "指标",
    "要填数的目标，一行一个。分年目标写在“年度目标”表。",
    (
        Column("指标编号", Holds.CODE, required=True, width=9),
        Column("指标名称", required=True, width=30),
        Column("计量单位", required=True, width=9),
        Column("类型", Holds.CHOICE, required=True, width=10, choices=tuple(Kind), hint="决定怎么算进度。"),
        Column("方向", Holds.CHOICE, width=7, choices=tuple(Direction), hint="不填为正向（越高越好）。"),
        Column("比较", Holds.CHOICE, width=7, choices=tuple(Comparison), hint="不填：正向为≥，逆向为≤。"),
        Column("力度", Holds.CHOICE, width=7, choices=tuple(Strength), hint="不填为预期。"),
        Column("频次", Holds.CHOICE, width=7, choices=tuple(Frequency), hint="按次数考核的活动才填。"),
        Column("口径", Holds.CHOICE, width=7, choices=("合计", "各"), hint="不填为合计；“各”表示每个单位都要达到。"),
        Column("其中属于", Holds.CODE, width=9, hint="是另一个指标的其中数时，写那个指标的编号。"),
        Column("小数位", Holds.WHOLE, width=7, hint="打印时最多保留几位小数，不填按目标值，至少两位。"),
        Column("上年基数", Holds.NUMBER, width=10),
        Column("权重", Holds.NUMBER, width=7),
        Column("牵头单位", width=26),
        Column("填报单位", Holds.NAMES, width=26, hint="填“牵头”“各分解单位”，或写明单位，可以并列；不填为牵头。"),
        Column(
            "汇总方式",
            Holds.CHOICE,
            width=10,
            choices=tuple(Aggregation),
            hint="多个单位填报时怎么合成全区数，不填为求和。",
        ),
        Column("进度曲线", Holds.CHOICE, width=10, choices=tuple(Curve), hint="不填为按月均匀。"),
        Column("数据滞后月数", Holds.WHOLE, width=8, hint="当月填的是几个月前的数，不填为0。"),
        Column("关联任务", Holds.CODE, width=10),
        Column("每年不少于", Holds.NUMBER, width=9, hint="原文另有“每年N个以上”的写N，用来核对各年目标。"),
        Column(
            "计入存量", Holds.CODE, width=9, hint="各年的新增计入哪个期末存量指标，写那个指标的编号，用来核对总数。"
        ),
        NOTE,
    ),
    required=True,
)
_MONTH_HINT: Final = "进度曲线为“按月目标”时，1月到12月各填到月末为止的累计数；计划以外的月份留空。"
QUARTERS: Final = ("一季度", "二季度", "三季度", "四季度")
MONTHS: Final = tuple(f"{month}月" for month in range(1, 13))
TARGETS: Final = SheetDefinition(
    "年度目标",
    "每个指标每一年的目标；季度、月份都填到那时为止的累计数。原文前后写法不一的，各写一行，第一行作数，计划核对会提醒。",
    (
        Column("指标编号", Holds.CODE, required=True, width=9),
        Column("年份", Holds.WHOLE, required=True, width=7),
        Column("目标值", Holds.NUMBER, required=True, width=10),
        Column("比较", Holds.CHOICE, width=7, choices=tuple(Comparison), hint="这一年的写法与“指标”表不同时才填。"),
        Column("目标上限", Holds.NUMBER, width=10, hint="比较为“区间”时填上限，目标值填下限。"),
        Column("挑战值", Holds.NUMBER, width=10),
        Column("一季度", Holds.NUMBER, width=9),
        Column("二季度", Holds.NUMBER, width=9),
        Column("三季度", Holds.NUMBER, width=9),
        Column("四季度", Holds.NUMBER, width=9),
        Column("1月", Holds.NUMBER, width=7, hint=_MONTH_HINT),
        *(Column(f"{month}月", Holds.NUMBER, width=7) for month in range(2, 13)),
        NOTE,
    ),
    required=True,
)
TASKS: Final = SheetDefinition(
    "任务",
    "要做的事，一行一项。第一个牵头单位报的状态作为任务的状态。",
    (
        Column("任务编号", Holds.CODE, required=True, width=10, hint="章-节-条，如二-1-3。"),
        Column("章节", required=True, width=26),
        Column("任务名称", required=True, width=26),
        Column("工作内容", width=60),
        Column("牵头单位", Holds.NAMES, width=26),
        Column("责任单位", Holds.NAMES, width=40, hint="、分隔；可以写集合单位。"),
        Column("完成时限", Holds.DATE, width=12),
        Column("权重", Holds.NUMBER, width=7),
        Column("关联指标", Holds.NAMES, width=12),
        NOTE,
    ),
    required=True,
)
MILESTONES: Final = SheetDefinition(
    "里程碑",
    "任务里有日期的节点：会议、揭牌、赛事、印发文件。",
    (
        Column("任务编号", Holds.CODE, required=True, width=10),
        Column("节点", required=True, width=44),
        Column("时限", Holds.DATE, required=True, width=12),
        Column("负责单位", width=26, hint="不填为任务的牵头单位。"),
        NOTE,
    ),
)
ALLOCATIONS: Final = SheetDefinition(
    "指标分解",
    "一个总数分到各单位：一行一个单位，一列一个指标编号；可以有一行“合计”。",
    (Column("年份", Holds.WHOLE, required=True, width=7), Column("单位名称", required=True, width=26), NOTE),
)
CALENDAR: Final = SheetDefinition(
    "报送安排",
    "哪一期、什么时候截止、谁报。写了这张表，就只在表里的月份要填报表。",
    (
        Column("报告类型", Holds.CHOICE, required=True, width=10, choices=("月度", "季度", "半年", "年度")),
        Column("期间", Holds.PERIOD, required=True, width=10),
        Column("截止日", Holds.DATE, required=True, width=12),
        Column("报送主体", Holds.CHOICE, width=10, choices=tuple(Reporter), hint="不填为各单位。"),
        Column("锁定日", Holds.DATE, width=12),
        NOTE,
    ),
)
STAGES: Final = SheetDefinition(
    "工作阶段",
    "文件规定的工作阶段；简报开头会写明当前处于哪个阶段。",
    (
        Column("阶段", required=True, width=16),
        Column("起始月份", Holds.MONTH, required=True, width=10),
        Column("结束月份", Holds.MONTH, required=True, width=10),
        Column("工作要求", width=70),
        NOTE,
    ),
)
CLAUSES: Final = SheetDefinition(
    "考核办法",
    "判定进展和亮灯的界线，依据写本单位自己的办法条款。",
    (Column("项目", required=True, width=30), Column("数值", required=True, width=12), Column("依据", width=50), NOTE),
)
WAIVERS: Final = SheetDefinition(
    "豁免",
    "同意不再追究的问题、准许的迟到更正、指定采用的版本、确认的不适用。",
    (
        Column("规则或文件", required=True, width=24),
        Column("单位名称", width=26),
        Column("月份", Holds.MONTH, width=10),
        Column("理由", required=True, width=40),
        Column("批准人", required=True, width=10),
        Column("有效期至", Holds.DATE, width=12),
        NOTE,
    ),
)
ADJUSTMENTS: Final = SheetDefinition(
    "目标调整",
    "目标中途调整：从哪个月起、原来多少、现在多少、凭哪个文件。",
    (
        Column("指标编号", Holds.CODE, required=True, width=9),
        Column("生效月份", Holds.MONTH, required=True, width=10),
        Column("原目标值", Holds.NUMBER, required=True, width=10),
        Column("新目标值", Holds.NUMBER, required=True, width=10),
        Column("批准文号", required=True, width=24),
        Column("说明", width=40),
        NOTE,
    ),
)

SHEETS: Final = (
    BASICS,
    DEPARTMENTS,
    INDICATORS,
    TARGETS,
    TASKS,
    MILESTONES,
    ALLOCATIONS,
    CALENDAR,
    STAGES,
    CLAUSES,
    WAIVERS,
    ADJUSTMENTS,
)
TOTAL: Final = "合计"
EXAMPLE: Final = "示例"
"""A row whose 备注 begins so was written by the program, and is still to be written over."""


AHEAD_LINE: Final = ClauseDefinition("超序时界线（个百分点）", "10", "高于序时进度达到这个数，为超序时。")
FAR_BEHIND_LINE: Final = ClauseDefinition(
    "严重滞后界线（个百分点）", "30", "低于序时进度超过这个数，为严重滞后，亮红灯。"
)
YELLOW_LINE: Final = ClauseDefinition(
    "黄灯界线（个百分点）", "10", "低于序时进度超过这个数，亮黄灯；不超过的亮绿灯并关注。"
)
JUMP_LINE: Final = ClauseDefinition("跳变界线（倍）", "3", "本月新增超过此前月均新增的这个倍数，请单位核实。")
CLAUSES_KNOWN: Final = (AHEAD_LINE, FAR_BEHIND_LINE, YELLOW_LINE, JUMP_LINE)

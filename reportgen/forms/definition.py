"""The sheets and cells of a form, defined once: what is prefilled, what is filled in, and what people are told."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Situation(StrEnum):
    """填报情形: the four kinds of empty, and 正常."""

    NORMAL = "正常"
    NO_PROGRESS = "本月无进展"
    NOT_APPLICABLE = "不适用"
    NOT_OUT = "数据未出"


class Role(StrEnum):
    """Who fills a column."""

    LOCKED = "预填"
    FORMULA = "公式"
    ENTRY = "填写"


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a form sheet, or one labelled cell of 填报说明."""

    heading: str
    role: Role = Role.LOCKED
    width: float = 10
    align: str = "left"
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One sheet of the form; `key` are the headings whose cells tell the rows apart."""

    name: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]

    def column(self, heading: str) -> int:
        """The column of a heading as sent out, counted from 0."""
        return next(i for i, f in enumerate(self.fields) if f.heading == heading)

    @property
    def entries(self) -> tuple[Field, ...]:
        """The columns that the department fills in."""
        return tuple(f for f in self.fields if f.role is Role.ENTRY)


MOST_TEXT: Final = 1000
"""Characters that a free text may hold (design section 5)."""

VALUE, SITUATION, REMARK, EVIDENCE = "本月累计", "填报情形", "情况说明", "佐证材料"
STATUS, DONE, PROBLEM, MEASURE, HELP = "进展状态", "本月进展", "存在问题", "下步措施", "需协调事项"
NODE_DONE, NODE_DATE, NODE_REMARK = "是否完成", "完成日期", "说明"

INDICATORS: Final = FormSheet(
    "指标进展",
    ("指标编号",),
    (
        Field("序号", width=5, align="center"),
        Field("指标编号", width=8, align="center"),
        Field("指标名称", width=21),
        Field("计量单位", width=7, align="center"),
        Field("指标类型", width=9, align="center"),
        Field("年度目标", width=8, align="center"),
        Field("挑战目标", width=8, align="center"),
        Field("上月累计", width=10, align="right"),
        Field(VALUE, Role.ENTRY, 11, "right"),
        Field("本月新增", Role.FORMULA, 10, "right"),
        Field("完成率", Role.FORMULA, 8, "right"),
        Field("序时进度", width=8, align="right"),
        Field(SITUATION, Role.ENTRY, 11, "center", "有数就选“正常”（不选也算正常）。数没有变化选“本月无进展”。"),
        Field(
            REMARK,
            Role.ENTRY,
            36,
            hint="数变小了、变化很大、落后序时10个百分点以上、不适用或数据未出时，写明原因和打算。",
        ),
        Field(EVIDENCE, Role.ENTRY, 14, hint="材料名称或文号，可不填。"),
    ),
)
TASKS: Final = FormSheet(
    "任务进展",
    ("任务编号",),
    (
        Field("序号", width=5, align="center"),
        Field("任务编号", width=8, align="center"),
        Field("任务名称", width=14),
        Field("工作内容", width=29),
        Field("本单位职责", width=8, align="center"),
        Field("完成时限", width=11, align="center"),
        Field("上月状态", width=9, align="center"),
        Field(STATUS, Role.ENTRY, 10, "center", "从下拉中选一项。填本单位负责的部分。"),
        Field(DONE, Role.ENTRY, 34, hint="写本月做成的事：哪天、做了什么、到了哪一步。不用写序号，不写空话。"),
        Field(PROBLEM, Role.ENTRY, 19, hint="滞后、暂缓或调整时必须写；没有问题不填。"),
        Field(MEASURE, Role.ENTRY, 19, hint="滞后、暂缓或调整时必须写：做什么、哪天前做完。"),
        Field(HELP, Role.ENTRY, 13, hint="需要领导或其他单位协调的事，没有不填。"),
        Field(EVIDENCE, Role.ENTRY, 12, hint="材料名称或文号，可不填。"),
    ),
)
MILESTONES: Final = FormSheet(
    "节点进展",
    ("任务编号", "节点"),
    (
        Field("任务编号", width=10, align="center"),
        Field("节点", width=50),
        Field("时限", width=13, align="center"),
        Field(NODE_DONE, Role.ENTRY, 12, "center", "完成了选“是”，没完成选“否”或不填。"),
        Field(NODE_DATE, Role.ENTRY, 14, "center", "选“是”时填完成的日期，如2025-06-12。"),
        Field(NODE_REMARK, Role.ENTRY, 50, hint="需要说明的情况，可不填。"),
    ),
)
_SUMMARY_TEXTS = (
    Field("主要成效", Role.ENTRY, 44, hint="这一阶段做成的事，拣要紧的写，有数有据。"),
    Field(PROBLEM, Role.ENTRY, 44, hint="主要困难和原因。"),
    Field("下阶段打算", Role.ENTRY, 44, hint="下一阶段准备做什么、什么时候做完。"),
)
_SELF_SCORE = (
    Field("自评得分", Role.ENTRY, 12, "center", "0到100分。"),
    Field("自评理由", Role.ENTRY, 40, hint="写明依据。"),
)
SUMMARY: Final = FormSheet("阶段总结", (), _SUMMARY_TEXTS)
YEAR_SUMMARY: Final = FormSheet("阶段总结", (), (*_SUMMARY_TEXTS, *_SELF_SCORE))

COVER: Final = "填报说明"
IDENTITY: Final = "_表单"
COVER_DEPARTMENT, COVER_MONTH = "填报单位", "填报月份"
PERSON, REVIEWER, PHONE, DAY = "填报人", "审核人", "联系电话", "填报日期"
SIGNATURES: Final = (
    Field(PERSON, Role.ENTRY, hint="填这张表的人。"),
    Field(REVIEWER, Role.ENTRY, hint="本单位审定这张表的负责人。"),
    Field(PHONE, Role.ENTRY, hint="手机或座机。"),
    Field(DAY, Role.ENTRY, hint="如2025-06-27。"),
)

_DEFINITION = "\n".join(
    f"{sheet.name}:{','.join(f.heading for f in sheet.fields)}"
    for sheet in (INDICATORS, TASKS, MILESTONES, YEAR_SUMMARY)
)
FORM_VERSION: Final = hashlib.sha256(_DEFINITION.encode()).hexdigest()[:8]
"""The version of the definition: any change of sheets or headings changes it."""

KEY_PLAN, KEY_DEPARTMENT, KEY_PERIOD, KEY_VERSION, KEY_PRINT = "计划编号", "单位", "期间", "表单版本", "指纹"

COUNTED: Final = frozenset("名家个项次场件人户所只篇条宗台套处座")
"""Units of things that are counted in whole numbers."""

REVIEW: Final = "校核意见"
"""The sheet of a correction copy that lists what is wrong; no part of the form's answers."""
REVIEW_HEADINGS: Final = ("序号", "工作表", "单元格", "现在填的", "问题", "怎么改", "您的说明")
REVIEW_NUMBER, REVIEW_ANSWER = REVIEW_HEADINGS[0], REVIEW_HEADINGS[-1]
REVIEW_RECORD: Final = "_校核"
"""The hidden sheet of a correction copy: which round it is, and every point as it was sent."""
RECORD_ROUND: Final = "轮次"
RECORD_HEADINGS: Final = ("序号", "规则", "工作表", "单元格", "编号", "栏目", "值", "次数", "说明", "底色")

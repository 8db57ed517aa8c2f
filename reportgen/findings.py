"""What is wrong with a filing, and the catalogue of every rule: where, what was found, what is expected, what to do."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.period import Period


class Severity(StrEnum):
    """Whether a value may enter the documents (design section 6)."""

    RETURN = "退回"
    ERROR = "错误"
    VERIFY = "核实"
    NOTE = "提示"

    @property
    def rank(self) -> int:
        """0 is the gravest."""
        return list(Severity).index(self)


class Pile(StrEnum):
    """Who acts: the clerk sends a form again, or the department answers."""

    FORM = "表坏了"
    DATA = "数有疑问"


class Group(StrEnum):
    """The seven groups of rules, in the order in which a careful colleague would look."""

    FILE = "文件"
    FORM = "表格体检"
    CELL = "取值"
    PLAN = "对计划"
    HISTORY = "与历史"
    OTHERS = "单位之间"
    WORDS = "文字与数字"


_NO_TEXT = re.compile("[\ud800-\udfff]")


def shown(path: str) -> str:
    """The name of a file as it can be written down: what is no text becomes �, with four letters that tell two apart.

    Names unpacked from a Windows archive are such; the real name still opens the file.
    """
    return "/".join(map(_shown_part, path.split("/"))) if _NO_TEXT.search(path) else path


def _shown_part(name: str) -> str:
    if not _NO_TEXT.search(name):
        return name
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:4]
    stem, dot, suffix = _NO_TEXT.sub("\ufffd", name).rpartition(".")
    return f"{stem}({mark}).{suffix}" if dot else f"{suffix}({mark})"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, a sheet, a cell or range in A1 notation, and what people call that cell."""

    file: str
    sheet: str | None = None
    cell: str | None = None
    label: str = ""

    def __str__(self) -> str:
        """As a message begins: “指标进展”表I5（技术合同成交额·本月累计）."""
        if self.sheet is None:
            return f"「{self.file.rpartition('/')[2]}」"
        where = f"“{self.sheet}”表{self.cell or ''}"
        return f"{where}（{self.label}）" if self.label else where


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check saw: the place, the value there, the value expected if it is known, and facts for the sentence."""

    place: Place
    value: str = ""
    expected: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


_GROUPS = {
    "F": Group.FILE,
    "S": Group.FORM,
    "T": Group.CELL,
    "P": Group.PLAN,
    "H": Group.HISTORY,
    "X": Group.OTHERS,
    "N": Group.WORDS,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the catalogue; `name` is the function that checks it, the braces are filled from a `Hit`."""

    code: str
    name: str
    severity: Severity
    pile: Pile
    title: str
    found: str
    expects: str
    fix: str

    @property
    def group(self) -> Group:
        """The group that the code's letter stands for."""
        return _GROUPS[self.code[0]]

    def finding(self, hit: Hit, department: str, period: Period | None) -> Finding:
        """The finding that a hit makes; the sentence is where + found + expected."""
        facts = {"值": hit.value, "应为": hit.expected, **hit.facts}
        found, expects, fix = (text.format_map(facts) for text in (self.found, self.expects, self.fix))
        message = f"{hit.place}{found}" + (f"；{expects}。" if expects else "。")
        return Finding(self, department, period, hit.place, hit.value, hit.expected or expects, message, fix)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in one place: a value to be listed, never an exception."""

    rule: Rule
    department: str
    period: Period | None
    place: Place
    value: str
    expected: str
    message: str
    fix: str
    times: int = 1
    """How often it was told, this time included: a form that was sent back and came again untouched counts on."""
    explanation: str = ""
    """What the unit answered to it when the form was sent back."""
    explained: bool = False
    """Whether the answer settles it."""

    @property
    def severity(self) -> Severity:
        """The severity of its rule; what the unit has explained is only noticed."""
        return Severity.NOTE if self.explained else self.rule.severity

    @property
    def is_owed(self) -> bool:
        """Whether somebody must act: everything above 提示."""
        return self.severity is not Severity.NOTE

    def as_json(self) -> dict[str, str | None]:
        """The object of the contract (design section 6)."""
        return {
            "rule": self.rule.code,
            "severity": self.severity.value,
            "pile": self.rule.pile.value,
            "department": self.department,
            "period": str(self.period) if self.period else None,
            "file": self.place.file,
            "sheet": self.place.sheet,
            "cell": self.place.cell,
            "value": self.value,
            "expected": self.expected,
            "message": self.message,
            "fix": self.fix,
        }


def by_file(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings of each file, in their order."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.place.file, []).append(finding)
    return found


# ---- the catalogue


_R, _E, _Q, _I = Severity.RETURN, Severity.ERROR, Severity.VERIFY, Severity.NOTE
_FORM, _DATA = Pile.FORM, Pile.DATA
_RESEND = "请用下发的填报表重新填写后发来。"
_EXPLAIN = "请核对；如属实，在“情况说明”写明原因。"

RULES: tuple[Rule, ...] = (
    # 文件
    Rule(
        "F101", "file_is_complete", _R, _FORM, "文件损坏",
        "打不开，文件已损坏或没有传完整", "要能正常打开的Excel工作簿",
        "请在自己电脑上打开确认后重新发来。",
    ),
    Rule(
        "F104", "file_can_be_opened", _R, _FORM, "文件被占用或没有权限",
        "打不开，正被别的程序占用或没有权限", "要能打开的文件",
        "请关闭正在打开它的程序，或请管理员给权限，再运行一次。",
    ),
    Rule(
        "F105", "file_needs_no_password", _R, _FORM, "文件设了打开密码",
        "设了打开密码，读不了", "填报表不设打开密码",
        "请取消打开密码后重新发来（工作表保护不用取消）。",
    ),
    Rule(
        "F107", "file_is_a_spreadsheet", _R, _FORM, "后缀是表格，内容不是",
        "的后缀是表格，内容却是{实际}", "要Excel工作簿",
        "请在Excel或WPS里打开，另存为.xlsx后重新发来。",
    ),
    Rule(
        "F110", "file_is_of_bearable_size", _R, _FORM, "文件过大",
        "太大（{大小}），没有读取", "填报表一般不超过1MB",
        "请检查是否粘贴了大图或整列格式，删去后重新发来。",
    ),
    Rule(
        "F111", "file_holds_nothing_unsafe", _R, _FORM, "文件含有不允许的内容",
        "内部含有实体声明，没有读取", "填报表里没有这种内容",
        _RESEND,
    ),
    Rule(
        "F113", "file_is_not_empty", _R, _FORM, "空文件",
        "是空文件（0字节）", "要填好的填报表",
        "请重新发来。",
    ),
    Rule(
        "F121", "file_can_be_read_within_limits", _R, _FORM, "无法安全读取",
        "无法安全读取，已跳过，其他文件不受影响", "要能在{上限}内读完",
        _RESEND,
    ),
    Rule(
        "F116", "department_is_in_the_plan", _R, _FORM, "填报单位不在名单里",
        "的填报单位是“{值}”", "本计划的填报单位里没有它",
        "请核对填报单位；如是改名或简称，请在计划的“单位”表补上别名。",
    ),
    Rule(
        "F123", "plan_is_known", _R, _FORM, "别的计划的填报表",
        "是计划“{值}”的填报表", "输入文件夹里没有这个计划",
        "请核对是否放错了文件夹，或发错了表。",
    ),
    Rule(
        "F124", "identity_can_be_found", _R, _FORM, "看不出是谁、哪个月的表",
        "看不出填报单位或填报月份", "“填报说明”表里应有填报单位和填报月份",
        _RESEND,
    ),
    Rule(
        "F125", "month_is_asked_for", _R, _FORM, "不用报送的月份",
        "是{值}的填报表", "本计划不要求报送这个月",
        "请核对填报月份；确需报送的，请在计划的“报送安排”补上这个月。",
    ),
    Rule(
        "F127", "cover_agrees_with_the_form", _R, _FORM, "改了填报单位或填报月份",
        "写的是“{值}”", "这张表是发给{应为}的，没法知道填的是哪一家、哪个月的数",
        "请用当月发给本单位的填报表重新填写后发来，不要改旧表的单位和月份。",
    ),
    Rule(
        "F114", "file_is_not_sent_twice", _I, _FORM, "重复发来",
        "与「{另一个}」完全相同", "同一份表收一次就够",
        "已忽略，不用处理。",
    ),
    Rule(
        "F115", "latest_version_counts", _I, _FORM, "有更新的版本",
        "已被后收到的「{另一个}」替代", "同一单位同一个月以后收到的为准",
        "已采用后收到的；如应以这份为准，请在计划的“豁免”里写明。",
    ),
    Rule(
        "F126", "usable_version_is_kept", _I, _FORM, "不能用，没有替代能用的",
        "不能用，没有替代「{另一个}」", "不能用的表不替代能用的",
        "仍采用「{另一个}」；单位如要更正，请重新填写后发来。",
    ),
    Rule(
        "F130", "form_came_before_the_lock", _I, _FORM, "锁定后才收到",
        "{收到}才收到，{月份}的数已在{锁定}锁定", "锁定后不再改动，这份没有计入，{现状}",
        "不计入的，不用处理；应当计入的，在计划的“豁免”表写上“{文件名}”、单位、月份、理由和批准人，再运行一次。",
    ),
    Rule(
        "F131", "version_is_the_one_chosen", _I, _FORM, "豁免指定了另一份",
        "没有采用", "计划的“豁免”表指定以「{另一个}」为准",
        "已按“豁免”采用指定的那份，不用处理。",
    ),
    Rule(
        "F117", "file_lies_in_its_month", _I, _FORM, "放在别的月份的文件夹里",
        "放在“{文件夹}”里，表内是{值}", "以表内月份为准",
        "已按表内月份处理，不用处理。",
    ),
    Rule(
        "F118", "file_name_agrees_with_the_form", _I, _FORM, "文件名与表内单位不同",
        "的文件名写的是“{文件名单位}”，表内是“{值}”", "以表内单位为准",
        "已按表内单位处理；如填错了表，请单位用自己的表重填。",
    ),
    Rule(
        "F119", "form_is_in_time", _I, _DATA, "逾期报送",
        "{收到}收到", "截止日是{截止}",
        "已采用，记为逾期。",
    ),
    Rule(
        "F106", "file_is_saved_as_sent", _I, _FORM, "存成了别的格式",
        "存成了{值}格式", "发出时是.xlsx",
        "已读取；下次请保存为.xlsx，锁定和下拉才不会丢。",
    ),
    Rule(
        "F108", "form_holds_no_macros", _I, _FORM, "带有宏",
        "带有宏，宏没有运行", "填报表不需要宏",
        "已照常读取；下次请用下发的原表，保存为.xlsx。",
    ),
    Rule(
        "F109", "values_come_from_no_other_file", _Q, _FORM, "链接了别的文件",
        "有{格数}格的公式取自别的文件（{格}）", "填报的数要填在表里，别人手边没有那个文件",
        "已按保存时的结果读取，请核对；下次请直接填数。",
    ),
    Rule(
        "F112", "form_is_saved_in_the_usual_dialect", _I, _FORM, "存成了严格格式",
        "存成了“严格Open XML”格式", "发出时是普通的.xlsx",
        "已照常读取；下次请另存为“Excel工作簿(.xlsx)”。",
    ),
    # 表格体检
    Rule(
        "S101", "identity_is_carried_along", _Q, _FORM, "像是另建的表",
        "里没有随表下发的身份页，单位和月份取自{来源}", "应在下发的原表上填写",
        "请确认是{单位}{月份}的表；下次请用下发的原表填写。",
    ),
    Rule(
        "S102", "identity_sheet_is_unaltered", _Q, _FORM, "身份页被改动",
        "里随表下发的内容被改动过", "隐藏的身份页不用填写，也不能改",
        "请确认没有改动目标等灰底格；下次请用下发的原表填写。",
    ),
    Rule(
        "S104", "version_is_current", _I, _FORM, "旧版表",
        "是旧版表", "现在用新版表",
        "已按栏目名称读取；下次请用新下发的表。",
    ),
    Rule(
        "S106", "sheets_are_all_there", _E, _FORM, "缺工作表",
        "不见了", "这张表要填{行数}行",
        "请用下发的原表补填“{值}”表后重新发来。",
    ),
    Rule(
        "S107", "sheet_names_are_kept", _I, _FORM, "工作表改了名",
        "的名称被改成了“{值}”", "原来叫“{应为}”",
        "已按栏目认出并读取；下次请不要改表名。",
    ),
    Rule(
        "S109", "columns_are_all_there", _E, _FORM, "缺栏目",
        "里找不到{值}一栏", "栏目名称和下发的表要一样",
        "请把栏目名称改回来，或用下发的原表重填这张表。",
    ),
    Rule(
        "S110", "rows_are_all_there", _E, _FORM, "缺行",
        "里少了{值}", "每项一行，没有进展也要保留",
        "请用下发的原表补上这几行后重新发来。",
    ),
    Rule(
        "S111", "rows_carry_their_code", _E, _FORM, "行没有编号",
        "有内容（“{值}…”），但没有编号，没有读取", "每行要有下发时的编号",
        "请把内容填到有编号的那一行。",
    ),
    Rule(
        "S112", "rows_stand_once", _E, _FORM, "编号重复",
        "的编号“{值}”前面已经有了，这一行没有读取", "每个编号只有一行",
        "请核对编号，删去多余的一行。",
    ),
    Rule(
        "S115", "rows_belong_to_the_department", _E, _FORM, "不是本单位的行",
        "的编号“{值}”不是发给{单位}填的，没有读取", "本单位的表里没有这一项",
        "请核对是否从别的单位的表粘贴而来；新增事项请与统筹单位联系。",
    ),
    Rule(
        "S113", "locked_cells_are_unchanged", _E, _FORM, "改了锁定的格",
        "是锁定的格，现在是“{值}”", "发出时是“{应为}”",
        "请改回“{应为}”；计算一律按计划的数，目标确需调整请另行报批。",
    ),
    Rule(
        "S127", "plan_has_not_changed_since", _I, _FORM, "发出后计划有调整",
        "发出时是“{值}”", "计划现在是“{应为}”，一律按现在的计划核对",
        "不用处理；下月的表会带上新的数。",
    ),
    Rule(
        "S114", "formulas_are_kept", _Q, _FORM, "公式被改",
        "原来是公式，现在是“{值}”", "按公式算应为{应为}",
        "请核对本月累计是否填对；工具一律按公式重算，这一格不采用。",
    ),
    Rule(
        "S117", "rows_are_not_merged", _E, _FORM, "几行合并成一格",
        "把几行合并成了一格，分不清是哪一行的", "每行要分别填写",
        "请取消合并，每行各填各的。",
    ),
    Rule(
        "S130", "columns_are_not_merged", _Q, _FORM, "几栏合并成一格",
        "把几栏合并成了一格，只读到左边一栏（“{值}…”）", "每栏要分别填写",
        "请取消合并；右边各栏有要填的请补填。",
    ),
    Rule(
        "S118", "nothing_is_hidden", _Q, _FORM, "隐藏的行列里有内容",
        "被隐藏了，里面有填报内容", "发出时没有隐藏的行列",
        "已照常读取；请取消隐藏，确认里面的内容是要报的。",
    ),
    Rule(
        "S119", "nothing_is_filtered_away", _I, _FORM, "开着筛选",
        "开着筛选，藏住了几行", "发出时没有筛选",
        "藏住的行也已读取，不用处理。",
    ),
    Rule(
        "S123", "nothing_stands_outside", _Q, _FORM, "写在填报栏目以外",
        "写了“{值}”，不在填报的栏目里，没有读取", "内容要填在对应的栏目里",
        "如是填报内容，请移到对应的栏目；不是的请删去。",
    ),
    Rule(
        "S124", "answer_is_no_picture", _E, _FORM, "格里是图片",
        "是图片，读不出内容", "要直接填写的数字或文字",
        "请把图片里的内容填写出来；图片可以另附。",
    ),
    Rule(
        "S131", "evidence_is_named_in_words", _I, _FORM, "佐证材料是图片",
        "是图片，没有读取", "这里填材料名称或文号",
        "不影响数据；下次请写材料名称，图片另附。",
    ),
    Rule(
        "S128", "protection_is_kept", _I, _FORM, "取消了工作表保护",
        "取消了{值}的工作表保护", "锁定的内容没有变化",
        "不用处理；下次请保留保护，免得误改。",
    ),
    Rule(
        "S129", "sheets_are_the_forms_own", _I, _FORM, "多了工作表",
        "是多出来的工作表，没有读取", "下发的表里没有它",
        "如有要报的内容，请写进填报表；没有的不用处理。",
    ),
    Rule(
        "S132", "sheets_stand_once", _Q, _FORM, "同样的工作表有两张",
        "和另一张填报的工作表栏目相同，没有读取这一张", "同样的表只有一张",
        "请核对要报的是哪一张，删去多余的。",
    ),
    Rule(
        "S134", "columns_stand_once", _Q, _FORM, "同名栏目有两列",
        "这一栏有两列，内容不同，读的是{值}列", "每个栏目只有一列",
        "请核对要报的是哪一列，删去多余的。",
    ),
    Rule(
        "S133", "codes_keep_their_noughts", _I, _FORM, "编号前面的0丢了",
        "是“{值}”，前面的0丢了", "应为“{应为}”",
        "已按“{应为}”读取，不用处理。",
    ),
    Rule(
        "S126", "form_is_filled_in", _R, _FORM, "没有填写",
        "里什么也没有填", "要填好的填报表",
        "请填写后重新发来。",
    ),
    # 取值
    Rule(
        "T101", "normal_row_has_a_value", _E, _DATA, "有数没填",
        "没有填，填报情形选的是“正常”", "正常的要填数（单位：{单位}）",
        "请填到{月份}末为止的数；没有数的，在“填报情形”选明情形。",
    ),
    Rule(
        "T102", "row_is_not_left_blank", _Q, _DATA, "未填",
        "没有填，也没有选填报情形", "要么填数（单位：{单位}），要么选填报情形",
        "请填数；没有变化选“本月无进展”，还没出来选“数据未出”。",
    ),
    Rule(
        "T103", "answer_is_written_plainly", _I, _DATA, "已整理后读取",
        "的{整理}", "",
        "不用处理；如读得不对请改正。",
    ),
    Rule(
        "T105", "value_is_a_number", _E, _DATA, "不是数字",
        "填的是“{值}”", "这里只能填数字（单位：{单位}）",
        "请改成数字；要说明的写在“情况说明”。",
    ),
    Rule(
        "T104", "value_is_of_this_world", _E, _DATA, "位数太多",
        "填的数位数太多（{值}）", "整数部分不超过15位，小数点后不会一连15个0",
        "请核对小数点和单位（{单位}）后重新填写。",
    ),
    Rule(
        "T107", "value_has_the_right_unit", _E, _DATA, "单位不对",
        "填的是“{值}”，单位换算不了", "本项单位是{单位}",
        "请换算成{单位}，只填数字。",
    ),
    Rule(
        "T109", "percentage_is_no_fraction", _Q, _DATA, "百分数可能填成了小数",
        "填的是{值}，按{值}%读取", "目标是{目标}%，像是把百分之几填成了小数",
        "如果是{换算}%，请填{换算}；如确是{值}%，请在“情况说明”写明。",
    ),
    Rule(
        "T110", "cell_shows_no_error", _E, _DATA, "公式出错",
        "显示{值}，公式出错", "要确定的内容",
        "请删掉公式，直接填写。",
    ),
    Rule(
        "T111", "answer_is_typed", _Q, _DATA, "填的是公式",
        "填的是公式“{公式}”，按算出的“{值}”读取", "公式里的格一变，数就跟着变",
        "请核对结果，改成直接填写。",
    ),
    Rule(
        "T112", "formula_has_a_result", _E, _DATA, "公式没有结果",
        "是公式“{值}”，没有算出结果", "要确定的内容",
        "请删掉公式直接填写，或用Excel、WPS打开保存一次再发来。",
    ),
    Rule(
        "T118", "choice_is_on_the_list", _E, _DATA, "不在可选项里",
        "填的是“{值}”", "只能选：{选项}",
        "请从下拉中选{最接近}。",
    ),
    Rule(
        "T120", "text_is_not_too_long", _Q, _DATA, "文字太长",
        "有{字数}个字", "最多{上限}个字",
        "请精简，只留要紧的。",
    ),
    Rule(
        "T122", "counted_value_is_whole", _E, _DATA, "应是整数",
        "填的是{值}", "{何数}应是整数",
        "请改成整数。",
    ),
    Rule(
        "T124", "value_is_possible", _E, _DATA, "超出范围",
        "填的是{值}", "本项应{范围}",
        "请核对后改正。",
    ),
    Rule(
        "T125", "value_is_exact", _E, _DATA, "约数或区间",
        "填的是“{值}”", "要一个确定的数，约数没法相加",
        "请填一个确定的数；不确定的情况写在“情况说明”。",
    ),
    Rule(
        "T126", "empty_value_is_explained", _E, _DATA, "没有数还是零",
        "填的是“{值}”，看不出是没有数还是零", "是零填0，没有数就空着并选填报情形",
        "是零请填0；没有变化选“本月无进展”，还没出来选“数据未出”。",
    ),
    Rule(
        "T140", "answer_stands_in_its_cell", _E, _DATA, "写在别处",
        "填的是“{值}”，别处的内容读不出来", "要把内容写在这一格",
        "请把{内容}写在这一格。",
    ),
    Rule(
        "T141", "value_is_no_date", _E, _DATA, "数变成了日期",
        "是日期{值}，不是数", "这里只能填数字（单位：{单位}）",
        "请把格式改为“常规”后重新填数；6-12、3/4这样的写法会被表格软件变成日期。",
    ),
    Rule(
        "T123", "value_has_few_decimals", _I, _DATA, "小数位太多",
        "填的是{值}，有{位数}位小数", "本项一般保留{保留}位小数",
        "已照填的数计算，印出时四舍五入，不用处理。",
    ),
    Rule(
        "T127", "missing_value_has_a_reason", _Q, _DATA, "没有写原因",
        "没有写原因，填报情形选的是“{情形}”", "选“{情形}”要写明原因",
        "请在这一格写明原因和什么时候能有数。",
    ),
    Rule(
        "T128", "situation_agrees_with_the_value", _Q, _DATA, "填了数，又选没有数",
        "选的是“{值}”，本月累计却填了{数}{单位}", "选“{值}”的按没有数处理，填的数没有计入",
        "有数的请改选“正常”；没有数的请把填的数删去。",
    ),
    Rule(
        "T130", "status_is_chosen", _E, _DATA, "没有选进展状态",
        "没有选", "每项任务都要选：{选项}",
        "请从下拉中选一项。",
    ),
    Rule(
        "T131", "progress_is_told", _E, _DATA, "没有写本月进展",
        "没有写，进展状态是“{状态}”", "要写本月做成的事",
        "请写哪天、做了什么、到了哪一步；本月确无进展的也请写明。",
    ),
    Rule(
        "T132", "trouble_is_told_with_a_measure", _E, _DATA, "没有写问题或措施",
        "没有写，进展状态是“{状态}”", "“{状态}”要写明存在问题和下步措施",
        "请补写；措施要有做什么、哪天前做完。",
    ),
    Rule(
        "T133", "form_is_signed", _Q, _DATA, "没有签明",
        "没有填", "填报表要写明填报人、审核人、联系电话和填报日期",
        "请补填。",
    ),
    Rule(
        "T134", "signing_day_is_a_day", _Q, _DATA, "填报日期认不出",
        "填的是“{值}”，认不出是哪天", "要日期，如{例}",
        "请改成日期，如{例}。",
    ),
    Rule(
        "T116", "day_is_complete", _Q, _DATA, "日期没有写到日",
        "填的是“{值}”，没有写到哪一天", "要具体的日期，如{例}",
        "请写明年月日，如{例}。",
    ),
    Rule(
        "T117", "day_is_possible", _Q, _DATA, "日期不合理",
        "填的是{值}", "{界限}",
        "请核对年份和月份，改成实际的日期。",
    ),
    Rule(
        "T142", "form_is_signed_before_it_comes", _Q, _DATA, "填报日期在收到以后",
        "填的是{值}，这张表{收到}就收到了", "填报日期不会晚于报送",
        "请核对填报日期。",
    ),
    Rule(
        "T135", "phone_is_a_phone_number", _Q, _DATA, "电话不像电话",
        "填的是“{值}”", "要手机或座机号码",
        "请核对联系电话。",
    ),
    Rule(
        "T136", "finished_node_has_its_day", _E, _DATA, "节点完成没有日期",
        "{所见}，是否完成选的是“是”", "完成的节点要写明哪天完成",
        "请填完成日期，如{例}。",
    ),
    Rule(
        "T137", "finished_node_lies_behind", _Q, _DATA, "完成日期还没到",
        "填的是{值}", "晚于本月末{月末}，还没有到",
        "请核对完成日期；没有完成的，是否完成选“否”。",
    ),
    Rule(
        "T138", "summary_is_written", _Q, _DATA, "没有写阶段总结",
        "没有填", "{月份}要写阶段总结",
        "请补写。",
    ),
    # 对计划
    Rule(
        "P124", "value_has_the_scale_of_its_target", _Q, _DATA, "比目标多了一位或几位",
        "填的是{值}{单位}，年度目标才{目标}{单位}", "像是多了{倍数}倍的单位或小数点错误，除以{倍数}正合序时",
        "请核对是否应为{建议}{单位}；如属实，在“情况说明”写明原因。",
    ),
    Rule(
        "P103", "value_is_not_far_above_target", _Q, _DATA, "远超目标",
        "填的是{值}{单位}，是年度目标{目标}{单位}的{倍数}倍", "一般不会超过这么多，多半是单位或小数点错了",
        _EXPLAIN,
    ),
    Rule(
        "P104", "finished_task_met_its_target", _Q, _DATA, "已完成但没有达到目标",
        "选的是“已完成”，关联指标“{指标}”是{值}{单位}", "目标是{目标}{单位}，还没有达到",
        "请核对状态或数值。",
    ),
    Rule(
        "P105", "task_that_met_its_target_is_not_behind", _Q, _DATA, "达到目标却选滞后",
        "选的是“滞后”，关联指标都已达到全年目标", "达到目标的任务一般不是滞后",
        "请核对状态；仍属滞后的，在“存在问题”写明。",
    ),
    Rule(
        "P106", "deadline_has_not_passed", _Q, _DATA, "过了时限还没完成",
        "选的是“{状态}”，完成时限是{时限}", "过了时限没有完成的是“滞后”",
        "请改为“滞后”并写明问题和措施，或更正状态。",
    ),
    Rule(
        "P107", "node_deadline_has_not_passed", _Q, _DATA, "节点过了时限",
        "没有完成，时限是{时限}", "过了时限的节点要说明原因",
        "请在“说明”写明原因和新的完成日期。",
    ),
    Rule(
        "P108", "falling_behind_is_explained", _Q, _DATA, "落后没有说明",
        "{所见}；{差距}", "落后{界线}个百分点以上的要写明原因和打算",
        "请在这一格写明落后的原因和下一步打算。",
    ),
    Rule(
        "P112", "part_is_not_more_than_the_whole", _Q, _DATA, "其中数大于总数",
        "填的是{值}{单位}，“{总}”是{总数}{单位}", "其中数不应大于总数，看不出哪个错",
        "请核对这两个数，改正填错的一个。",
    ),
    Rule(
        "P114", "ceiling_is_kept", _Q, _DATA, "突破控制目标没有说明",
        "{所见}；填的{数}{单位}已超过控制目标{目标}{单位}", "这项越低越好，突破了要写明原因和补救措施",
        "请在这一格写明原因和补救措施；如数填错请改正。",
    ),
    Rule(
        "P118", "binding_target_is_met", _Q, _DATA, "约束性指标没有完成",
        "{所见}；全年{数}{单位}，没有达到目标{目标}{单位}", "约束性指标没有完成的要写明原因和补救措施",
        "请在这一格写明原因和补救措施；如数填错请改正。",
    ),
    Rule(
        "P119", "finished_task_names_its_result", _Q, _DATA, "已完成没有写成果",
        "写的是“{值}”，状态选的是“已完成”", "没有数的任务要写明成果：文件名称、文号、日期或建成了什么",
        "请补写成果和完成的日期。",
    ),
    Rule(
        "P121", "task_not_started_has_not_met_its_target", _Q, _DATA, "未启动却已达到目标",
        "选的是“未启动”，关联指标“{指标}”已填{值}{单位}", "已达到全年目标{目标}{单位}的任务一般已启动",
        "请核对状态或数值。",
    ),
    Rule(
        "P125", "late_task_has_a_reason", _Q, _DATA, "滞后的原因或措施是空话",
        "写的是“{值}”，进展状态是“{状态}”", "“{状态}”要写明真正的原因和措施",
        "请写明原因；措施要有做什么、哪天前做完。",
    ),
    Rule(
        "P123", "suspension_names_its_ground", _Q, _DATA, "暂缓没有写依据",
        "写的是“{值}”，状态选的是“暂缓或调整”", "计划里的任务暂缓或调整要写明谁同意、依据哪份文件或会议",
        "请补写批准依据；没有批准的，状态改为“滞后”。",
    ),
    Rule(
        "P120", "not_applicable_is_confirmed", _Q, _DATA, "不适用没有批准",
        "选的是“不适用”", "本项是计划规定由{单位}填报的，要统筹单位确认才不计",
        "请统筹单位核定：同意的在计划的“豁免”写一行，不同意的请单位填数。",
    ),
    # 与历史
    Rule(
        "H102", "cumulative_value_does_not_fall", _Q, _DATA, "累计数下降",
        "填的是{值}{单位}，{上月}是{上月值}{单位}", "累计数一般不会减少",
        "请核对；确是更正或口径调整的，在“情况说明”写明。",
    ),
    Rule(
        "H103", "value_does_not_jump", _Q, _DATA, "变化过大",
        "本月新增{新增}{单位}，此前月均新增{月均}{单位}", "变化超过{倍数}倍要说明",
        _EXPLAIN,
    ),
    Rule(
        "H104", "no_progress_means_no_change", _Q, _DATA, "选了无进展，数却变了",
        "填的是{值}{单位}，{上月}是{上月值}{单位}", "填报情形选的是“本月无进展”，数应不变",
        "请核对数值，或把填报情形改为“正常”。",
    ),
    Rule(
        "H116", "value_moves_in_time", _Q, _DATA, "连续几个月没变",
        "连续{月数}个月都填{值}{单位}，填报情形是“正常”", "按月累计的数一般会变，可能漏填了新数",
        "请核对；确无变化的选“本月无进展”，或在“情况说明”写明。",
    ),
    Rule(
        "H113", "value_is_like_last_years", _Q, _DATA, "与上年同期差得多",
        "填的是{值}{单位}，上年同期是{同期}{单位}", "目标与上年相近，数一般不会差这么多",
        _EXPLAIN,
    ),
    Rule(
        "H105", "finished_task_stays_finished", _Q, _DATA, "完成的任务又变了",
        "选的是“{值}”，上月是“已完成”", "已完成的任务一般不会再变",
        "请核对；确有变化的，在“存在问题”写明。",
    ),
    Rule(
        "H107", "value_keeps_its_scale", _Q, _DATA, "数量级变了",
        "填的是{值}{单位}，约是{上月}{上月值}{单位}的{倍数}倍", "像是单位或小数点错了",
        "请核对是否应为{建议}{单位}；如属实，在“情况说明”写明。",
    ),
    Rule(
        "H110", "progress_is_news", _Q, _DATA, "照抄上月",
        "与上月写的一字不差", "要写本月的新进展",
        "请改写本月做成的事；本月确无进展的请写明。",
    ),
    Rule(
        "H117", "started_task_stays_started", _Q, _DATA, "启动了又变未启动",
        "选的是“{值}”，上月是“{上月状态}”", "已经启动的任务不会再变成未启动",
        "请核对状态；确有变化的，在“存在问题”写明。",
    ),
    Rule(
        "H118", "finished_node_keeps_its_day", _Q, _DATA, "节点完成情况改了",
        "填的是“{值}”，以前报的是{原}完成", "报过完成的节点，日期一般不再变",
        "请核对；以前报错了的，在“说明”写明。",
    ),
    Rule(
        "H115", "promise_is_not_forgotten", _Q, _DATA, "上月的措施没有下文",
        "没有提到上月写的措施“{承诺}”", "到期的措施要交代做没做完",
        "请补写这项措施的落实情况；没有做完的，写明原因和新的日期。",
    ),
    # 单位之间
    Rule(
        "X101", "reporters_agree_on_one_figure", _Q, _DATA, "同一个数两家报得不同",
        "填的是{值}{单位}，{别家}报的是{别数}{单位}", "是同一个数，应当一致，看不出哪家错",
        "请与{别家}核对，由牵头单位确认后改正；口径不同的，在“情况说明”写明。",
    ),
    Rule(
        "X102", "whole_agrees_with_its_parts", _Q, _DATA, "总数与各家之和不符",
        "填的是{值}{单位}，{各家}合计{和}{单位}", "{关系}，看不出哪边错",
        "请与{各家}核对后改正；口径不同的，在“情况说明”写明。",
    ),
    Rule(
        "X103", "project_is_claimed_once", _Q, _DATA, "同一个项目两家都计了",
        "写到“{值}”，{别家}在同一指标里也写了它", "同一个项目只计一次，可能重复计算",
        "请与{别家}核对由谁计入；分段计入的，在“情况说明”写明。",
    ),
    Rule(
        "X105", "lead_and_partners_agree_on_done", _Q, _DATA, "牵头说完成、责任说没有",
        "选的是“{值}”，{别家}选的是“{别态}”", "牵头单位报已完成时，责任单位承担的部分也应完成，看不出哪家对",
        "请与{别家}核对状态；分工不同的，在“存在问题”写明。",
    ),
    Rule(
        "X109", "words_are_the_units_own", _Q, _DATA, "两家写得一字不差",
        "写的“{值}”与{别家}一字不差", "各写各做的事，可能误粘了别家的内容",
        "请核对；联合开展的，写明本单位做了什么。",
    ),
    Rule(
        "X110", "value_is_like_the_others", _Q, _DATA, "与其他单位差得太多",
        "填的是{值}{单位}，其他{家数}家多在{低}到{高}{单位}之间", "差了几十倍，多半是单位或小数点错了",
        _EXPLAIN,
    ),
    # 文字与数字
    Rule(
        "N101", "words_tell_the_same_figure", _Q, _DATA, "文字里的数与表里不同",
        "写的是“{值}”，“{指标}”本月累计填的是{表数}{单位}", "文字和表里的数应一致，看不出哪个错",
        "请核对后改成一致。",
    ),
    Rule(
        "N102", "target_called_met_is_met", _Q, _DATA, "说完成了，数却没到",
        "写的是“{值}”，本月累计填的是{表数}{单位}", "目标是{目标}{单位}，还没有达到",
        "请核对文字或数值。",
    ),
    Rule(
        "N103", "direction_told_is_the_real_one", _Q, _DATA, "说升说降与数相反",
        "写的是“{值}”，数却从{上月}的{上月值}{单位}变为{表数}{单位}", "文字和数的方向应一致",
        "请核对文字或数值。",
    ),
    Rule(
        "N104", "completion_told_is_the_real_one", _Q, _DATA, "文字里的完成率不对",
        "写的是“{值}”", "按{表数}÷{目标}应为{应为}",
        "请改成{应为}，或核对本月累计。",
    ),
    Rule(
        "N105", "deed_lies_behind", _Q, _DATA, "还没到的日子写成做过了",
        "写的是“{值}”", "这个日子晚于本月末{月末}，还没有到",
        "请核对日期；是打算做的，写在“下步措施”。",
    ),
    Rule(
        "N107", "progress_is_more_than_a_phrase", _Q, _DATA, "只有空话",
        "只写了“{值}”", "要写哪天、做了什么、到了哪一步",
        "请补写本月做成的事；本月确无进展的请写明。",
    ),
    Rule(
        "N108", "measure_has_a_day", _Q, _DATA, "措施没有时间",
        "写的是“{值}”，状态是“滞后”", "滞后的措施要写哪天前做完",
        "请补写完成的日期，如{例}前。",
    ),
    Rule(
        "N109", "words_are_about_the_units_task", _Q, _DATA, "写到了别家的任务",
        "写的是任务“{值}”，这项任务不由{单位}承担", "只写本单位承担的任务，可能粘贴错了",
        "请核对后改写；确有关系的，写明与本任务的关系。",
    ),
    Rule(
        "N110", "details_fit_their_total", _Q, _DATA, "分项与总数不符",
        "写的是“{值}”", "{关系}",
        "请核对总数和分项，改成一致。",
    ),
    Rule(
        "N111", "nobodys_number_is_told", _E, _DATA, "有个人信息",
        "有{何物}（{值}）", "填报表的文字会印进简报，不能有个人信息，这一格没有使用",
        "请删去或遮盖后重新发来。",
    ),
    Rule(
        "N112", "nothing_secret_is_sent", _R, _DATA, "有密级标志",
        "有密级标志，整张表没有使用", "涉密内容不能写进填报表",
        "请立即按保密规定处理这份文件，不要转发；确非涉密的，删去标志后重新发来。",
    ),
)  # fmt: skip

RULE_BY_NAME: dict[str, Rule] = {rule.name: rule for rule in RULES}

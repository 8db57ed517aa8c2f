"""The rows of inputs/江岸区科技创新提能三年行动/计划.xlsx: 岸政办〔2022〕12号, figures and names as issued, sentences our own.

Whatever the notice leaves open is marked 待确认 in 备注.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reportgen.period import Period
from shipped import figures, rows

if TYPE_CHECKING:
    from decimal import Decimal

    from reportgen.plan.tables import Cells
    from reportgen.plan.writing import Table

FOLDER = "江岸区科技创新提能三年行动"
TITLE = "岸政办〔2022〕12号 计划"
YEAR, LAST_MONTH = 2022, Period(2022, 6)

KEJING = "区科学技术和经济信息化局"
JINRONG = "区地方金融工作局"
JIANSHE = "区建设局"
SHANGWU = "区商务局"
WENLV = "区文化和旅游局"
ZHAOSHANG = "区招商服务中心"
WEIJIAN = "区卫生健康局"
FAGAI = "区发展和改革委员会"
CAIZHENG = "区财政局"
KAIFAQU = "江岸经济开发区管委会"
ZIGUI = "江岸自然资源和规划分局"
JIANTOU = "区建投公司"
JIEDAO = "有关街道办事处"
ZUZHI = "区委组织部"
RENSHE = "区人力资源和社会保障局"
SHENPI = "区行政审批局"

_WHO = "方案没有写明由谁填报，待确认。"
_LEAD = "方案只列责任单位，首列单位按惯例作牵头，待确认。"
_SHORT = "简称是通行写法，方案没有规定，待确认。"


BASICS: list[Cells] = [
    {"项目": "计划编号", "内容": "岸政办-2022-12", "备注": "按文号编，填报表靠它对应到本计划。"},
    {"项目": "计划名称", "内容": "江岸区科技创新提能三年行动方案（2022—2024年）"},
    {"项目": "简称", "内容": "科技创新提能三年行动"},
    {"项目": "文号", "内容": "岸政办〔2022〕12号"},
    {"项目": "成文日期", "内容": date(2022, 5, 23)},
    {"项目": "发文机关", "内容": "江岸区人民政府办公室"},
    {"项目": "统筹单位", "内容": KEJING, "备注": "方案第三部分：由该局成立工作专班；是否负责汇总，待确认。"},
    {"项目": "起始日期", "内容": date(2022, 1, 1), "备注": "分年目标按自然年度，序时进度从2022年1月算起，待确认。"},
    {"项目": "结束日期", "内容": date(2024, 12, 31), "备注": "附件的时间节点都是2024年12月。"},
    {"项目": "简报名称", "内容": "科技创新提能工作简报", "备注": "方案没有规定，待确认。"},
    {"项目": "起始期号", "内容": 1, "备注": "方案没有规定，从2022年5月起编第1期，待确认。"},
    {"项目": "每月报送截止日", "内容": "次月5日", "备注": "方案只写每月一调度，没有写日子，待确认；各月以“报送安排”为准。"},
    {"项目": "锁定日", "内容": "次月10日", "备注": "方案没有规定，待确认；各月以“报送安排”为准。"},
    {"项目": "联系人", "内容": "", "备注": "方案没有写，待确认。"},
    {"项目": "联系电话", "内容": "", "备注": "方案没有写，待确认。"},
    {"项目": "报", "内容": "区人民政府", "备注": "方案没有规定简报的报送范围，待确认。"},
    {"项目": "送", "内容": "区人民政府办公室", "备注": "同上，待确认。"},
    {"项目": "发", "内容": "各责任单位", "备注": "同上，待确认。"},
    {"项目": "印数", "内容": 30, "备注": "待确认。"},
    {
        "项目": "演示数据", "内容": "是",
        "备注": "随附的填报表是程序演练生成的，不是各单位的真实数据；正式使用时改为“否”。",
    },
]  # fmt: skip


def _department(name: str, aliases: str = "", category: str = "部门") -> Cells:
    note = _SHORT if aliases else ""
    return {"单位名称": name, "简称与别名": aliases, "类别": category, "分组": "部门组", "备注": note}


DEPARTMENTS: list[Cells] = [
    _department(KEJING, "区科经局、区科技经信局"),
    _department(JINRONG, "区金融局、区地方金融局"),
    _department(JIANSHE),
    _department(SHANGWU),
    _department(WENLV, "区文旅局"),
    _department(ZHAOSHANG, "区招商中心"),
    _department(WEIJIAN, "区卫健局"),
    _department(FAGAI, "区发改委"),
    _department(CAIZHENG),
    _department(KAIFAQU, "江岸经开区管委会", "其他"),
    _department(ZIGUI, "江岸资规分局"),
    _department(JIANTOU, "", "企业"),
    _department(ZUZHI),
    _department(RENSHE, "区人社局"),
    _department(SHENPI, "区审批局"),
    {
        "单位名称": JIEDAO, "类别": "集合", "成员": "", "是否填报": "否",
        "备注": "方案没有写明是哪些街道，待确认后填成员；填上以前不会发出它们的填报表。",
    },
]  # fmt: skip

_N, _S, _G, _R = "年内累计", "期末存量", "增速", "比率"


def _indicator(code: str, name: str, unit: str, kind: str, task: str, note: str, **more: str | int | Decimal) -> Cells:
    return {
        "指标编号": code, "指标名称": name, "计量单位": unit, "类型": kind, "牵头单位": KEJING, "关联任务": task,
        **more, "备注": f"{note}{_WHO}",
    }  # fmt: skip


INDICATORS: list[Cells] = [
    _indicator("Z01", "净增高新技术企业", "家", _N, "二-1-1", "主要目标第1项。", 小数位=0, 计入存量="Z13"),
    _indicator("Z02", "高新技术产业增加值增长率", "%", _G, "二-1-1", "主要目标第2项，与当年目标直接比较。", 小数位=1),
    _indicator(
        "Z03", "入选湖北省高新技术企业百强", "家", _S, "二-1-1",
        "主要目标第3项；任务二-1-1写到2024年争取4家。按当年在榜家数理解，一年一评，待确认。",
        小数位=0, 力度="力争", 进度曲线="年末一次", 上年基数=0,
    ),
    _indicator("Z04", "建设人工智能应用场景", "个", _N, "二-1-5", "主要目标第4项；任务二-1-5写每年10个以上。", 小数位=0, 每年不少于=10),
    _indicator(
        "Z05", "创建市级以上创新平台", "家", _N, "二-1-2",
        "主要目标第5项；任务二-1-2写每年2家市级以上研发平台，两处名称不同，按同一项处理，待确认。", 小数位=0, 每年不少于=2,
    ),
    _indicator(
        "Z06", "新型研发机构", "家", _S, "二-1-3",
        "主要目标第6项写“达到”；任务二-1-3写到2024年不少于3家。没有给2021年末的数，待确认。", 小数位=0,
    ),
    _indicator("Z07", "创建市级以上众创孵化载体", "家", _N, "二-3-1", "主要目标第7项；任务二-3-1写每年新增3家以上。", 小数位=0, 每年不少于=3),
    _indicator("Z08", "众创孵化载体专业化比例", "%", _R, "二-3-1", "主要目标第8项；任务二-3-1写到2024年达到40%。", 小数位=1),
    _indicator("Z09", "建设（备案）中试平台", "个", _N, "二-2-2", "主要目标第9项。", 小数位=0, 计入存量="Z15"),
    _indicator("Z10", "举办科技成果转化对接活动", "场", _N, "二-2-1", "主要目标第10项；任务二-2-1写每年不少于4场。", 小数位=0, 每年不少于=4),
    _indicator("Z11", "院士专家项目落地", "项", _N, "二-2-1", "主要目标第11项；任务二-2-1写2项以上。", 小数位=0, 每年不少于=2),
    _indicator(
        "Z12", "技术合同成交额", "亿元", _N, "二-2-1",
        "主要目标第12项；任务二-2-1写每年新增4亿元，到2024年达到29亿元，与分年目标相差数一致。", 小数位=2,
    ),
    _indicator("Z13", "高新技术企业总数", "家", _S, "二-1-1", "任务二-1-1：到2024年突破500家。没有给2021年末的数，待确认。", 小数位=0, 比较=">", 力度="力争"),
    _indicator("Z14", "科技型中小企业评价入库", "家", _S, "二-1-1", "任务二-1-1：到2024年超过600家。没有给2021年末的数，待确认。", 小数位=0, 比较=">", 力度="力争"),
    _indicator("Z15", "中试平台（基地）总数", "个", _S, "二-2-2", "任务二-2-2：到2024年6个以上。没有给2021年末的数，待确认。", 小数位=0, 力度="力争"),
    _indicator("Z16", "新增成果转化联络员", "名", _N, "二-2-1", "任务二-2-1：每年新增1名以上。按年末一次考核，待确认。", 小数位=0, 每年不少于=1, 进度曲线="年末一次"),
    _indicator("Z17", "创新街区（园区、楼宇）建设面积", "万平方米", _N, "二-3-1", "任务二-3-1：每年不少于6万平方米。", 小数位=2, 每年不少于=6),
]  # fmt: skip

_BY_YEAR = {
    "Z01": (65, 75, 85), "Z02": (15, 17, 19), "Z03": (2, 3, 4), "Z04": (10, 13, 16), "Z05": (2, 2, 2), "Z06": (1, 2, 3),
    "Z07": (3, 4, 5), "Z08": (30, 35, 40), "Z09": (2, 2, 2), "Z10": (4, 4, 4), "Z11": (2, 2, 2), "Z12": (21, 25, 29),
    "Z13": (None, None, 500), "Z14": (None, None, 600), "Z15": (None, None, 6), "Z16": (1, 1, 1), "Z17": (6, 6, 6),
}  # fmt: skip
TARGETS: list[Cells] = [
    {"指标编号": code, "年份": year, "目标值": value}
    for code, values in _BY_YEAR.items()
    for year, value in zip((2022, 2023, 2024), values, strict=True)
    if value is not None
]

_CHAPTERS = {
    "1": "（一）培育一批创新主体，支撑产业创新发展",
    "2": "（二）转化一批科技成果，推动“两链”深度融合",
    "3": "（三）打造一批“双创”载体，优化创新创业生态",
}


def _task(code: str, name: str, content: str, *units: str, named: bool = False) -> Cells:
    note = "" if named else _LEAD if len(units) > 1 else "方案只列一个责任单位。"
    return {
        "任务编号": code, "章节": _CHAPTERS[code.split("-")[1]], "任务名称": name, "工作内容": content,
        "牵头单位": units[0], "责任单位": rows.names(*units[1:]), "完成时限": date(2024, 12, 31), "备注": note,
    }  # fmt: skip


TASKS = [
    _task(
        "二-1-1", "推动高新技术企业量质齐升",
        "充实高新技术企业后备库，科技型中小企业入库超过600家；加大培育力度，高新技术企业突破500家；实施提升计划，4家企业进入省百强，带出一批上市后备种子企业。",
        KEJING, JINRONG,
    ),
    _task(
        "二-1-2", "推进创新平台提质增量",
        "与三峡集团对接，推动国家智慧水电技术创新中心建设；支持长江设计院建好生态水道技术省工程研究中心和数字化协同设计仿真平台；每年新建2家市级以上研发平台。",
        KEJING,
    ),
    _task(
        "二-1-3", "建设新型研发机构",
        "继续支持石墨烯技术研究所建设；推动高校、科研院所和企业联合办机构，支持重点产业的高新技术企业建新型研发机构，2024年不少于3家。",
        KEJING,
    ),
    _task(
        "二-1-4", "突破性发展数字经济",
        "扩大5G、IPv6和物联感知覆盖；做强数字金融、数字建造、数字文娱；引进重大项目和人才，依托武汉工控、岱家山科创城建数字经济产业园，数字赋能基层治理取得突破。",
        KEJING, JIANSHE, SHANGWU, WENLV, JINRONG, ZHAOSHANG, named=True,
    ),
    _task(
        "二-1-5", "建设人工智能创新发展试验区",
        "编制人工智能产业招商重点企业目录，引进头部企业和重点项目；围绕数字设计、智慧医疗等，每年建设应用场景10个以上。",
        KEJING, SHANGWU, JIANSHE, WEIJIAN, named=True,
    ),
    _task(
        "二-2-1", "畅通科技成果转化渠道",
        "每年新增联络员1名以上、办专场活动不少于4场、落地院士专家项目2项以上；技术合同成交额每年增加4亿元，2024年达到29亿元。",
        KEJING,
    ),
    _task(
        "二-2-2", "建设科技成果转化平台",
        "梳理科创资源和转化项目，到2024年布局中试平台（基地）6个以上；通过省、市备案推动平台对外开放。",
        KEJING,
    ),
    _task(
        "二-2-3", "引导社会资本投向成果转化",
        "鼓励金融机构提供专业咨询和融资；用好岱家山科技金融工作站，为科技成果转化提供一站式服务。",
        JINRONG, KEJING,
    ),
    _task(
        "二-3-1", "推进创新街区（园区、楼宇）建设",
        "编制建设规划，谋划岱家山、黄浦创立方等创新街区，每年建设面积不少于6万平方米；推进江岸经开区转型；众创孵化载体每年新增市级以上3家以上，2024年专业化比例达到40%。",
        KEJING, FAGAI, CAIZHENG, JIANSHE, SHANGWU, KAIFAQU, ZIGUI, ZHAOSHANG, JIANTOU, JIEDAO, named=True,
    ),
    _task(
        "二-3-2", "加大人才培育引进力度",
        "围绕产业引才、依托平台育才、优化服务留才，以人才支撑创新发展。",
        ZUZHI, RENSHE, KEJING, named=True,
    ),
    _task(
        "二-3-3", "持续优化创新创业环境",
        "推进“四办”改革，落实区领导联系服务企业机制，协调解决创新活动的难点；梳理调整现有政策，形成有利于企业自主创新的政策体系。",
        KEJING, FAGAI, CAIZHENG, RENSHE, JINRONG, SHENPI, named=True,
    ),
]  # fmt: skip

_NODE = "方案没有写日期，按第一年年底设定，待确认。"
MILESTONES: list[Cells] = [
    {"任务编号": code, "节点": name, "时限": date(2022, 12, 31), "负责单位": KEJING, "备注": _NODE}
    for code, name in (
        ("二-1-5", "编制人工智能产业对外招商重点企业目录"),
        ("二-3-1", "编制创新街区（园区、楼宇）建设规划"),
    )
]


def _due(kind: str, period: str, year: int, month: int, who: str, note: str) -> Cells:
    return {
        "报告类型": kind, "期间": period, "截止日": rows.in_next_month(year, month, 5), "报送主体": who,
        "锁定日": rows.in_next_month(year, month, 10), "备注": f"方案第三部分：{note}日子方案没有写，待确认。",
    }  # fmt: skip


def _calendar() -> list[Cells]:
    months = [(y, m) for y in (2022, 2023, 2024) for m in range(1, 13) if (y, m) >= (2022, 5)]
    due = [_due("月度", f"{y}-{m:02d}", y, m, "各单位", "每月一调度。") for y, m in months]
    due += [_due("季度", f"{y}-Q{m // 3}", y, m, "统筹单位", "每季一小结。") for y, m in months if m % 3 == 0]
    due += [_due("半年", f"{y}-H{m // 6}", y, m, "统筹单位", "半年一讲评。") for y, m in months if m % 6 == 0]
    due += [_due("年度", f"{y}", y, m, "统筹单位", "全年一考核。") for y, m in months if m == 12]
    return due


TABLES: dict[str, Table] = {
    "基本信息": BASICS,
    "单位": DEPARTMENTS,
    "指标": INDICATORS,
    "年度目标": TARGETS,
    "任务": TASKS,
    "里程碑": MILESTONES,
    "报送安排": _calendar(),
    "考核办法": rows.clauses("方案"),
    figures.LEFT_OUT_SHEET: figures.left_out(figures.LEFT_OUT_2022),
}

"""The rows of inputs/临空港科技创新提能2021年/计划.xlsx: 武临开办〔2021〕1号, figures and names as issued, sentences our own.

Whatever the notice leaves open is marked 待确认 in 备注; where it contradicts itself both statements are kept, and plan
check tells them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.period import Period
from shipped import figures, rows

if TYPE_CHECKING:
    from reportgen.plan.tables import Cells
    from reportgen.plan.writing import Table

FOLDER = "临空港科技创新提能2021年"
TITLE = "武临开办〔2021〕1号 计划"
YEAR, LAST_MONTH = 2021, Period(2021, 6)

XIANFU = "区现代服务业办"
ZUZHI = "区委组织部"
KEJING = "区科经局"
FAGAI = "区发改局"
SHANGWU = "区商务局"
RENSHE = "区人社局"
QICAI = "区企业和人才服务中心"
KEXIE = "区科协"
CAIZHENG = "区财政局"
SHUIWU = "区税务局"
NONGYE = "区农业农村局"
JIAOYU = "区教育局"
MINZHENG = "区民政局"
JINRONG = "区金融办"
GONGFATOU = "区工发投集团"
SHICHANG = "区市场监管局"
TUAN = "团区委"
TAIBAN = "区台办"
SHENPI = "区行政审批局"
GONGSHANGLIAN = "区工商联"
JIDIAN, BAOSHUI, GAOXIN, SHIPIN, LINKONG = "机电产业办", "保税产业办", "高新产业办", "食品医药产业办", "临空产业办"
STREETS = (
    "吴家山街", "慈惠街", "长青街", "走马岭街", "新沟镇街", "金银湖街", "径河街", "将军路街", "辛安渡街", "东山街", "柏泉街",
)  # fmt: skip
OFFICES = (JIDIAN, BAOSHUI, GAOXIN, SHIPIN, LINKONG, XIANFU)
JIEDAO, CHANYE = "各街道办", "各产业办"

_ALL = (JIEDAO, CHANYE)


BASICS: list[Cells] = [
    {"项目": "计划编号", "内容": "武临开办-2021-1", "备注": "按文号编，填报表靠它对应到本计划。"},
    {"项目": "计划名称", "内容": "武汉临空港开发区（东西湖区）大力推进科技创新提能工作实施方案"},
    {"项目": "简称", "内容": "科技创新提能"},
    {"项目": "文号", "内容": "武临开办〔2021〕1号"},
    {"项目": "成文日期", "内容": date(2021, 5, 7)},
    {"项目": "发文机关", "内容": "武汉临空港经济技术开发区管委会办公室（东西湖区人民政府办公室）"},
    {"项目": "统筹单位", "内容": KEJING, "备注": "方案第三部分：领导小组办公室设在该局。"},
    {"项目": "起始日期", "内容": date(2021, 1, 1), "备注": "指标都是2021年全年目标，序时进度从1月算起，待确认。"},
    {"项目": "结束日期", "内容": date(2021, 12, 31)},
    {"项目": "简报名称", "内容": "科技创新提能工作简报", "备注": "方案没有规定，待确认。"},
    {"项目": "起始期号", "内容": 1, "备注": "方案没有规定，从2021年5月起编第1期，待确认。"},
    {"项目": "每月报送截止日", "内容": "当月末", "备注": "方案只写定期召开调度会，没有写多久报一次，按月报，待确认。"},
    {"项目": "锁定日", "内容": "次月7日", "备注": "方案没有规定，待确认；各月以“报送安排”为准。"},
    {"项目": "联系人", "内容": "", "备注": "方案没有写，待确认。"},
    {"项目": "联系电话", "内容": "", "备注": "方案没有写，待确认。"},
    {"项目": "报", "内容": "区科技创新工作领导小组", "备注": "方案没有规定简报的报送范围，待确认。"},
    {"项目": "送", "内容": "管委会办公室（区人民政府办公室）", "备注": "同上，待确认。"},
    {"项目": "发", "内容": "各街道办、产业办，各责任单位", "备注": "同上，待确认。"},
    {"项目": "印数", "内容": 50, "备注": "待确认。"},
    {
        "项目": "演示数据", "内容": "是",
        "备注": "随附的填报表是程序演练生成的，不是各单位的真实数据；正式使用时改为“否”。",
    },
]  # fmt: skip


def _department(name: str, aliases: str = "", category: str = "部门", note: str = "") -> Cells:
    group = {"街道": "街道组", "产业办": "产业办组"}.get(category, "部门组")
    return {"单位名称": name, "简称与别名": aliases, "类别": category, "分组": group, "备注": note}


_TWO = "附件2与正文写法不同，按同一单位处理，待确认。"
DEPARTMENTS: list[Cells] = [
    _department(KEJING),
    _department(FAGAI),
    _department(ZUZHI),
    _department(SHANGWU),
    _department(RENSHE),
    _department(QICAI),
    _department(KEXIE, "", "人民团体"),
    _department(CAIZHENG),
    _department(SHUIWU),
    _department(NONGYE),
    _department(JIAOYU),
    _department(MINZHENG),
    _department(JINRONG),
    _department(GONGFATOU, "", "企业"),
    _department(SHICHANG),
    _department(TUAN, "", "人民团体"),
    _department(TAIBAN),
    _department(SHENPI),
    _department(GONGSHANGLIAN, "", "人民团体"),
    *(_department(street, f"{street}道办事处、{street}道办、{street}道", "街道") for street in STREETS),
    _department(JIDIAN, "区机电产业办", "产业办", _TWO),
    _department(BAOSHUI, "保税物流产业办", "产业办", _TWO),
    _department(GAOXIN, "", "产业办"),
    _department(SHIPIN, "食品产业办", "产业办", _TWO),
    _department(LINKONG, "", "产业办"),
    _department(XIANFU, "现代服务业办", "产业办", _TWO),
    {
        "单位名称": JIEDAO, "简称与别名": "各街道办事处", "类别": "集合", "成员": rows.names(*STREETS), "是否填报": "否",
        "备注": "成员是附件2列出的11个街道。",
    },
    {
        "单位名称": CHANYE, "简称与别名": "产业办", "类别": "集合", "成员": rows.names(*OFFICES), "是否填报": "否",
        "备注": "成员是附件2列出的6个产业办。正文多处写“各街道办、产业办”。",
    },
]  # fmt: skip

_N, _S, _G = "年内累计", "期末存量", "增速"
_SHARED = {"填报单位": "各分解单位"}


def _indicator(code: str, name: str, unit: str, task: str, lead: str, note: str, **more: str | int) -> Cells:
    return {
        "指标编号": code, "指标名称": name, "计量单位": unit, "类型": _N, "小数位": 0, "牵头单位": lead, "关联任务": task,
        **more, "备注": f"{note}{_ONE if more.get('进度曲线') else ''}",
    }  # fmt: skip


_ONCE: dict[str, str | int] = {"进度曲线": "年末一次"}
_LIST = "由附件2分解到各街道、产业办。"
_ALONE = "附件2备注写明由该单位单独承担。"
_ONE = "一年办一次，按年末一次考核，待确认。"
_WHO = "方案没有写明由谁填报，待确认。"
INDICATORS: list[Cells] = [
    _indicator(
        "Z01", "高新技术产业增加值增长率", "%", "二-2-2", KEJING,
        f"附件1重点指标第1项，目标值14%、挑战值15%；正文写超过14%。{_LIST}各单位都是14%；全区数由统筹单位填，待确认。",
        类型=_G, 小数位=1, 填报单位="牵头、各分解单位", 汇总方式="牵头值",
    ),
    _indicator("Z02", "高新技术企业净增数", "家", "二-2-2", KEJING, f"附件1重点指标第2项。{_LIST}", **_SHARED, 计入存量="Z11"),
    _indicator("Z03", "规上工业高新技术企业净增数", "家", "二-2-2", KEJING, f"附件1重点指标第3项。{_ALONE}", 其中属于="Z02"),
    _indicator("Z04", "高新技术企业申报数", "家", "二-2-2", KEJING, f"附件1重点指标第4项。{_LIST}", **_SHARED),
    _indicator("Z05", "科技型中小企业新增入库", "家", "二-2-2", KEJING, f"附件1重点指标第5项。{_ALONE}"),
    _indicator("Z06", "新增市级及以上技术转移示范机构", "家", "二-4-1", KEJING, f"附件1重点指标第6项。{_ALONE}", **_ONCE),
    _indicator("Z07", "技术合同成交额", "亿元", "二-4-1", KEJING, f"附件1重点指标第7项，正文写28亿元以上。{_ALONE}", 小数位=2),
    _indicator("Z08", "科技成果转化对接活动", "场", "二-4-2", KEJING, f"附件1重点指标第8项，正文写10场以上。{_LIST}", **_SHARED),
    _indicator("Z09", "科技成果转化对接活动签约项目", "项", "二-4-2", KEJING, f"附件1重点指标第9项，正文写意向60项以上。{_LIST}", **_SHARED),
    _indicator("Z10", "院士专家项目落地", "项", "二-3-3", KEJING, f"附件1重点指标第10项。{_LIST}", **_SHARED),
    _indicator(
        "Z11", "高新技术企业总数", "家", "二-2-2", KEJING, f"任务二-2-2：力争突破400家。没有给2020年末的数，待确认。{_WHO}",
        类型=_S, 比较=">", 力度="力争",
    ),
    _indicator("R01", "形成人工智能特色亮点", "个", "表-1", KEJING, f"附件1重点任务第1项。{_LIST}", **_SHARED, **_ONCE),
    _indicator("R02", "发布人工智能场景", "个", "表-1", KEJING, f"附件1重点任务第1项。{_LIST}", **_SHARED),
    _indicator("R03", "引育人工智能企业", "家", "表-1", KEJING, f"附件1重点任务第1项。{_LIST}", **_SHARED),
    _indicator("R04", "举办人工智能活动", "场", "表-1", KEJING, f"附件1重点任务第1项。{_LIST}", **_SHARED),
    _indicator("R05", "新增孵化器", "个", "表-2", XIANFU, f"附件1重点任务第2项。{_ALONE}", **_ONCE),
    _indicator("R06", "新增众创空间", "个", "表-3", JIDIAN, f"附件1重点任务第3项。{_ALONE}", **_ONCE),
    _indicator("R07", "建设创新园区、创新楼宇", "个", "表-4", KEJING, f"附件1重点任务第4项。{_LIST}", **_SHARED),
    _indicator("R08", "建设创新园区", "个", "表-4", KEJING, f"附件2：3个。{_LIST}", **_SHARED, 其中属于="R07"),
    _indicator("R09", "建设创新楼宇", "个", "表-4", KEJING, f"附件2：3个。{_LIST}", **_SHARED, 其中属于="R07"),
    _indicator("R10", "新增高水平研发机构", "家", "表-5", JIDIAN, f"附件1重点任务第5项。{_ALONE}", **_ONCE),
    _indicator("R11", "举办创新创业活动", "场", "表-6", KEJING, f"附件1重点任务第6项，四类各1场。{_LIST}", **_SHARED),
    _indicator("R12", "举办高水平学术论坛", "场", "表-6", XIANFU, "附件1重点任务第6项，附件2列在该单位。", 其中属于="R11", **_ONCE),
    _indicator("R13", "举办创新论坛", "场", "表-6", XIANFU, "附件1重点任务第6项，附件2列在该单位。", 其中属于="R11", **_ONCE),
    _indicator("R14", "举办科技交流活动", "场", "表-6", JIDIAN, "附件1重点任务第6项，附件2列在该单位。", 其中属于="R11", **_ONCE),
    _indicator("R15", "举办创业大赛", "场", "表-6", GAOXIN, "附件1重点任务第6项，附件2列在该单位。", 其中属于="R11", **_ONCE),
    _indicator("R16", "谋划推进重点项目", "个", "表-7", XIANFU, f"附件1重点任务第7项。{_ALONE}"),
    _indicator("R17", "创新科技信贷产品", "个", "表-8", JINRONG, f"附件1重点任务第8项。{_ALONE}"),
    _indicator("R18", "吸引大学生留汉就业创业", "人", "表-9", RENSHE, f"附件1重点任务第9项，附件2备注写2.7万人。{_ALONE}"),
    _indicator("R19", "引进战略科技人才", "名", "二-5-1", ZUZHI, f"任务二-5-1：1名。{_WHO}", **_ONCE),
    _indicator("R20", "引进产业领军人才", "名", "二-5-1", ZUZHI, f"任务二-5-1：5名。{_WHO}"),
]  # fmt: skip


def _target(code: str, value: str, note: str = "", **more: str | int) -> Cells:
    return {"指标编号": code, "年份": 2021, "目标值": Decimal(value), **more, "备注": note}


TARGETS: list[Cells] = [
    _target("Z01", "14", "附件1。", 挑战值=15),
    _target("Z01", "14", "正文一、工作目标：超过14%。", 比较=">"),
    _target("Z02", "94"),
    _target("Z03", "3"),
    _target("Z04", "176"),
    _target("Z05", "100"),
    _target("Z06", "1"),
    _target("Z07", "28"),
    _target("Z08", "10"),
    _target("Z09", "60"),
    _target("Z10", "8"),
    _target("Z11", "400"),
    _target("R01", "1"),
    _target("R02", "6", "附件1和正文。"),
    _target("R02", "5", "附件2表头和合计。"),
    _target("R03", "10"),
    _target("R04", "5"),
    _target("R05", "1"),
    _target("R06", "1"),
    _target("R07", "6"),
    _target("R08", "3"),
    _target("R09", "3"),
    _target("R10", "1"),
    _target("R11", "4"),
    _target("R12", "1"),
    _target("R13", "1"),
    _target("R14", "1"),
    _target("R15", "1"),
    _target("R16", "4"),
    _target("R17", "5"),
    _target("R18", "27000"),
    _target("R19", "1"),
    _target("R20", "5"),
]

_CHAPTERS = {
    "二-1": "（一）建设国家网安人才与创新基地，打造“中国网谷”",
    "二-2": "（二）加快引育创新主体，推动产业创新发展",
    "二-3": "（三）积极打造创新平台，集聚优质创新资源",
    "二-4": "（四）鼓励转化创新成果，深化产学研合作",
    "二-5": "（五）优化创新创业环境，营造一流创新生态圈",
    "表": "（六）“一区一表”重点任务",
}


def _task(code: str, name: str, content: str, *units: str, note: str = "") -> Cells:
    return {
        "任务编号": code, "章节": _CHAPTERS[code.rpartition("-")[0]], "任务名称": name, "工作内容": content,
        "牵头单位": units[0], "责任单位": rows.names(*units[1:]), "完成时限": date(2021, 12, 31),
        "备注": f"{note}完成时限方案没有单独写，按年底，待确认。",
    }  # fmt: skip


_SHARED_TASK = "附件2把它分解到所列单位，没有写谁牵头，按统筹单位牵头，待确认。"
TASKS = [
    _task(
        "二-1-1", "打造网络安全技术创新引领区",
        "突破网络安全关键核心技术，推进自主可控替代；策划举办中国网络安全大会；到2025年部署国家级大数据、先进计算、容灾备份平台，引进一批省部级创新示范企业。",
        XIANFU, ZUZHI, KEJING, note="正文写“预计到2025年”，本计划只考核2021年，",
    ),
    _task(
        "二-1-2", "打造数字经济安全保障平台",
        "以网络安全和大数据为核心，建全硬件、通信、应用、数据安全的产业链；发展密码技术、中间件、操作系统等，推动网安与实体经济融合。",
        XIANFU, FAGAI, KEJING, SHANGWU,
    ),
    _task(
        "二-1-3", "打造网络安全人才培养高地",
        "建设一流网络安全学院，实施万人培训资助计划，推动岗位分类规范和能力标准，校企共建实验室。",
        XIANFU, ZUZHI, KEJING, RENSHE, QICAI, KEXIE,
    ),
    _task(
        "二-2-1", "推动产业园区创新发展",
        "各产业园区围绕特色产业部署创新链，引进科技企业、平台和人才；推进启迪网安孵化科技园、迪马智能科技园、TCL空调智能制造产业园、中南高科科创中心等项目。",
        CHANYE, FAGAI, KEJING,
    ),
    _task(
        "二-2-2", "大力培育创新主体",
        "建立并更新高新技术企业后备库，开展培训指导；新增科技型中小企业100家，高新技术企业净增94家，规上工业高新技术企业净增3家，力争总数突破400家。",
        KEJING, FAGAI, CAIZHENG, SHUIWU, *_ALL,
    ),
    _task(
        "二-2-3", "推进农业科技提升工程",
        "壮大农业领域高新技术企业，引进科技特派员，建设工作站，加强农业人才培训。",
        KEJING, NONGYE, KEXIE,
    ),
    _task(
        "二-2-4", "推动人工智能技术应用示范",
        "在教育、养老、医疗、物流等领域开展应用示范，推进人工智能创新示范基地；形成亮点1个，发布场景6个，引育企业10家，举办活动5场。",
        KEJING, JIAOYU, MINZHENG, SHANGWU, *_ALL,
    ),
    _task(
        "二-3-1", "推动孵化众创机构建设",
        "加快金银湖创新空间、国家网安基地孵化器、网安创新谷众创空间等建设，新建孵化器1家、众创空间1家。",
        KEJING, FAGAI, *_ALL,
    ),
    _task(
        "二-3-2", "加快建设新型研发机构",
        "推进龙头企业智慧系统创新中心、国家网安教育技术产业融合创新中心；支持共建联合实验室、产业技术研究院和中试平台。",
        KEJING, *_ALL,
    ),
    _task(
        "二-3-3", "支持关键核心技术攻关",
        "依托院士专家、博士后、科技特派员工作站攻克关键技术，推动8项院士专家项目落地；推进天融信网络安全创新园等4项重点科技项目。",
        KEJING, FAGAI, KEXIE, *_ALL,
    ),
    _task(
        "二-4-1", "加强成果转化对接",
        "与武汉大学等高校加强合作，建立成果采集发布制度，完善技术交易市场；新增市级以上技术转移示范机构1家，技术合同成交额28亿元以上。",
        KEJING, *_ALL,
    ),
    _task(
        "二-4-2", "开展科技成果转化活动",
        "收集企业需求和高校成果，定期组织活动，全年10场以上，达成转化意向60项以上。",
        KEJING, *_ALL,
    ),
    _task(
        "二-4-3", "大力发展科技金融",
        "依托区级投资基金引导社会资本，推广科技信贷创新产品5个。",
        JINRONG, GONGFATOU, KEJING, CAIZHENG,
    ),
    _task(
        "二-4-4", "加强知识产权强区建设",
        "健全知识产权协同保护机制和执法队伍，用好知识产权保护工作站，开展双随机检查。",
        SHICHANG, KEJING, *_ALL,
    ),
    _task(
        "二-5-1", "加大人才引进力度",
        "完善人才工作体系，建设各类人才平台；引进战略科技人才1名、产业领军人才5名，吸引大学生留汉就业创业27000名。",
        ZUZHI, KEJING, JIAOYU, RENSHE, QICAI, KEXIE, TUAN, *_ALL,
    ),
    _task(
        "二-5-2", "加强创新政策支持",
        "围绕科技企业全生命周期，完善更有针对性、覆盖更广的政策措施，发挥政策资金引导作用。",
        KEJING, ZUZHI, CAIZHENG, RENSHE, QICAI, KEXIE, *_ALL,
    ),
    _task(
        "二-5-3", "积极举办科技活动",
        "办好海峡两岸青年创新创业大赛、农村实用人才创新创业大赛、网络安全大会等；学术论坛、创新论坛、科技交流活动、创业大赛各1场。",
        KEJING, NONGYE, KEXIE, TAIBAN, QICAI, *_ALL,
    ),
    _task(
        "二-5-4", "持续优化创新创业环境",
        "推进“四办”改革，落实“店小二”服务机制；创新科技金融服务，推动企业进入多层次资本市场；加强科普。",
        FAGAI, KEJING, SHENPI, GONGSHANGLIAN, KEXIE, *_ALL,
    ),
    _task(
        "表-1", "推进人工智能创新发展试验区建设", "形成特色亮点1个，发布场景6个，引育企业10家，举办活动5场。",
        KEJING, "长青街", "金银湖街", "径河街", "将军路街", "柏泉街", *OFFICES, note=_SHARED_TASK,
    ),
    _task("表-2", "建设孵化器", "新增1个，依托启迪数字园区公司建设国家网络安全基地孵化器。", XIANFU),
    _task("表-3", "建设众创空间", "新增1个，依托网安创新谷公司建设网安创新谷众创空间。", JIDIAN),
    _task(
        "表-4", "建设创新园区、创新街区、创新社区", "共6个：天融信创新产业园等3个创新园区，网安大厦、金银湖创新大厦、启迪网安大厦3个创新楼宇。",
        KEJING, "金银湖街", XIANFU, note=_SHARED_TASK,
    ),
    _task("表-5", "建设高水平研发机构", "新增1家，推进龙头企业智慧系统创新中心建设。", JIDIAN),
    _task(
        "表-6", "举办创新创业活动", "高水平学术论坛、创新论坛、科技交流活动、创业大赛各1场。",
        KEJING, JIDIAN, GAOXIN, XIANFU, note=_SHARED_TASK,
    ),
    _task("表-7", "谋划推进重点项目", "4个：天融信网络安全创新园、中金数谷、电信中部大数据中心、数字认证武汉研发运营中心。", XIANFU),
    _task("表-8", "创新科技信贷产品", "推出科技信贷产品5个。", JINRONG),
    _task("表-9", "吸引大学生留汉就业创业", "27000人。", RENSHE),
]  # fmt: skip

_CODES = ("Z01", "Z02", "Z04", "Z08", "Z09", "Z10", "R01", "R02", "R03", "R04", "R07", "R08", "R09", "R11")
_SHARES = """
吴家山街       14  2   6  -  - - - - - - - - - -
慈惠街         14  5  10  -  - - - - - - - - - -
长青街         14  9  15  -  - - - - 1 - - - - -
走马岭街       14  5   8  -  - - - - - - - - - -
新沟镇街       14  5   9  -  - - - - - - - - - -
金银湖街       14 14  25  2 12 2 - 1 1 - 1 - 1 -
径河街         14 13  27  1  6 - - - 1 - - - - -
将军路街       14  6  10  1  6 - - - 1 - - - - -
辛安渡街       14  2   5  -  - - - - - - - - - -
东山街         14  2   4  -  - - - - - - - - - -
柏泉街         14  2   4  -  - - - - 1 - - - - -
机电产业办     14  6   8  2 12 1 - - 1 1 - - - 1
保税产业办     14  2   4  1  6 1 - - - 1 - - - -
高新产业办     14 13  18  3 18 1 - - 1 1 - - - 1
食品医药产业办 14  2   4  -  - - - 2 - 1 - - - -
临空产业办     14  2   4  -  - 1 - - 1 1 - - - -
区现代服务业办 14 10  15  2 12 2 1 2 2 2 5 3 2 2
合计           14 100 176 12 72 8 1 5 10 5 6 - - 4
"""


def _share(line: str) -> Cells:
    name, *values = line.split()
    row: Cells = {"年份": 2021, "单位名称": name}
    return row | {code: int(value) for code, value in zip(_CODES, values, strict=True) if value != "-"}


_DUE = "方案只写定期召开调度会，按每月最后一个工作日，待确认。"


def _monthly(month: int, due: int, lock: int) -> Cells:
    return {
        "报告类型": "月度", "期间": f"2021-{month:02d}", "截止日": date(2021, month, due), "报送主体": "各单位",
        "锁定日": rows.in_next_month(2021, month, lock), "备注": _DUE,
    }  # fmt: skip


CALENDAR: list[Cells] = [
    *(
        _monthly(*days)
        for days in ((5, 31, 7), (6, 30, 7), (7, 30, 6), (8, 31, 7), (9, 30, 11), (10, 29, 5), (11, 30, 7), (12, 31, 10))
    ),
    {
        "报告类型": "年度", "期间": "2021", "截止日": date(2021, 12, 31), "报送主体": "各单位", "锁定日": date(2022, 1, 10),
        "备注": "方案第三部分：纳入区级绩效目标考核，日子没有写，待确认。",
    },
]  # fmt: skip


TABLES: dict[str, Table] = {
    "基本信息": BASICS,
    "单位": DEPARTMENTS,
    "指标": INDICATORS,
    "年度目标": TARGETS,
    "任务": TASKS,
    "指标分解": [_share(line) for line in _SHARES.strip().splitlines()],
    "报送安排": CALENDAR,
    "考核办法": rows.clauses("方案"),
    figures.LEFT_OUT_SHEET: figures.left_out(figures.LEFT_OUT_2021),
}

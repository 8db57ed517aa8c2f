"""Letters and receipts: one a unit with all that it owes, in three steps by the day; the words for a chat group."""

from __future__ import annotations

import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest
from folders import Office, form_bytes, office
from office import MAY, PLAN, plan
from test_run import reportgen, texts

from reportgen.period import Period
from reportgen.reports.letters import LETTER_NAMES, Step, step_of
from reportgen.word.compile import compile_template
from reportgen.word.house import SHIPPED

if TYPE_CHECKING:
    from pathlib import Path

JUNE = Period(2025, 6)
IN_MAY = """
Z1 | 本月累计 | 50
Z2 | 本月累计 | 10
Z3 | 本月累计 | 61
Z5 | 本月累计 | 350
二-1-1 | 本月进展 | 5月8日召开动员会，走访企业6家
二-1-2 | 本月进展 | 5月20日收到对方文本
二-2-1 | 本月进展 | 5月30日完成方案
 | 填报日期 | 2025-05-28
"""


def received(tmp_path: Path, text: str = PLAN) -> Office:
    """An office in June: 甲局 filed with an error, 乙街道 in order, 丙街道 nothing; in May 丙街道 nothing either."""
    one = office(tmp_path, text)
    of = plan(text)
    one.put("2025-05/甲局.xlsx", form_bytes(IN_MAY, month=MAY, of=of))
    one.put("2025-06/甲局.xlsx", form_bytes("Z1 | 本月累计 | 约60", of=of))
    one.put("2025-06/乙街道.xlsx", form_bytes(department="乙街道", of=of))
    return one


def letter(one: Office, name: str, day: str = "2025-07-02", folder: str = "催报退回") -> str:
    """The words of a letter of June as written on a day."""
    reportgen(one, "run", "--period", "2025-06", "--today", day)
    return texts(one.desk.outputs / "测试" / "2025-06" / folder / f"{name}.docx")


def files(one: Office, folder: str) -> list[str]:
    """What lies in a folder of June."""
    return sorted(p.name for p in (one.desk.outputs / "测试" / "2025-06" / folder).iterdir())


def test_each_unit_that_owes_something_gets_one_letter_and_no_other(tmp_path: Path) -> None:
    """Quiet when a unit is complete."""
    one = received(tmp_path)
    letter(one, "丙街道")
    assert files(one, "催报退回") == ["丙街道.docx", "甲局.docx", "群消息.txt"]
    assert files(one, "收件回执") == ["乙街道.docx", "甲局.docx"]


@pytest.mark.parametrize(
    ("day", "step", "title", "says"),
    [
        ("2025-06-25", Step.REMIND, "关于报送2025年6月填报表的提醒函", "距截止还有5天"),
        ("2025-06-30", Step.CHASE, "关于催报2025年6月填报表的函", "请于2025年7月7日前补报"),
        ("2025-07-07", Step.CHASE, "关于催报2025年6月填报表的函", "已过7天"),
        ("2025-07-08", Step.TELL_ALL, "关于催报2025年6月填报表的函", "数据已于2025年7月7日锁定"),
    ],
)
def test_chasing_goes_in_three_steps_by_the_day(tmp_path: Path, day: str, step: Step, title: str, says: str) -> None:
    """提醒 before the deadline, 催报 from it to the lock, then the circular."""
    one = received(tmp_path)
    words = letter(one, "丙街道", day)
    assert step_of(plan(), JUNE, date.fromisoformat(day)) is step
    assert title in words.replace("\n", "")
    assert says in words
    told = (one.desk.outputs / "测试/2025-06/报送情况通报.docx").exists()
    assert told is (step is Step.TELL_ALL)


def test_a_letter_lists_everything_that_the_unit_has_not_sent(tmp_path: Path) -> None:
    """June and May, what each form asks, by when it was due, and how often this is so."""
    words = letter(received(tmp_path), "丙街道")
    assert "1.2025年5月填报表：任务1项，应于2025年5月31日前报送，已过32天。" in words
    assert "2.2025年6月填报表：任务1项、阶段总结1份，应于2025年6月30日前报送，已过2天。" in words
    assert "今年以来，你单位没有按时报送的还有2025年5月" in words
    assert "特此函告。" in words


def test_a_returning_letter_says_each_point_with_its_cell_and_remedy(tmp_path: Path) -> None:
    """Where, what stands there, what is wrong, what to do; and what is done with the figure until then."""
    words = letter(received(tmp_path), "甲局")
    assert "有1处需要更正或说明" in words
    assert "指标进展I2\n签约额·本月累计" in words
    assert "约60" in words
    assert "更正前不计入简报" in words
    assert "请于2025年7月7日前报送更正后的填报表" in words


def test_a_returning_letter_names_the_copy_that_goes_with_it(tmp_path: Path) -> None:
    """The unit mends its own workbook; where none could be marked the letter does not speak of one."""
    one = received(tmp_path)
    assert "随函附上“退回修改/甲局.xlsx”" in letter(one, "甲局")
    assert files(one, "退回修改") == ["甲局.xlsx"]
    one.put("2025-06/甲局.xlsx", b"PK\x03\x04 cut")
    assert "随函附上" not in letter(one, "甲局")


def test_what_is_secret_is_copied_nowhere(tmp_path: Path) -> None:
    """A form with a 密级标志 goes back unread: no copy in 收件, none in 退回修改, no word of it anywhere."""
    one = received(tmp_path)
    one.put("2025-06/甲局.xlsx", form_bytes("二-1-1 | 本月进展 | 机密★10年 6月12日召开绝密推进会"))
    assert "退回" in letter(one, "甲局")
    kept = [path for path in one.desk.outputs.rglob("*") if path.is_file()]
    assert [p.name for p in kept if "甲局" in p.name and p.suffix == ".xlsx" and p.parent.name == "2025-06"] == []
    for path in kept:
        content = path.read_bytes()
        parts = [content]
        if content[:2] == b"PK":
            with zipfile.ZipFile(path) as archive:
                parts = [archive.read(name) for name in archive.namelist()]
        assert not any("推进会".encode() in part and "绝密".encode() in part for part in parts), path


def test_a_receipt_says_when_the_form_came_and_what_became_of_it(tmp_path: Path) -> None:
    """The proof that a unit keeps for its auditors."""
    one = received(tmp_path)
    words = letter(one, "甲局", folder="收件回执")
    assert "处理结果：部分采用" in words
    assert "需要更正或说明的有1处" in words
    assert "文件：甲局.xlsx。" in words
    other = texts(one.desk.outputs / "测试/2025-06/收件回执/乙街道.docx")
    assert "处理结果：采用。" in other
    assert "退回函" not in other


def test_the_circular_names_who_was_late_and_how_often(tmp_path: Path) -> None:
    """丙街道 for the second time this year; who filed in time is not named."""
    one = received(tmp_path)
    letter(one, "丙街道", "2025-07-08")
    words = texts(one.desk.outputs / "测试/2025-06/报送情况通报.docx")
    assert "应报送3家，按时报送2家，未报送1家。" in words
    assert "没有报送的：丙街道（今年第2次）。" in words
    assert "乙街道" not in words


def test_the_chat_message_is_a_few_plain_lines(tmp_path: Path) -> None:
    """Readable in Windows' editor, short names, no file names."""
    one = received(tmp_path)
    letter(one, "甲局")
    content = (one.desk.outputs / "测试/2025-06/催报退回/群消息.txt").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == [
        "【催报】测试2025年6月填报表，应于6月30日前报送。",
        "还没有报的1家：丙街道。",
        "有数要改或要说明的1家：甲（1处），问题已单独发去。",
        "请于7月7日前报齐、改好。",
        "甲局 2025年7月2日",
    ]


def test_a_complete_month_writes_no_letter(tmp_path: Path) -> None:
    """No chasing, no message; receipts for all."""
    one = received(tmp_path)
    one.put("2025-06/甲局.xlsx", form_bytes())
    one.put("2025-06/丙街道.xlsx", form_bytes(department="丙街道"))
    reportgen(one, "run", "--period", "2025-06", "--today", "2025-07-08")
    folder = one.desk.outputs / "测试/2025-06"
    assert not (folder / "催报退回").exists()
    assert not (folder / "报送情况通报.docx").exists()
    assert len(files(one, "收件回执")) == 3


def test_the_contact_of_the_plan_stands_in_the_letter(tmp_path: Path) -> None:
    """Whom to call; nothing where the plan names nobody."""
    text = PLAN.replace("锁定日   | 次月7日", "锁定日   | 次月7日\n联系人 | 赵六\n联系电话 | 027-87654321")
    assert "（联系人：赵六，联系电话：027-87654321）" in letter(received(tmp_path, text), "丙街道")
    assert "联系人" not in letter(received(tmp_path / "other"), "丙街道")


@pytest.mark.parametrize("kind", LETTER_NAMES)
def test_the_shipped_letters_name_only_what_they_may(kind: str) -> None:
    """A template that a clerk changes is checked against the same names."""
    compile_template(SHIPPED[kind](), kind, LETTER_NAMES[kind])

"""收件: what was received is kept, which version counts, what 锁定日 and 豁免 let pass, and what 校验结果 tells of it."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from folders import form_bytes
from test_run import TODAY, full, made, reportgen

from reportgen import batch
from reportgen.publishing import PublishError, append

if TYPE_CHECKING:
    from pathlib import Path

    from folders import Office


def archive(one: Office) -> Path:
    """The folder in which everything received is kept."""
    return one.desk.outputs / "测试" / "收件"


def kept(one: Office) -> dict[str, bytes]:
    """The copies, by name."""
    return {p.relative_to(archive(one)).as_posix(): p.read_bytes() for p in sorted(archive(one).glob("*/*"))}


def entered(one: Office) -> list[list[str]]:
    """The lines of 收件登记, without the headings."""
    return [line.split(",") for line in (archive(one) / "收件登记.csv").read_text("utf-8-sig").splitlines()[1:]]


# ---- copies and their lines


def test_every_form_received_is_kept_read_only(tmp_path: Path) -> None:
    """By month, under the day of receipt and its own name; what cannot be read is kept as well."""
    one = full(tmp_path)
    good, broken = form_bytes(), form_bytes()[:3000]
    one.put("2025-06/丙街道.xlsx", broken)
    reportgen(one, "run", *TODAY)
    found = kept(one)
    assert set(found) == {
        "2025-06/2025-06-30-乙街道.xlsx",
        "2025-06/2025-06-30-甲局.xlsx",
        "月份不明/2025-06-30-丙街道.xlsx",
    }
    assert found["2025-06/2025-06-30-甲局.xlsx"] == good
    assert found["月份不明/2025-06-30-丙街道.xlsx"] == broken
    assert {path.stat().st_mode & 0o222 for path in archive(one).glob("*/*")} == {0}
    assert len(entered(one)) == 3


def test_the_same_bytes_are_kept_once_and_other_bytes_of_one_name_beside_them(tmp_path: Path) -> None:
    """Nothing is kept twice, nothing is ever written over."""
    one = full(tmp_path)
    first = form_bytes()
    one.put("2025-06/甲局（副本）.xlsx", first)
    reportgen(one, "run", *TODAY)
    reportgen(one, "run", "--today", "2025-07-01")
    assert len(kept(one)) == 3
    second = form_bytes("Z1 | 本月累计 | 66")
    one.put("2025-06/甲局.xlsx", second)
    one.put("2025-06/甲局（副本）.xlsx", second)
    reportgen(one, "run", *TODAY)
    assert len(kept(one)) == 4
    assert kept(one)["2025-06/2025-06-30-甲局-2.xlsx"] == second
    assert first in kept(one).values()


def test_a_month_done_again_keeps_nothing_anew(tmp_path: Path) -> None:
    """The copies stand as they were, to the moment."""
    one = full(tmp_path)
    reportgen(one, "run", *TODAY)
    before = {path: path.stat().st_mtime_ns for path in archive(one).rglob("*")}
    reportgen(one, "run", "--today", "2025-07-02")
    assert {path: path.stat().st_mtime_ns for path in archive(one).rglob("*")} == before


def test_check_and_rehearsals_receive_nothing(tmp_path: Path) -> None:
    """Check writes nothing; forms that the program made up were sent by nobody."""
    one = full(tmp_path)
    reportgen(one, "check", *TODAY)
    assert not archive(one).exists()
    reportgen(one, "rehearse", "测试", "2025")
    assert list(one.desk.outputs.rglob("收件登记.csv")) == []


class PowerCut(BaseException):
    """The machine stops: nothing is tidied up by anybody."""


@pytest.mark.parametrize("at", range(7))
def test_a_crash_between_any_two_writes_is_mended_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Every form ends with one copy and one line, and the day of receipt is that of the copy."""
    one = full(tmp_path)
    steps = iter(range(99))

    def cut(step: Any) -> Any:  # noqa: ANN401 -- whatever it wraps
        def stopped(*given: Any, **named: Any) -> Any:  # noqa: ANN401 -- the same
            if next(steps) == at:
                raise PowerCut
            return step(*given, **named)

        return stopped

    with monkeypatch.context() as patch:
        patch.setattr(os, "utime", cut(os.utime))
        patch.setattr("reportgen.publishing._settle", cut(lambda _: None))
        patch.setattr(batch, "append", cut(append))
        with pytest.raises(PowerCut):
            reportgen(one, "run", *TODAY)
    copied = set(kept(one)) - {name for name in kept(one) if "/." in name}
    assert reportgen(one, "run", "--today", "2025-07-02")[0] == 0
    lines = entered(one)
    assert sorted(line[2] for line in lines) == ["丙街道", "乙街道", "甲局"]
    assert len([name for name in kept(one) if "/." not in name]) == 3
    early = [line for line in lines if line[0].startswith("2025-06-30 12:00:00")]
    assert len(early) == len(copied)


def test_a_line_without_its_copy_gets_one(tmp_path: Path) -> None:
    """A register from before the copies, or copies that were lost: the day stays that of the line."""
    one = full(tmp_path)
    reportgen(one, "run", *TODAY)
    for folder in archive(one).glob("2025-*"):
        shutil.rmtree(folder)
    before = entered(one)
    reportgen(one, "run", "--today", "2025-07-02")
    assert "2025-06/2025-06-30-甲局.xlsx" in kept(one)
    assert entered(one) == before


def test_a_register_that_is_lost_is_made_again_from_the_copies(tmp_path: Path) -> None:
    """Days of receipt, and forms that lie no longer in inputs."""
    one = full(tmp_path)
    reportgen(one, "run", *TODAY)
    (archive(one) / "收件登记.csv").unlink()
    (one.desk.inputs / "测试/2025-06/乙街道.xlsx").unlink()
    reportgen(one, "run", "--today", "2025-07-05")
    assert {(line[0], line[3]) for line in entered(one)} == {("2025-06-30 12:00:00", "2025-06")}
    assert len(entered(one)) == 3


def test_a_disk_that_is_full_receives_nothing_and_replaces_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit status 2 and one sentence; what stood there stands."""
    one = full(tmp_path)

    def full_disk(*_: object) -> Path:
        message = "磁盘空间不足"
        raise PublishError(message)

    monkeypatch.setattr(batch, "keep", full_disk)
    code, _, complaints = reportgen(one, "run", *TODAY)
    assert (code, made(one), "磁盘空间不足" in complaints) == (2, [], True)

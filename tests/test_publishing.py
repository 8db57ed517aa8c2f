"""Outputs appear whole or not at all, and nothing that a person wrote is lost."""

from __future__ import annotations

import errno
import json
import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reportgen.publishing import KEPT, PublishError, append, publish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def record(listed: list[dict[str, str]], kept: list[str]) -> dict[str, Any]:
    """A run.json."""
    return {"outputs": listed, "kept": kept}


def out(folder: Path, **files: str) -> tuple[str, ...]:
    """Publish text files; what was kept of the former folder."""
    return publish(folder, [(f"{name}.txt", text.encode()) for name, text in files.items()], record).kept


def there(folder: Path) -> dict[str, str]:
    """Every file of a folder but its record."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """A document of last time that is not due any more is gone."""
    folder = tmp_path / "2025-06"
    out(folder, 甲="一", 乙="一")
    assert out(folder, 甲="二") == ()
    assert there(folder) == {"甲.txt": "二"}
    assert [one["file"] for one in json.loads((folder / "run.json").read_text(encoding="utf-8"))["outputs"]] == [
        "甲.txt"
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["2025-06"]


def test_a_draft_that_somebody_changed_is_kept(tmp_path: Path) -> None:
    """Her own edits survive the next run, and the one after it."""
    folder = tmp_path / "2025-06"
    out(folder, 简报="程序写的", 台账="一")
    (folder / "简报.txt").write_text("经办人改过的", encoding="utf-8")
    (folder / "我的备忘.txt").write_text("别忘了", encoding="utf-8")
    assert set(out(folder, 简报="程序又写的", 台账="二")) == {"简报.txt", "我的备忘.txt"}
    assert there(folder) == {
        "台账.txt": "二",
        "简报.txt": "程序又写的",
        f"{KEPT}/简报.txt": "经办人改过的",
        f"{KEPT}/我的备忘.txt": "别忘了",
    }
    (folder / "简报.txt").write_text("又改了", encoding="utf-8")
    out(folder, 简报="第三次", 台账="二")
    assert there(folder)[f"{KEPT}/简报.txt"] == "经办人改过的"
    assert there(folder)[f"{KEPT}/简报(2).txt"] == "又改了"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "磁盘空间不足"),
        (errno.EACCES, "没有权限写入"),
        (errno.EROFS, "没有权限写入"),
        (errno.EIO, "写入"),
    ],
)
def test_a_failure_leaves_the_former_outputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    """A full disk gives one clear sentence and changes nothing."""
    folder = tmp_path / "2025-06"
    out(folder, 甲="一")
    write = Path.write_bytes
    calls = iter(range(10))

    def fail(self: Path, content: bytes) -> int:
        if next(calls) == 1:
            raise OSError(code, "x")
        return write(self, content)

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(PublishError, match=words) as caught:
        out(folder, 甲="二", 乙="二")
    assert "原来的结果没有改动" in str(caught.value)
    assert there(folder) == {"甲.txt": "一"}
    assert [path.name for path in tmp_path.iterdir()] == ["2025-06"]


def test_a_fault_while_a_document_is_made_leaves_nothing_behind(tmp_path: Path) -> None:
    """Whatever stops a run, there is no half-made folder afterwards."""

    def files() -> Iterator[tuple[str, bytes]]:
        yield "甲.txt", b"x"
        raise LookupError

    with pytest.raises(LookupError):
        publish(tmp_path / "2025-06", files(), record)
    assert list(tmp_path.iterdir()) == []


def test_a_document_open_in_word_stops_the_run(tmp_path: Path) -> None:
    """Word marks what it holds open; the sentence names the file."""
    folder = tmp_path / "2025-06"
    out(folder, 工作简报="一")
    (folder / "~$作简报.txt").write_bytes(b"x")
    with pytest.raises(PublishError, match=r"「工作简报\.txt」正在Word、WPS或Excel里打开"):
        out(folder, 工作简报="二")
    assert there(folder)["工作简报.txt"] == "一"


def owner_of(name: str, *, hours: float = 0) -> Callable[[Path], Path]:
    """The file that a word processor lays beside a document which it opened so long ago."""

    def lay(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(b"\x06" + b"\x00" * 161)
        then = time.time() - hours * 3600
        os.utime(path, (then, then))
        return path

    return lay


@pytest.mark.parametrize("owner", ["~$工作简报.txt", "~$作简报.txt", ".~工作简报.txt", ".~lock.工作简报.txt#"])
def test_the_document_is_named_and_not_the_file_beside_it(tmp_path: Path, owner: str) -> None:
    """Word, WPS and LibreOffice each have their own mark; the clerk knows the document, and hears what to delete."""
    folder = tmp_path / "2025-06"
    out(folder, 工作简报="一")
    owner_of(owner)(folder)
    with pytest.raises(PublishError) as caught:
        out(folder, 工作简报="二")
    assert str(caught.value).startswith("「工作简报.txt」正在Word、WPS或Excel里打开")
    assert f"请删除“{owner}”" in str(caught.value)
    assert there(folder)["工作简报.txt"] == "一"


def test_a_mark_that_a_crash_left_blocks_no_month(tmp_path: Path) -> None:
    """Yesterday's mark, or one without its document, says nothing about today."""
    folder = tmp_path / "2025-06"
    out(folder, 工作简报="一")
    owner_of("~$工作简报.txt", hours=20)(folder)
    owner_of("~$没有的.txt")(folder)
    assert out(folder, 工作简报="二") == ()
    assert there(folder) == {"工作简报.txt": "二"}


@pytest.mark.parametrize("way", ["outputs", "outputs/测试", "outputs/测试/2025-06", "outputs/测试/.2025-06.旧"])
def test_a_file_where_a_folder_should_be_is_told_before_anything_moves(tmp_path: Path, way: str) -> None:
    """Somebody's file of that name stays what and where it is, however often the program runs."""
    path = tmp_path / way
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("别人的", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    for _ in range(2):
        with pytest.raises(PublishError) as caught:
            out(tmp_path / "outputs" / "测试" / "2025-06", 甲="一")
        assert str(caught.value) == (
            f"“{path}”是一个文件，应当是文件夹，结果没有写出来。请把它移走或改名后再运行一次。"
        )
    assert path.read_text(encoding="utf-8") == "别人的"
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("code", [errno.EIO, errno.ENAMETOOLONG, errno.ENOENT, errno.EBUSY, errno.EXDEV])
def test_no_sentence_about_a_disk_is_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """What the system says in English is said in Chinese, or as a number."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(PublishError) as caught:
        out(Path(str(tmp_path)) / "2025-06", 甲="一")
    assert not re.search("[A-Za-z]{2}", str(caught.value).replace(str(tmp_path), ""))


def test_a_register_that_cannot_be_written_stops_the_run_before_anything_is_replaced(tmp_path: Path) -> None:
    """What is told of the former results is true: they are looked after last."""
    folder = tmp_path / "2025-06"
    out(folder, 甲="一")
    (tmp_path / "收件").write_text("别人的", encoding="utf-8")
    with pytest.raises(PublishError) as caught:
        publish(folder, [("甲.txt", b"x")], record, lambda: append(tmp_path / "收件" / "收件登记.csv", "一\r\n"))
    assert str(caught.value) == (
        f"“{tmp_path / '收件'}”是一个文件，应当是文件夹，结果没有写出来。请把它移走或改名后再运行一次。原来的结果没有改动。"
    )
    assert there(folder) == {"甲.txt": "一"}


def test_a_register_keeps_its_encoding(tmp_path: Path) -> None:
    """Saved again by an old Excel, it is added to as that wrote it."""
    path = tmp_path / "收件登记.csv"
    path.write_bytes("甲局,一\r\n".encode("gb18030"))
    append(path, "乙局,二\r\n", "gb18030")
    assert path.read_bytes() == "甲局,一\r\n乙局,二\r\n".encode("gb18030")


def test_an_interrupted_swap_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C between two steps leaves the former folder in its place."""
    folder = tmp_path / "2025-06"
    out(folder, 甲="一")
    rename = Path.rename

    def stop(self: Path, target: Path) -> Path:
        if self.name.endswith("新"):
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stop)
    with pytest.raises(KeyboardInterrupt):
        out(folder, 甲="二")
    assert there(folder) == {"甲.txt": "一"}


def test_a_folder_that_will_not_be_renamed_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to move a folder with an open file in it."""
    folder = tmp_path / "2025-06"
    out(folder, 甲="一")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self == folder:
            raise PermissionError(errno.EACCES, "x")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PublishError, match="没有权限写入"):
        out(folder, 甲="二")
    assert there(folder) == {"甲.txt": "一"}


def test_a_run_cut_off_between_two_steps_is_put_right(tmp_path: Path) -> None:
    """Where the power went while folders were swapped, the former one comes back first."""
    folder = tmp_path / "2025-06"
    out(folder, 甲="一")
    folder.rename(tmp_path / ".2025-06.旧")
    (tmp_path / ".2025-06.新").mkdir()
    (tmp_path / ".2025-06.旧" / "甲.txt").write_text("改过的", encoding="utf-8")
    assert out(folder, 甲="二") == ("甲.txt",)
    assert there(folder) == {"甲.txt": "二", f"{KEPT}/甲.txt": "改过的"}


def test_a_broken_record_loses_nothing(tmp_path: Path) -> None:
    """Without a readable run.json everything that differs is kept."""
    folder = tmp_path / "2025-06"
    out(folder, 甲="一")
    (folder / "run.json").write_text("{", encoding="utf-8")
    assert out(folder, 甲="二") == ("甲.txt",)


def test_a_register_is_only_added_to(tmp_path: Path) -> None:
    """Append, never rewrite."""
    path = tmp_path / "收件" / "收件登记.csv"
    append(path, "一\r\n")
    append(path, "二\r\n")
    assert path.read_bytes() == "一\r\n二\r\n".encode()
    with pytest.raises(PublishError):
        append(path.parent, "x")

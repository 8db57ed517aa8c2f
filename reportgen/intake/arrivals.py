"""The files below inputs/: which are looked at, which are passed over and why."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.findings import shown
from reportgen.workbooks.read import SPREADSHEETS

if TYPE_CHECKING:
    from collections.abc import Iterator

_OWN_FOLDERS: Final = ("templates",)
_JUNK: Final = ("thumbs.db", "desktop.ini", "ehthumbs.db")
_TEMPORARY: Final = (".tmp", ".bak", ".crdownload", ".part", ".download", ".wbk")
_SEND_THE_FORM: Final = "如是填报表，请发Excel原表"
_UNPACK: Final = "压缩包，请解压后把里面的填报表放进文件夹"
_KINDS: Final = {
    ".pdf": f"PDF文件，读不出表格数据；{_SEND_THE_FORM}",
    ".csv": "CSV文件，不是填报表；请用下发的Excel表填写",
    ".txt": f"文本文件；{_SEND_THE_FORM}",
    **dict.fromkeys((".zip", ".rar", ".7z", ".tar", ".gz"), _UNPACK),
    **dict.fromkeys((".doc", ".docx"), f"Word文档，读不出表格数据；{_SEND_THE_FORM}"),
    ".wps": f"WPS文字文档，读不出表格数据；{_SEND_THE_FORM}",
    **dict.fromkeys((".ppt", ".pptx", ".dps"), "演示文稿"),
    ".ofd": f"OFD版式文件，读不出表格数据；{_SEND_THE_FORM}",
    **dict.fromkeys(
        (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".heic", ".tif", ".tiff"),
        f"图片，读不出表格数据；{_SEND_THE_FORM}",
    ),
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file that may be a form: its name relative to the inputs folder and what tells it from others."""

    file: str
    path: Path
    sha256: str
    modified: float

    @property
    def folder(self) -> str:
        """The first folder below inputs/, which is a plan's; "" for a file beside the plans."""
        first, slash, _ = self.file.partition("/")
        return first if slash else ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read, and why."""

    file: str
    reason: str


def walk(inputs: Path) -> Iterator[Path | Skipped]:
    """Every file below a folder in the order of its name; a spreadsheet as a path, anything else with the reason."""
    closed: list[OSError] = []
    for folder, folders, files in os.walk(inputs, onerror=closed.append):
        here = Path(folder)
        hidden = [name for name in folders if name.startswith(".")]
        folders[:] = sorted(n for n in folders if n not in hidden and n not in _OWN_FOLDERS)
        for name in sorted(files):
            path = here / name
            reason = reason_to_skip(path)
            yield Skipped(shown(path.relative_to(inputs).as_posix()), reason) if reason else path
    for fault in closed:
        yield Skipped(shown(Path(fault.filename).relative_to(inputs).as_posix()), "文件夹打不开，可能没有权限")


def reason_to_skip(path: Path) -> str:
    """Why a file is passed over without being opened; "" for one that may be a form."""
    name = path.name.lower()
    if not path.is_file():
        return "不是普通文件"
    if name.startswith(("~$", ".~")):
        return "表格打开时的临时文件；请关闭表格后再运行"
    if name.startswith(".") or name in _JUNK:
        return "系统文件"
    if name.endswith(_TEMPORARY):
        return "临时文件或没有传完的文件"
    if name.endswith(SPREADSHEETS):
        return ""
    return _KINDS.get(path.suffix.lower(), "不是电子表格")


def arrival(path: Path, inputs: Path, content: bytes | None) -> Arrival:
    """What is known of a file from its bytes, None where it cannot be opened."""
    try:
        file = path.relative_to(inputs).as_posix()
    except ValueError:
        file = str(path)
    if content is None:
        return Arrival(shown(file), path, "", 0.0)
    return Arrival(shown(file), path, hashlib.sha256(content).hexdigest(), path.stat().st_mtime)

"""Files to the outputs folder: a whole folder or none of it, the former one kept until then, hand edits never lost."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reportgen.findings import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

RECORD: Final = "run.json"
KEPT: Final = "人工修改留存"
_NEW, _OLD = "新", "旧"


class PublishError(Exception):
    """The outputs could not be written; the former ones stand as they were. The message is for the user."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was written, with hashes, and which hand-edited files were kept beside it."""

    folder: Path
    files: tuple[tuple[str, str], ...]
    kept: tuple[str, ...]


def publish(
    folder: Path,
    files: Iterable[tuple[str, bytes]],
    record: Callable[[list[dict[str, str]], list[str]], dict[str, Any]],
    last: Callable[[], None] = lambda: None,
) -> Published:
    """Replace a folder by these files and its record; raises `PublishError` and leaves the former folder as it was.

    `record` makes run.json from the list of files written and the list of hand edits kept. A file of the former
    folder that somebody changed since it was written is copied into 人工修改留存 of the new one. `last` is done when
    all is written and before the former folder is replaced, so that nothing is left that could fail afterwards.
    """
    fresh, former = folder.with_name(f".{folder.name}.{_NEW}"), folder.with_name(f".{folder.name}.{_OLD}")
    try:
        _refuse_files_in_the_way(former, fresh, folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        _recover(folder, fresh, former)
        written = [(name, _write(fresh / name, content)) for name, content in files]
        kept = _keep_edits(folder, fresh)
        listed = [{"file": name, "sha256": digest} for name, digest in written]
        text = json.dumps(record(listed, kept), ensure_ascii=False, indent=1)
        _write(fresh / RECORD, f"{text}\n".encode())
        _refuse_if_open(folder, fresh)
        last()
        _swap(folder, fresh, former)
    except OSError as e:
        raise PublishError(_in_words(e, folder) + _unchanged(folder)) from e
    except PublishError as e:
        raise PublishError(f"{e}{_unchanged(folder)}") from e
    finally:
        # After the swap there is nothing left; whatever stopped the run before it leaves no half-made folder.
        _remove(fresh)
    return Published(folder, tuple(written), tuple(kept))


def _refuse_files_in_the_way(*folders: Path) -> None:
    """Somebody's file that bears the name of a folder of ours is told before anything is moved; it stays where it is."""
    for folder in folders:
        for path in (*reversed(folder.parents), folder):
            if path.exists() and not path.is_dir():
                raise _InTheWayError(errno.ENOTDIR, str(path))


def _remove(folder: Path) -> None:
    """Away with a folder of ours; of one that only points elsewhere the pointer."""
    if folder.is_symlink():
        folder.unlink()
    else:
        shutil.rmtree(folder, ignore_errors=True)


def _recover(folder: Path, fresh: Path, former: Path) -> None:
    """Put right what a run that was cut off left behind."""
    if former.exists() and not folder.exists():
        former.rename(folder)
    _remove(former)
    _remove(fresh)
    fresh.mkdir()


def _write(path: Path, content: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def _keep_edits(folder: Path, fresh: Path) -> list[str]:
    """Copy over what people changed or added in the former folder; names that collide are numbered."""
    if not folder.is_dir():
        return []
    made = _record_of(folder)
    kept = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        if name == RECORD or path.name.startswith(("~$", ".")):
            continue
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if name.startswith(f"{KEPT}/"):
            target = fresh / name
        elif made.get(name) == digest or _same(fresh / name, content):
            continue
        else:
            target = fresh / KEPT / name
            kept.append(shown(name))
        _copy_beside(target, content)
    return kept


def _same(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _copy_beside(target: Path, content: bytes) -> None:
    number = 1
    candidate = target
    while candidate.exists():
        if candidate.read_bytes() == content:
            return
        number += 1
        candidate = target.with_name(f"{target.stem}({number}){target.suffix}")
    _write(candidate, content)


def _record_of(folder: Path) -> dict[str, str]:
    """The hashes of the files as they were written; nothing where the record is gone or broken."""
    try:
        listed = json.loads((folder / RECORD).read_text(encoding="utf-8"))["outputs"]
        return {one["file"]: one["sha256"] for one in listed}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _swap(folder: Path, fresh: Path, former: Path) -> None:
    if folder.exists():
        folder.rename(former)
    try:
        fresh.rename(folder)
    except BaseException:
        if former.exists():
            former.rename(folder)
        raise
    _remove(former)


class _OpenElsewhereError(OSError):
    """A document that another program holds open, and the file beside it that says so ("" where the system says so)."""


class _InTheWayError(OSError):
    """A file where a folder must be."""


_WORKING_DAY: Final = 12 * 3600
"""So long the mark of an open document is believed, in seconds."""


def _refuse_if_open(folder: Path, fresh: Path) -> None:
    """Refuse while a document is open in a word processor, since what is saved there later would cover the new one.

    On Windows the document itself tells: a program that holds it open lets nobody else write to it, and nothing else
    need be asked. Elsewhere nothing is locked, and all that tells is the hidden file which Word, WPS and LibreOffice
    lay beside the document. A crash leaves that file behind, whole (162 bytes of Word's like any other), so its
    content proves nothing: it counts beside its document and no older than a working day, by the disk's own clock,
    which has just dated the folder `fresh`. The sentence says what to delete where it is wrong all the same.
    """
    now = fresh.stat().st_mtime
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if os.name == "nt":
            try:
                with path.open("r+b"):
                    pass
            except PermissionError as e:
                raise _OpenElsewhereError(errno.EACCES, path.name, "") from e
            continue
        for owner in map(path.with_name, _owners(path.name)):
            if owner.is_file() and now - owner.stat().st_mtime < _WORKING_DAY:
                raise _OpenElsewhereError(errno.EACCES, path.name, owner.name)


def _owners(name: str) -> tuple[str, ...]:
    """What the file beside an open document is called: Word puts ~$ before a short name and over the first of a long."""
    if name.startswith(("~$", ".")):
        return ()
    return f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~{name}", f".~lock.{name}#"


_REASONS: Final = {
    errno.EIO: "磁盘读写出错",
    errno.ENAMETOOLONG: "文件名或路径太长",
    errno.ENOENT: "文件夹找不到了，可能刚被移走或改名",
    errno.EBUSY: "正被别的程序占用",
    errno.ENOTDIR: "有同名的文件挡着",
    errno.EEXIST: "有同名的文件挡着",
    errno.EISDIR: "有同名的文件夹挡着",
}


def _in_words(error: OSError, folder: Path) -> str:
    match error:
        case _OpenElsewhereError():
            wrong = f"；如果没有打开，请删除“{error.filename}”（隐藏文件）" if error.filename else ""
            return f"「{error.strerror}」正在Word、WPS或Excel里打开，没法更新。请保存关闭后再运行一次{wrong}。"
        case _InTheWayError():
            return f"“{error.strerror}”是一个文件，应当是文件夹，结果没有写出来。请把它移走或改名后再运行一次。"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "磁盘空间不足，结果没有写出来。请腾出空间后再运行一次。"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"没有权限写入“{folder}”。请换一个能写入的文件夹，或关闭里面打开的文件。"
    reason = _REASONS.get(error.errno or 0) or f"系统错误代码{error.errno or '不明'}"
    return f"写入“{folder}”时出错（{reason}），结果没有写出来。"


def _unchanged(folder: Path) -> str:
    return "原来的结果没有改动。" if folder.is_dir() else ""


def put(path: Path, content: bytes) -> None:
    """Write one new file, whole or not at all; raises `PublishError`."""
    fresh = path.with_name(f".{path.name}.{_NEW}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(content)
        fresh.replace(path)
    except OSError as e:
        fresh.unlink(missing_ok=True)
        raise PublishError(_in_words(e, path.parent)) from e


def append(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Add to a file that is only ever added to, in the encoding that it has; raises `PublishError`."""
    try:
        _refuse_files_in_the_way(path.parent)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding=encoding, newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as e:
        raise PublishError(_in_words(e, path.parent)) from e


def keep(folder: Path, name: str, content: bytes, when: datetime) -> Path:
    """Lay a read-only copy into a folder, beside whatever bears its name already; raises `PublishError`.

    It bears its name only when it is whole and on the disk, and the time of receipt as its own.
    """
    fresh = folder / f".{hashlib.sha256(content).hexdigest()}.{_NEW}"
    try:
        _refuse_files_in_the_way(folder)
        folder.mkdir(parents=True, exist_ok=True)
        if fresh.exists():
            fresh.chmod(_OURS)  # Windows deletes nothing that is read-only
            fresh.unlink()
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.utime(fresh, (when.timestamp(), when.timestamp()))
        fresh.chmod(_READ_ONLY)
        path = _free(folder / name)
        fresh.rename(path)
        _settle(folder)
    except OSError as e:
        raise PublishError(_in_words(e, folder)) from e
    return path


_READ_ONLY: Final = 0o444
_OURS: Final = 0o644


def _free(path: Path) -> Path:
    """The path, or the next with a number that nothing bears."""
    number, candidate = 1, path
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate


def _settle(folder: Path) -> None:
    """A new name is on the disk only when its folder is; Windows keeps no such difference."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

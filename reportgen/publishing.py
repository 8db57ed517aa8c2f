"""Files to the outputs folder: a whole folder or none of it, the former one kept until then, hand edits never lost."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
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
) -> Published:
    """Replace a folder by these files and its record; raises `PublishError` and leaves the former folder as it was.

    `record` makes run.json from the list of files written and the list of hand edits kept. A file of the former
    folder that somebody changed since it was written is copied into 人工修改留存 of the new one.
    """
    fresh, former = folder.with_name(f".{folder.name}.{_NEW}"), folder.with_name(f".{folder.name}.{_OLD}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _recover(folder, fresh, former)
        written = [(name, _write(fresh / name, content)) for name, content in files]
        kept = _keep_edits(folder, fresh)
        listed = [{"file": name, "sha256": digest} for name, digest in written]
        text = json.dumps(record(listed, kept), ensure_ascii=False, indent=1)
        _write(fresh / RECORD, f"{text}\n".encode())
        _swap(folder, fresh, former)
    except OSError as e:
        raise PublishError(_in_words(e, folder)) from e
    finally:
        # After the swap there is nothing left; whatever stopped the run before it leaves no half-made folder.
        shutil.rmtree(fresh, ignore_errors=True)
    return Published(folder, tuple(written), tuple(kept))


def _recover(folder: Path, fresh: Path, former: Path) -> None:
    """Put right what a run that was cut off left behind."""
    if former.exists() and not folder.exists():
        former.rename(folder)
    shutil.rmtree(former, ignore_errors=True)
    shutil.rmtree(fresh, ignore_errors=True)
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
            kept.append(name)
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
        _refuse_if_open(folder)
        folder.rename(former)
    try:
        fresh.rename(folder)
    except OSError:
        if former.exists():
            former.rename(folder)
        raise
    shutil.rmtree(former, ignore_errors=True)


class _OpenElsewhereError(OSError):
    """A file that another program holds open."""


def _refuse_if_open(folder: Path) -> None:
    """Word and WPS mark a document that they hold open, and on Windows lock it."""
    for path in folder.rglob("*"):
        if path.name.startswith("~$") and path.is_file():
            name = next((p.name for p in path.parent.iterdir() if p.name.endswith(path.name[2:])), path.name[2:])
            raise _OpenElsewhereError(errno.EACCES, name)
        if path.is_file() and os.name == "nt":
            try:
                with path.open("r+b"):
                    pass
            except PermissionError as e:
                raise _OpenElsewhereError(errno.EACCES, path.name) from e


def _in_words(error: OSError, folder: Path) -> str:
    former = "原来的结果没有改动。" if folder.exists() else ""
    if isinstance(error, _OpenElsewhereError):
        return f"「{error.strerror}」正在Word、WPS或Excel里打开，没法更新。请保存关闭后再运行一次。{former}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"磁盘空间不足，结果没有写出来。请腾出空间后再运行一次。{former}"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"没有权限写入“{folder}”。请换一个能写入的文件夹，或关闭里面打开的文件。{former}"
    return f"写入“{folder}”时出错（{error.strerror or error}），结果没有写出来。{former}"


def put(path: Path, content: bytes) -> None:
    """Write one new file, whole or not at all; raises `PublishError`."""
    fresh = path.with_name(f".{path.name}.新")
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
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding=encoding, newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as e:
        raise PublishError(_in_words(e, path.parent)) from e

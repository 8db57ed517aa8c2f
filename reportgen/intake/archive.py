"""收件: a copy of every form ever received, which copy holds which bytes, and since when."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from reportgen.forms.asked import safe_name

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.intake.register import Register

FOLDER: Final = "收件"
NO_MONTH: Final = "月份不明"
_DATED: Final = re.compile(r"^(\d{4}-\d{2}-\d{2})-(.+)$")
_LONGEST: Final = 200
"""Bytes of a name: what most disks bear, less the day before it and the number behind."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One form as it was received: its bytes, when a run first saw it, the month that it is for, what it was called."""

    path: Path
    sha256: str
    seen: datetime
    period: str
    name: str


def copies(folder: Path) -> tuple[Copy, ...]:
    """Every copy below 收件, told by its bytes; what bears no day in its name is none of ours."""
    found = []
    for path in sorted(folder.glob("*/*")):
        dated = _DATED.match(path.name)
        if dated is None or not path.is_file():
            continue
        try:
            content, modified = path.read_bytes(), path.stat().st_mtime
            seen = _moment(date.fromisoformat(dated[1]), modified)
        except (OSError, ValueError):
            continue
        period = path.parent.name if path.parent.name != NO_MONTH else ""
        found.append(Copy(path, hashlib.sha256(content).hexdigest(), seen, period, dated[2]))
    return tuple(found)


def _moment(day: date, modified: float) -> datetime:
    """The moment of receipt: the copy's own time, unless somebody has touched it since; then the end of that day."""
    written = datetime.fromtimestamp(modified)  # noqa: DTZ006 -- the office's own clock
    return written if written.date() == day else datetime.combine(day, time(23, 59, 59))


def with_copies(register: Register, found: tuple[Copy, ...]) -> Register:
    """The register with what it lacks: a crash may have come between a copy and its line."""
    seen = {one.sha256: one.seen for one in reversed(found)} | dict(register.seen)
    since = min((moment.date() for moment in seen.values()), default=register.since)
    return replace(register, seen=seen, since=since, copies={one.sha256: one.path for one in reversed(found)})


def copy_name(file: str, seen: datetime, period: str) -> tuple[str, str]:
    """The folder below 收件 and the name of a form's copy: the day of receipt, then what it was called."""
    stem, dot, suffix = file.rpartition("/")[2].rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    short = stem.encode()[:_LONGEST].decode(errors="ignore")
    return period or NO_MONTH, f"{safe_name(f'{seen.date().isoformat()}-{short}')}{dot}{suffix}"

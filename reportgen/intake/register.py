"""收件登记: when each file was first seen; append-only, so that nobody argues about the day."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HEADINGS: Final = ("首次收到时间", "文件", "单位", "期间", "校验值")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the register."""

    seen: datetime
    file: str
    department: str
    period: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """The day on which a form counts as received; inferred where no run saw it come."""

    day: date
    inferred: bool = False


@dataclass(frozen=True)
class Register:
    """What the register tells: when each content was first seen, and since when it is kept."""

    seen: Mapping[str, datetime]
    since: date

    def receipt(self, sha256: str, signed: date | None, due: date, today: date) -> Receipt:
        """The day of receipt of a form that was due on a day.

        Forms due before the register was begun were not seen coming: for them the day that the unit wrote (填报日期)
        stands in, and the documents say so. What a run saw coming counts from the day of that run.
        """
        first = self.seen[sha256].date() if sha256 in self.seen else today
        if due < self.since and signed is not None and signed <= first:
            return Receipt(signed, inferred=True)
        return Receipt(first)


class RegisterError(Exception):
    """The register holds something else than it should; nothing may be added to it."""


@dataclass(frozen=True, slots=True)
class Writing:
    """How a register is written: what spreadsheet programs change when they save it."""

    encoding: str = "utf-8"
    separator: str = ","
    ends_with_a_line: bool = True


_MARKS: Final = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SEPARATORS: Final = (",", ";", "\t")
_TIME = re.compile(
    r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?$"
)


def decoded(content: bytes) -> tuple[str, Writing]:
    """The text of a register, whatever saved it, and how to go on writing it; raises `RegisterError`."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            text = _text(content.removeprefix(mark), encoding)
            return text, _writing(text, encoding)
    encodings = {_encoding(line) for line in content.splitlines()} - {"ascii"}
    encoding = "gb18030" if encodings == {"gb18030"} else "utf-8"
    # Where one program saved some lines and another added to them, each line is read for itself.
    text = "".join(_text(line, _encoding(line)) for line in content.splitlines(keepends=True))
    return text, _writing(text, encoding)


def _encoding(line: bytes) -> str:
    for encoding in ("ascii", "utf-8"):
        try:
            line.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "gb18030"


def _text(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as e:
        raise RegisterError from e


def _writing(text: str, encoding: str) -> Writing:
    first = next(iter(text.splitlines()), "")
    separator = max(_SEPARATORS, key=first.count)
    return Writing(encoding, separator, text[-1:] in ("", "\n", "\r"))


def parse(text: str, today: date) -> Register:
    """The register as kept; lines that cannot be read are passed over, and stay in the file.

    Raises `RegisterError` for a text in which there is neither a line nor a heading of a register.
    """
    seen: dict[str, datetime] = {}
    has_headings = False
    text = text.lstrip("\ufeff")
    for row in (row for separator in _SEPARATORS for row in csv.reader(io.StringIO(text), delimiter=separator)):
        if len(row) < len(HEADINGS):
            continue
        has_headings |= tuple(cell.strip() for cell in row[: len(HEADINGS)]) == HEADINGS
        when = _time(row[0])
        if when is not None:
            sha256 = row[4].strip().lower()
            seen[sha256] = min(when, seen.get(sha256, when))
    if text.strip() and not has_headings and not seen:
        raise RegisterError
    return Register(seen, min((when.date() for when in seen.values()), default=today))


def _time(text: str) -> datetime | None:
    """A time as this program or a spreadsheet program writes it; None for anything else."""
    parts = _TIME.match(text.strip())
    if parts is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in parts.groups())
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 -- the office's own clock
    except ValueError:
        return None


def lines(found: Iterable[Line], *, with_headings: bool, writing: Writing = Writing()) -> str:
    """Text to append; headings and the mark that makes Excel read UTF-8 come first in a new file."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=writing.separator, lineterminator="\r\n")
    if with_headings:
        out.write("\ufeff")
        writer.writerow(HEADINGS)
    elif not writing.ends_with_a_line:
        out.write("\r\n")
    for line in found:
        when = line.seen.isoformat(sep=" ", timespec="seconds")
        writer.writerow((when, line.file, line.department, line.period, line.sha256))
    return out.getvalue()

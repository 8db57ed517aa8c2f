"""收件登记: when each file was first seen; append-only, so that nobody argues about the day."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

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
    """What the register tells: when each content was first seen, since when it is kept, which lines told nothing.

    `unread` are the numbers of lines that cannot be read; they stay in the file, and the clerk is told. `copies` are
    the files in 收件, by content; `useless` the name and unit of forms of which nobody could read the month.
    """

    seen: Mapping[str, datetime]
    since: date
    unread: tuple[int, ...] = field(default=(), compare=False)
    copies: Mapping[str, Path] = field(default_factory=dict, compare=False)
    useless: Mapping[str, tuple[str, str]] = field(default_factory=dict, compare=False)

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


_LINE_END = re.compile(r"\r\n|\r|\n")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[T ]*(.*)")
_TIME = re.compile(r"(上午|下午|AM|PM)? *(\d{1,2})[:时](\d{1,2})分?(?::?(\d{1,2})(?:\.\d+)?秒?)? *(AM|PM)?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_BEFORE_EXCEL = datetime(1899, 12, 30)  # noqa: DTZ001 -- the office's own clock
_NOON = 12


def parse(text: str, today: date) -> Register:
    """The register as kept, and as Excel leaves it when somebody saves it there; the earliest line about a form counts.

    A line is read by itself, so that a quotation mark gone astray spoils no other. Raises `RegisterError` for a text in
    which there is neither a line nor a heading of a register.
    """
    seen: dict[str, datetime] = {}
    unread: list[int] = []
    useless: dict[str, tuple[str, str]] = {}
    has_headings = False
    for number, line in enumerate(_LINE_END.split(text.lstrip("\ufeff")), start=1):
        cells = [cell.strip() for cell in _cells(line)]
        if not any(cells) or cells[0] == HEADINGS[0]:
            has_headings |= bool(cells and cells[0])
            continue
        when = _moment(cells[0])
        digest = next((cell.lower() for cell in cells[1:] if _DIGEST.fullmatch(cell.lower())), "")
        if when is None or not digest:
            unread.append(number)
        else:
            seen[digest] = min(when, seen.get(digest, when))
            file, department, month = (*cells[1:4], "", "", "")[:3]
            if department and not month:
                useless[digest] = file, department
    if unread and not has_headings and not seen:
        raise RegisterError
    return Register(seen, min((when.date() for when in seen.values()), default=today), tuple(unread), useless=useless)


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=max(_SEPARATORS, key=line.count)), [])
    except csv.Error:
        return [line]


def _moment(text: str) -> datetime | None:
    """2025-06-28 09:30:00 as we write it; 2025/6/28 9:30, 2025/6/28 or 45836.396 as Excel does; None for all else."""
    try:
        if _SERIAL.fullmatch(text):
            return _BEFORE_EXCEL + timedelta(seconds=round(float(text) * 86400))
        parts = _DAY.fullmatch(text)
        return datetime.combine(date(*map(int, parts.groups()[:3])), _clock(parts[4])) if parts else None
    except (ValueError, OverflowError):
        return None


def _clock(text: str) -> time:
    """A time of day as written; midnight where there is none; raises `ValueError`."""
    if not text:
        return time()
    parts = _TIME.fullmatch(text.strip().upper())
    if parts is None:
        raise ValueError(text)
    half = parts[1] or parts[5]
    hour = int(parts[2])
    if half in ("下午", "PM") and hour < _NOON:
        hour += _NOON
    elif half in ("上午", "AM") and hour == _NOON:
        hour = 0
    return time(hour, int(parts[3]), int(parts[4] or 0))


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
        # A line of the file is a line of the register, whatever a file is called.
        writer.writerow((when, _LINE_END.sub(" ", line.file), line.department, line.period, line.sha256))
    return out.getvalue()

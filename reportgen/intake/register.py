"""收件登记: when each file was first seen; append-only, so that nobody argues about the day."""

from __future__ import annotations

import csv
import io
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


def parse(text: str, today: date) -> Register:
    """The register as kept; lines that cannot be read are passed over, and stay in the file."""
    seen: dict[str, datetime] = {}
    for row in csv.reader(io.StringIO(text.lstrip("\ufeff"))):
        if len(row) == len(HEADINGS) and row[0] != HEADINGS[0]:
            try:
                when = datetime.fromisoformat(row[0])
            except ValueError:
                continue
            seen.setdefault(row[4], when)
    return Register(seen, min((when.date() for when in seen.values()), default=today))


def lines(found: Iterable[Line], *, with_headings: bool) -> str:
    """Text to append; headings and the mark that makes Excel read UTF-8 come first in a new file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if with_headings:
        out.write("\ufeff")
        writer.writerow(HEADINGS)
    for line in found:
        when = line.seen.isoformat(sep=" ", timespec="seconds")
        writer.writerow((when, line.file, line.department, line.period, line.sha256))
    return out.getvalue()

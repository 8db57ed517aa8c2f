"""Two versions of one form, cell by cell: what a unit changed when it sent its form again."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from reportgen.intake.gather import order_of_receipt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.findings import Place
    from reportgen.intake.filings import Entry, Filing
    from reportgen.intake.gather import Received


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that differs between two versions."""

    department: str
    place: Place
    before: str
    now: str
    former: Received
    latter: Received


def changes(received: Sequence[Received]) -> Iterator[Change]:
    """Each version against the one received before it; blank forms and second copies are no versions."""
    by_unit: dict[tuple[str, object], list[Received]] = {}
    for one in sorted((r for r in received if r.filing is not None), key=order_of_receipt):
        if one.filing is not None and not one.filing.is_blank and not one.same_as:
            by_unit.setdefault((one.department, one.filing.period), []).append(one)
    for versions in by_unit.values():
        for former, latter in pairwise(versions):
            if former.filing is not None and latter.filing is not None:
                for place, before, now in _differences(former.filing, latter.filing):
                    yield Change(latter.department, place, before, now, former, latter)


def _differences(former: Filing, latter: Filing) -> Iterator[tuple[Place, str, str]]:
    """The cells to be filled in that differ; a row that one of the two lacks counts as blank there."""
    before = {_key(entry): entry for entry in reversed(former.entries)}
    now = {_key(entry): entry for entry in reversed(latter.entries)}
    keys = dict.fromkeys((*map(_key, latter.entries), *map(_key, former.entries)))
    for key in keys:
        old, new = before.get(key), now.get(key)
        one = new or old
        if one is not None and _said(old) != _said(new):
            yield one.place, old.raw if old else "", new.raw if new else ""


def _key(entry: Entry) -> tuple[str, str, str]:
    return entry.sheet, entry.id, entry.field


def _said(entry: Entry | None) -> object:
    """What a cell says: 60 and 60.0 say the same."""
    if entry is None or entry.blank:
        return ""
    return entry.raw if entry.value is None else entry.value

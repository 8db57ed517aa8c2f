"""Rules about whole files: whether they can be read, whose they are, which version counts."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from reportgen.findings import Hit
from reportgen.forms.definition import COVER, DAY
from reportgen.period import Period
from reportgen.wording import day
from reportgen.workbooks.read import MOST_SECONDS, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.intake.gather import Received


_DATED_AHEAD: Final = timedelta(7)


def _in(case: Received, *troubles: Trouble) -> bool:
    return case.trouble is not None and case.trouble.trouble in troubles


def file_is_complete(case: Received) -> Iterator[Hit]:
    """A file cut short in transfer looks like any other until it is opened."""
    if _in(case, Trouble.DAMAGED):
        yield Hit(case.place)


def file_can_be_opened(case: Received) -> Iterator[Hit]:
    """A file that Excel holds, or that belongs to somebody else, is here all the same."""
    if _in(case, Trouble.LOCKED):
        yield Hit(case.place)


def file_needs_no_password(case: Received) -> Iterator[Hit]:
    """An encrypted workbook cannot be read by anybody who does not know the word."""
    if _in(case, Trouble.PASSWORD):
        yield Hit(case.place)


def file_is_a_spreadsheet(case: Received) -> Iterator[Hit]:
    """A picture or web page renamed .xlsx must never count as 没有报送 in silence."""
    if case.trouble is not None and _in(case, Trouble.NO_SPREADSHEET):
        yield Hit(case.place, value=case.trouble.detail, facts={"实际": case.trouble.detail})


def file_is_of_bearable_size(case: Received) -> Iterator[Hit]:
    """A workbook that unpacks to gigabytes would take the machine with it."""
    if case.trouble is not None and _in(case, Trouble.TOO_LARGE):
        yield Hit(case.place, value=case.trouble.detail, facts={"大小": case.trouble.detail})


def file_holds_nothing_unsafe(case: Received) -> Iterator[Hit]:
    """Entity declarations have no place in a form and are how a small file eats a machine."""
    if _in(case, Trouble.UNSAFE):
        yield Hit(case.place)


def file_is_not_empty(case: Received) -> Iterator[Hit]:
    """0 bytes: the copy failed."""
    if _in(case, Trouble.EMPTY):
        yield Hit(case.place)


def file_can_be_read_within_limits(case: Received) -> Iterator[Hit]:
    """A file that kills or stalls the parser kills only the process that reads it."""
    if _in(case, Trouble.TOO_MUCH_WORK, Trouble.UNREADABLE):
        yield Hit(case.place, facts={"上限": f"{MOST_SECONDS}秒"})


def plan_is_known(case: Received) -> Iterator[Hit]:
    """Another plan's form is not this plan's filing."""
    if case.identity is not None and case.plan is None and case.trouble is None:
        yield Hit(case.place, value=case.identity.plan or "（没有写）")


def identity_can_be_found(case: Received) -> Iterator[Hit]:
    """Without a unit and a month a form belongs nowhere; it is not guessed."""
    known = case.identity
    if known is not None and case.plan is not None and (not known.department or known.period is None):
        yield Hit(case.place)


def department_is_in_the_plan(case: Received) -> Iterator[Hit]:
    """A unit under another name would be missing and superfluous at once."""
    known = case.identity
    if known is not None and case.plan is not None and known.department and known.period and not case.department:
        yield Hit(case.place, value=known.department)


def month_is_asked_for(case: Received) -> Iterator[Hit]:
    """The commonest silent fault: the wrong month is chosen."""
    known = case.identity
    if known is not None and case.plan is not None and known.period and case.department:
        months = case.plan.form_months
        if known.period not in months:
            yield Hit(
                case.place, value=known.period.label, expected=f"{months[0].label}至{months[-1].label}中要求报送的月份"
            )


def cover_agrees_with_the_form(case: Received) -> Iterator[Hit]:
    """May's form with 6月 written over it: its figures are May's or June's, and only the unit knows which."""
    known = case.identity
    if known is not None and known.period is not None:
        for place, seen in case.contradictions:
            yield Hit(place, seen, f"{known.department}{known.period.label}")


def file_is_not_sent_twice(case: Received) -> Iterator[Hit]:
    """The same file under two names is one filing."""
    if case.same_as:
        yield Hit(case.place, facts={"另一个": case.same_as})


def latest_version_counts(case: Received) -> Iterator[Hit]:
    """Of several versions the one received last counts; the others are named, never lost."""
    if case.replaced_by:
        yield Hit(case.place, facts={"另一个": case.replaced_by})


def usable_version_is_kept(case: Received) -> Iterator[Hit]:
    """A blank form sent after a good one by mistake does not wipe out the good one."""
    if case.kept_instead:
        yield Hit(case.place, facts={"另一个": case.kept_instead})


def form_came_before_the_lock(case: Received) -> Iterator[Hit]:
    """After 锁定日 a month does not change any more, unless 豁免 lets a correction in."""
    if case.locked is None or case.filing is None:
        return
    lock = case.locked
    state = f"仍采用「{lock.instead.rpartition('/')[2]}」" if lock.instead else "本单位仍按未报送处理"
    yield Hit(
        case.place,
        value=lock.came.isoformat(),
        facts={
            "收到": day(lock.came),
            "月份": case.filing.period.label,
            "锁定": day(lock.day),
            "现状": state,
            "文件名": case.name,
        },
    )


def version_is_the_one_chosen(case: Received) -> Iterator[Hit]:
    """豁免 names another version; this one is kept and told."""
    if case.set_aside:
        yield Hit(case.place, facts={"另一个": case.set_aside})


_MONTH_FOLDER = re.compile(r"^(?:(20\d{2})[-._年])?0?(\d{1,2})(月(?:份)?)?$")


def month_of_folder(file: str, near: Period) -> Period | None:
    """The month that a folder on a file's way is named for: 2025-04, 2025年4月, or 4月 of the year of `near`."""
    for folder in reversed(file.split("/")[:-1]):
        parts = _MONTH_FOLDER.match(folder.strip())
        if parts and (parts[1] or parts[3]) and 1 <= int(parts[2]) <= 12:  # noqa: PLR2004 -- months
            return Period(int(parts[1]) if parts[1] else near.year, int(parts[2]))
    return None


def file_lies_in_its_month(case: Received) -> Iterator[Hit]:
    """March's form in April's folder is March's; the clerk should know."""
    if case.identity is None or case.identity.period is None or not case.department:
        return
    folder = month_of_folder(case.arrival.file, case.identity.period)
    if folder is not None and folder != case.identity.period:
        yield Hit(case.place, value=case.identity.period.label, facts={"文件夹": folder.label})


def file_name_agrees_with_the_form(case: Received) -> Iterator[Hit]:
    """A form filled in on another unit's workbook carries that unit's identity."""
    name = case.name
    if case.plan is None or not case.department or case.department in name:
        return
    named = max((n for n in case.plan.department_by_any_name if n in name and len(n) > 2), key=len, default="")  # noqa: PLR2004 -- shorter ones are chance
    department = case.plan.department(named)
    if department is not None and department.name != case.department:
        yield Hit(case.place, value=case.department, facts={"文件名单位": named})


def form_is_in_time(case: Received) -> Iterator[Hit]:
    """Late is late by the receipt of the first usable version; a correction makes nobody late."""
    known = case.identity
    if case.plan is None or known is None or known.period is None or case.received is None:
        return
    if case.replaced_by or case.kept_instead or case.set_aside or case.locked:
        return
    came, due = case.first.day if case.first else case.received, case.plan.due(known.period)
    if came > due:
        yield Hit(
            case.place, value=came.isoformat(), expected=due.isoformat(), facts={"收到": day(came), "截止": day(due)}
        )


def form_is_signed_before_it_comes(case: Received) -> Iterator[Hit]:
    """A form is written before it is sent; a few days ahead are the habit of dating it by the deadline."""
    signed = case.filing.entry(COVER, "", DAY) if case.filing is not None and case.counts else None
    if signed is None or case.received is None or not isinstance(signed.value, date):
        return
    if signed.value > case.received + _DATED_AHEAD:
        yield Hit(signed.place, signed.value.isoformat(), facts={"收到": day(case.received)})


def file_is_saved_as_sent(case: Received) -> Iterator[Hit]:
    """Other formats keep the values but may lose locks and drop-downs."""
    ending = case.name.rpartition(".")[2].lower()
    if case.department and ending not in ("xlsx", "xlsm"):
        yield Hit(case.place, value=f".{ending}")


FILE_CHECKS: tuple[Callable[[Received], Iterator[Hit]], ...] = (
    file_is_complete,
    file_can_be_opened,
    file_needs_no_password,
    file_is_a_spreadsheet,
    file_is_of_bearable_size,
    file_holds_nothing_unsafe,
    file_is_not_empty,
    file_can_be_read_within_limits,
    plan_is_known,
    identity_can_be_found,
    department_is_in_the_plan,
    month_is_asked_for,
    cover_agrees_with_the_form,
    file_is_not_sent_twice,
    latest_version_counts,
    usable_version_is_kept,
    form_came_before_the_lock,
    version_is_the_one_chosen,
    file_lies_in_its_month,
    file_name_agrees_with_the_form,
    form_is_in_time,
    form_is_signed_before_it_comes,
    file_is_saved_as_sent,
)

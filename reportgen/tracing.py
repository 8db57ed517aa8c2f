"""这个数从哪儿来的: a printed number back to its sentence, its arithmetic and the cells that it comes from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from reportgen.batch import SOURCES_BOOK, CallError
from reportgen.period import PeriodError, parse_period
from reportgen.plan.workbook import written_text
from reportgen.reports.books import SOURCE_HEADINGS
from reportgen.workbooks.read import UnreadableError, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WORD: Final = ".docx"


@dataclass(frozen=True, slots=True)
class Origin:
    """One row of 数据出处: where a figure is printed, how it came about, and one of its cells."""

    document: str
    part: str
    text: str
    value: str
    formula: str
    department: str
    file: str
    sheet: str
    cell: str
    label: str
    person: str
    received: str
    sentence: str


@dataclass(frozen=True)
class Traced:
    """A printed figure with all its cells."""

    figure: Origin
    cells: tuple[Origin, ...]


def books(outputs: Path, what: str, plan: str | None) -> list[tuple[Path, str]]:
    """The 数据出处 books that speak of a period or of a document, and the document's name in them; raises `CallError`."""
    if what.endswith(_WORD):
        return [_book_of(outputs, what)]
    try:
        period = str(parse_period(what))
    except PeriodError as e:
        raise CallError(f"“{what}”既不是期间（如2025-06），也不是Word文件。") from e
    folders = sorted(p for p in outputs.iterdir() if p.is_dir()) if outputs.is_dir() else []
    found = [f / period / SOURCES_BOOK for f in folders if plan in (None, f.name)]
    found = [path for path in found if path.is_file()]
    if not found:
        raise CallError(f"“{outputs}”里没有{period}的“{SOURCES_BOOK}”。请先运行reportgen run --period {period}。")
    return [(path, "") for path in found]


def _book_of(outputs: Path, name: str) -> tuple[Path, str]:
    """The book beside a document, or in a folder above it; also where only the document's name is given."""
    path = outputs.__class__(name)
    if not path.is_file():
        raise CallError(f"找不到文件“{name}”。")
    for folder in path.resolve().parents:
        if (folder / SOURCES_BOOK).is_file():
            return folder / SOURCES_BOOK, path.resolve().relative_to(folder).as_posix()
    raise CallError(f"“{name}”旁边没有“{SOURCES_BOOK}”，查不到出处。请用reportgen写出的文件夹里的那一份。")


def trace(book: Path, document: str, number: str) -> tuple[Traced, ...]:
    """The figures of a document ("" for all) in which a number ("" for all) is printed; raises `CallError`."""
    found: dict[tuple[str, ...], list[Origin]] = {}
    for origin in _origins(book):
        if document and not _is_about(origin.document, document):
            continue
        if number and not _prints(origin.text, number):
            continue
        key = (origin.document, origin.part, origin.text, origin.value, origin.sentence)
        found.setdefault(key, []).append(origin)
    return tuple(Traced(rows[0], tuple(row for row in rows if row.file)) for rows in found.values())


def _is_about(written: str, document: str) -> bool:
    """各单位/甲局-工作简报.docx is written without its folder."""
    return document in (written, f"各单位/{written}") or document.endswith(f"/{written}")


def _prints(text: str, number: str) -> bool:
    """Whether a text holds the number itself, not only its digits: 51.3 is in 51.3%, 3 is not in 13."""
    wanted = _plain(number)
    numbers = _NUMBER.findall(wanted)
    if not numbers:
        return wanted in _plain(text)
    return any(float(one) == float(numbers[0]) for one in _NUMBER.findall(_plain(text)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")


def _origins(book: Path) -> Iterator[Origin]:
    try:
        sheet = next(iter(read(book.read_bytes()).sheets))
    except (OSError, UnreadableError, StopIteration) as e:
        raise CallError(
            f"“{book}”打不开，可能正在Excel里打开，或已损坏。请关闭后再查，或重新运行reportgen run。"
        ) from e
    heads = [written_text(value) for value in sheet.rows[0]] if sheet.rows else []
    if heads[: len(SOURCE_HEADINGS)] != list(SOURCE_HEADINGS):
        raise CallError(f"“{book}”的栏目被改动过，查不了。请重新运行reportgen run。")
    for row in sheet.rows[1:]:
        yield Origin(*(written_text(value) for value in row[: len(fields(Origin))]))


def told(traced: Sequence[Traced]) -> Iterator[str]:
    """What a clerk reads out to the director, figure by figure."""
    for one in traced:
        figure = one.figure
        yield f"“{figure.text}”——{figure.document}，{figure.part}"
        yield f"  原句：{figure.sentence}"
        exact = f"（未取整：{figure.value}）" if figure.value not in ("", figure.text) else ""
        yield f"  怎么来的：{figure.formula}{exact}"
        for cell in one.cells:
            who = "，".join(
                filter(None, (cell.person and f"填报人{cell.person}", cell.received and f"{cell.received}收到"))
            )
            where = f"“{cell.sheet}”表{cell.cell}" if cell.sheet else ""
            label = f"（{cell.label}）" if cell.label else ""
            yield f"  出处：{cell.department}「{cell.file}」{where}{label}{'，' if who else ''}{who}"

"""Any spreadsheet file, whatever made it, to plain values; python-calamine is known here only.

A file that is plainly one of ours is read in this process. Everything else is read in a child process with limits of
time and memory, since a damaged file can kill the parser.
"""

from __future__ import annotations

import io
import json
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from reportgen.workbooks.cells import Anatomy, CellError, Sheet, Uncalculated, Value, Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.workbooks.raw import Look

SPREADSHEETS: Final = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods", ".et", ".ett")
"""File name endings of what a spreadsheet program saves."""

MOST_BYTES: Final = 50 * 2**20
MOST_UNPACKED: Final = 200 * 2**20
MOST_MEMBERS: Final = 2000
MOST_SECONDS: Final = 10
MOST_MEMORY: Final = 512 * 2**20
MOST_CELLS: Final = 2_000_000
"""Rows times columns of all sheets: the parser makes room for every cell of that table, filled or not."""
_PLAIN_UNPACKED: Final = 16 * 2**20

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_SHEET_PART = re.compile(r"^xl/worksheets/[^/]+\.xml$")
_NOT_NEAR = re.compile(rb'<(?:c|row)(?! r="[A-Z]?\d{1,3}")[ />]')
"""A cell or row that lies beyond Z999, or does not say where it lies in the usual way."""
_NEAR_CELLS: Final = 26 * 999
_HUGE_COUNT = re.compile(rb'\b(?:uniqueC|c)ount="\d{7}')
_UNCALCULATED = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*\bt="str")[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></|</)"
)
_BOOK, _STRICT = "xl/workbook.xml", b"purl.oclc.org/ooxml"
_BESIDE: Final = ("xl/vbaProject.bin", "xl/externalLinks/")
_ARCHIVE: Final = ""
"""Stands among the sheet parts for the file as a whole."""
_FOREIGN_MERGE = re.compile(rb'<mergeCell ref="(?!A(\d+):B\1")')
"""A merge that is not one of those on 填报说明."""
_HEAD: Final = 1000
_OWN_FORMULAS: Final = (b"<f>IF(OR(NOT(ISNUMBER(I", b"<f>IF(ISNUMBER(I")
"""How 本月新增 and 完成率 begin."""
_CONSTANT = re.compile(rb'<c r="[JK]\d+"(?: s="\d+")?(?: t="n")?><v>')
"""A plain number where a form has its formulas."""
_MOST_LOOKED_INTO: Final = 2 * 2**20
_LOOKED_INTO = re.compile(r"^xl/(worksheets/[^/]+|workbook|sharedStrings)\.xml$")
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,
    ValueError,
    OSError,
)
"""All that zipfile raises for an archive that is cut, garbled, encrypted or packed in an unknown way."""
_KINDS = (
    (b"%PDF", "PDF文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"<!DO", "网页"),
    (b"<htm", "网页"),
    (b"<HTM", "网页"),
    (b"<?xm", "XML文件"),
)


class Trouble(StrEnum):
    """Why a file cannot be read; each is one rule of the group 文件."""

    EMPTY = "空文件"
    PASSWORD = "设了打开密码"  # noqa: S105 -- the trouble's Chinese name, no password
    NO_SPREADSHEET = "不是电子表格"
    DAMAGED = "已损坏或没有传完整"
    TOO_LARGE = "超过大小上限"
    UNSAFE = "含有不允许的内容"
    TOO_MUCH_WORK = "读取超时或占用内存过多"
    UNREADABLE = "读不出来"
    LOCKED = "正被别的程序占用，或没有权限"


class UnreadableError(Exception):
    """A file that gives no values; `detail` fills the rule's sentence."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(trouble, detail)
        self.trouble = trouble
        self.detail = detail


def kind_of(content: bytes) -> str:
    """What the first bytes say a file is, in words for the user."""
    for mark, words in _KINDS:
        if content.startswith(mark):
            return words
    if content.startswith(_ZIP):
        return _kind_of_zip(content)
    return "旧版Office文件" if content.startswith(_OLE) else "文本或其他文件"


def _kind_of_zip(content: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except _BROKEN_ZIP:
        return "损坏的压缩文件"
    if any(name.startswith("word/") for name in names):
        return "Word文档"
    if any(name.startswith("ppt/") for name in names):
        return "演示文稿"
    return "压缩包"


def read(content: bytes, *, merges: bool = False) -> Workbook:
    """The values of a spreadsheet given as bytes, on request with its merged ranges; raises `UnreadableError`."""
    if not content:
        raise UnreadableError(Trouble.EMPTY)
    if len(content) > MOST_BYTES:
        raise UnreadableError(Trouble.TOO_LARGE, f"{len(content) // 2**20}MB，上限{MOST_BYTES // 2**20}MB")
    if content.startswith(_ZIP):
        return _read_zip(content, merges=merges)
    if content.startswith(_OLE):
        if _ENCRYPTED_STREAM in content:
            raise UnreadableError(Trouble.PASSWORD)
        return _read_apart(content)
    raise UnreadableError(Trouble.NO_SPREADSHEET, kind_of(content))


def _read_zip(content: bytes, *, merges: bool) -> Workbook:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _refuse_bomb(members)
            if not any(info.filename in ("xl/workbook.xml", "xl/workbook.bin", "content.xml") for info in members):
                raise UnreadableError(Trouble.NO_SPREADSHEET, _kind_of_zip(content))
            telltales = _plain_parts(content, archive, members, forms=not merges)
            if telltales is None:
                return _read_apart(content)
            if any(info.filename.startswith(_BESIDE) for info in members):
                telltales = (*telltales, _ARCHIVE)
            workbook = _parsed(content, merges=merges)
            return _looked_into(workbook, archive, telltales) if telltales else workbook
    except _BROKEN_ZIP as e:
        raise UnreadableError(Trouble.DAMAGED) from e


def _refuse_bomb(members: Sequence[zipfile.ZipInfo]) -> None:
    unpacked = sum(info.file_size for info in members)
    if unpacked > MOST_UNPACKED or len(members) > MOST_MEMBERS:
        limit = f"展开后{unpacked // 2**20}MB、{len(members)}个部件，上限{MOST_UNPACKED // 2**20}MB、{MOST_MEMBERS}个"
        raise UnreadableError(Trouble.TOO_LARGE, limit)


def _plain_parts(
    content: bytes, archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo], *, forms: bool
) -> tuple[str, ...] | None:
    """The sheet parts that need a second look, or None where the file may only be read in a child process.

    Only `forms` are compared with how a form is made; a plan is asked for its merges instead.
    """
    if sum(info.file_size for info in members) > _PLAIN_UNPACKED or archive.namelist().count("xl/workbook.xml") != 1:
        return None
    telltales = []
    cells = 0
    for info in members:
        if not _LOOKED_INTO.match(info.filename):
            continue
        part = _inflated(content, archive, info)
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise UnreadableError(Trouble.UNSAFE)
        if _SHEET_PART.match(info.filename):
            cells += _table_size(part)
            if cells > MOST_CELLS:
                return None
            if _looks_emptier_than_it_is(part) or (forms and _is_out_of_the_ordinary(part)):
                telltales.append(info.filename)
        elif info.filename == _BOOK and _STRICT in part:
            telltales.append(_ARCHIVE)
        elif info.filename == "xl/sharedStrings.xml" and _HUGE_COUNT.search(part[:2000]):
            return None
    return tuple(telltales)


def _table_size(part: bytes) -> int:
    """Rows times columns of a sheet, at most; its addresses are gone through only where one is unusual."""
    if b"<sheetData" in part and _NOT_NEAR.search(part) is None:
        return _NEAR_CELLS
    from reportgen.workbooks.raw import extent  # noqa: PLC0415 -- lxml loads late

    rows, columns = extent(part)
    return rows * columns


_LOCAL_HEADER: Final = 30
_LOCAL_NAMES: Final = struct.Struct("<HH")
_ENCRYPTED: Final = 0x1


def _inflated(content: bytes, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """One part, never more than its directory claims; taken straight from the bytes where it is packed as usual."""
    if info.compress_type != zipfile.ZIP_DEFLATED or info.flag_bits & _ENCRYPTED:
        return archive.read(info)
    name, extra = _LOCAL_NAMES.unpack_from(content, info.header_offset + _LOCAL_HEADER - _LOCAL_NAMES.size)
    begin = info.header_offset + _LOCAL_HEADER + name + extra
    packed = content[begin : begin + info.compress_size]
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, max(info.file_size, 1))


def _looks_emptier_than_it_is(part: bytes) -> bool:
    """Whether a sheet holds error cells or formulas without a result, which the parser hands out as blanks."""
    if b't="e"' in part:
        return True
    if b"<worksheet" in part[:_HEAD]:
        # Counting is cheaper than the pattern: no formula at all, or plain ones that all have a result.
        formulas = part.count(b"</f>")
        if not formulas and b"<f/>" not in part:
            return False
        if part.count(b"</f><v>") == formulas and b"</f><v></" not in part and b"<f t=" not in part:
            return False
    return _UNCALCULATED.search(part) is not None


def _is_out_of_the_ordinary(part: bytes) -> bool:
    """Whether a sheet has more to tell than its values, compared with a form as it was sent out.

    Counting marks costs next to nothing; only a sheet that shows one is read by the thorough reader. What is far
    larger than any form is not looked into.
    """
    if len(part) > _MOST_LOOKED_INTO:
        return False
    behind = part[part.rfind(b"</sheetData>") :]
    formulas = part.count(b"</f>")
    return (
        b"<sheetProtection" not in behind
        or b"<autoFilter" in behind
        or (b"<mergeCell " in behind and (b' r="C1"' in part or _FOREIGN_MERGE.search(behind) is not None))
        or (b' hidden="' in part and (b' hidden="1"' in part or b' hidden="true"' in part))
        or (formulas > 0 and (formulas != sum(map(part.count, _OWN_FORMULAS)) or b'<f t="shared"' in part))
        or _CONSTANT.search(part) is not None
    )


def _parsed(content: bytes, *, merges: bool) -> Workbook:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return Workbook(tuple(_sheets(book, merges=merges)))
    except PasswordError as e:
        raise UnreadableError(Trouble.PASSWORD) from e
    except CalamineError as e:
        raise UnreadableError(Trouble.DAMAGED) from e
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as e:
        # A panic of the parser is a BaseException of its own kind.
        raise UnreadableError(Trouble.DAMAGED) from e


def _sheets(book: CalamineWorkbook, *, merges: bool) -> Iterator[Sheet]:
    for about in book.sheets_metadata:
        if about.typ is SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(about.name)
            rows = sheet.to_python(skip_empty_area=False)
            merged = tuple((*first, *last) for first, last in (sheet.merged_cell_ranges or ())) if merges else ()
            yield Sheet(about.name, about.visible is SheetVisibleEnum.Visible, rows, merged)


def _looked_into(workbook: Workbook, archive: zipfile.ZipFile, parts: Sequence[str]) -> Workbook:
    """The same workbook with what calamine does not see: errors and formulas without result, and how it is made."""
    from reportgen.workbooks.raw import second_look, sheet_names_by_part  # noqa: PLC0415 -- lxml loads late

    names = sheet_names_by_part(archive)
    found = {names[part]: second_look(archive.read(part)) for part in parts if part in names}
    members = archive.namelist()
    return Workbook(
        tuple(_overlaid(sheet, found.get(sheet.name)) for sheet in workbook.sheets),
        macros=_BESIDE[0] in members,
        links=any(name.startswith(_BESIDE[1]) for name in members),
        strict=_BOOK in members and _STRICT in archive.read(_BOOK),
    )


def _overlaid(sheet: Sheet, look: Look | None) -> Sheet:
    if look is None:
        return sheet
    rows = sheet.rows
    if look.blanks:
        height = max(len(rows), 1 + max(row for row, _ in look.blanks))
        width = max(max((len(row) for row in rows), default=0), 1 + max(column for _, column in look.blanks))
        wider: list[list[Value]] = [[sheet.at(row, column) for column in range(width)] for row in range(height)]
        for (row, column), value in look.blanks.items():
            if wider[row][column] == "":
                wider[row][column] = value
        rows = wider
    return Sheet(sheet.name, sheet.visible, rows, look.merged or sheet.merged, look.anatomy)


# ---- the child process


def _read_apart(content: bytes) -> Workbook:
    """Read in a child process; what it may use is bounded, and only JSON comes back."""
    try:
        child = subprocess.run(
            [sys.executable, "-m", "reportgen.workbooks.child"],
            input=content,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as e:
        raise UnreadableError(Trouble.TOO_MUCH_WORK, f"{MOST_SECONDS}秒") from e
    if child.returncode != 0:
        raise UnreadableError(Trouble.UNREADABLE)
    answer = json.loads(child.stdout)
    if "trouble" in answer:
        raise UnreadableError(Trouble(answer["trouble"]), answer["detail"])
    return Workbook(tuple(_unpacked_sheet(sheet) for sheet in answer["sheets"]), **answer["told"])


def answer_of_child(content: bytes) -> str:
    """What the child process prints: the sheets, or the trouble, as JSON."""
    try:
        workbook = _parsed(content, merges=True)
        if content.startswith(_ZIP):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                workbook = _looked_into(workbook, archive, [n for n in archive.namelist() if _SHEET_PART.match(n)])
    except UnreadableError as e:
        return json.dumps({"trouble": e.trouble.value, "detail": e.detail})
    except MemoryError:
        return json.dumps({"trouble": Trouble.TOO_MUCH_WORK.value, "detail": f"{MOST_MEMORY // 2**20}MB"})
    told = {"macros": workbook.macros, "links": workbook.links, "strict": workbook.strict}
    return json.dumps({"sheets": [_packed_sheet(sheet) for sheet in workbook.sheets], "told": told})


def _packed_sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "visible": sheet.visible,
        "rows": [[_packed(value) for value in row] for row in sheet.rows],
        "merged": sheet.merged,
        "anatomy": None if sheet.anatomy is None else _packed_anatomy(sheet.anatomy),
    }


def _packed_anatomy(anatomy: Anatomy) -> dict[str, Any]:
    return {
        "formulas": [[*place, text] for place, text in anatomy.formulas.items()],
        "hidden_rows": sorted(anatomy.hidden_rows),
        "hidden_columns": anatomy.hidden_columns,
        "filtered": anatomy.filtered,
        "protected": anatomy.protected,
    }


def _unpacked_anatomy(packed: dict[str, Any]) -> Anatomy:
    return Anatomy(
        {(row, column): text for row, column, text in packed["formulas"]},
        frozenset(packed["hidden_rows"]),
        tuple((first, last) for first, last in packed["hidden_columns"]),
        packed["filtered"],
        packed["protected"],
    )


def _packed(value: Value) -> object:
    match value:
        case datetime() | date() | time():
            return {type(value).__name__: value.isoformat()}
        case timedelta():
            return {"timedelta": value.total_seconds()}
        case CellError(text) | Uncalculated(text):
            return {type(value).__name__: text}
        case _:
            return value


def _unpacked_sheet(sheet: dict[str, Any]) -> Sheet:
    rows = [[_unpacked(value) for value in row] for row in sheet["rows"]]
    anatomy = _unpacked_anatomy(sheet["anatomy"]) if sheet["anatomy"] else None
    return Sheet(sheet["name"], sheet["visible"], rows, tuple(tuple(area) for area in sheet["merged"]), anatomy)


def _unpacked(value: Any) -> Value:  # noqa: ANN401 -- JSON
    match value:
        case {"datetime": text}:
            return datetime.fromisoformat(text)
        case {"date": text}:
            return date.fromisoformat(text)
        case {"time": text}:
            return time.fromisoformat(text)
        case {"timedelta": seconds}:
            return timedelta(seconds=seconds)
        case {"CellError": text}:
            return CellError(text)
        case {"Uncalculated": text}:
            return Uncalculated(text)
        case _:
            plain: Value = value
            return plain

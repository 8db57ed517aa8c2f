"""The rules of GB/T 9704—2012 and of custom on the XML of a 工作简报: R1 to R36, each a function that returns complaints.

E: a miss is an error. W: a miss is worth a warning. P: custom of offices.

Three elements of other official documents have no place in a brief, so their rules have nothing to measure: a line of
发文字号 (R17; the 文号 that the text cites are measured instead), 主送机关 (R19) and 附件说明 with 附件 (R20, R21).
`r19_r21_nothing_of_other_documents` complains when a brief holds one of them after all. The lines 空 before 发文字号,
主送, 附件说明 and 署名 (R16) and 成文日期 under 署名 (R18) fall away for the same reason.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from wordfile import CORE, DOCUMENT, FONT_SLOTS, LEVELS, Role, is_on, qualified, value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lxml import etree
    from wordfile import Paragraph, Run, Table, WordFile

TEXT_WIDTH: Final = 8844
TEXT_HEIGHT: Final = 12756
PITCH_B: Final = range(585, 593)
FANGSONG: Final = frozenset(("仿宋_GB2312", "仿宋", "FangSong", "FangSong_GB2312", "方正仿宋_GBK", "方正仿宋简体"))
XIAOBIAOSONG: Final = frozenset(("方正小标宋简体", "方正小标宋_GBK", "小标宋", "FZXiaoBiaoSong-B05S"))
KAITI: Final = frozenset(("楷体_GB2312", "楷体", "KaiTi", "KaiTi_GB2312", "方正楷体_GBK", "方正楷体简体"))
HEITI: Final = frozenset(("黑体", "SimHei", "方正黑体_GBK", "方正黑体简体"))
SONGTI: Final = frozenset(("宋体", "SimSun", "方正书宋_GBK"))
CHINESE_FONTS: Final = FANGSONG | XIAOBIAOSONG | KAITI | HEITI | SONGTI
BLACK: Final = frozenset(("", "auto", "000000"))

HAN: Final = "\u3007\u3400-\u9fff"
_LEVEL_FONTS: Final = {Role.LEVEL1: HEITI, Role.LEVEL2: KAITI, Role.LEVEL3: FANGSONG, Role.LEVEL4: FANGSONG}


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"-?\d+", text) else 0


def _each(paragraphs: Iterable[Paragraph], complain: Callable[[Paragraph], str]) -> list[str]:
    """The complaint about every paragraph that has one."""
    return [f"{paragraph}: {words}" for paragraph in paragraphs if (words := complain(paragraph))]


def _page(section: etree._Element, name: str, attribute: str) -> int:
    return _number(value(section.find(qualified(name)), attribute))


# ---- R1 to R4: the page and its grid


def r01_page_size(document: WordFile) -> list[str]:
    """R1 E: A4, 11906 by 16838 twips ±10; a landscape section the other way round and said to be so."""
    complaints = []
    for section in document.sections:
        size = (_page(section, "w:pgSz", "w:w"), _page(section, "w:pgSz", "w:h"))
        lying = value(section.find(qualified("w:pgSz")), "w:orient") == "landscape"
        wanted = (16838, 11906) if lying else (11906, 16838)
        if any(abs(a - b) > 10 for a, b in zip(size, wanted, strict=True)):
            complaints.append(f"page {size}, wanted {wanted}")
    return complaints or ([] if document.sections else ["no section"])


_PROFILES: Final = {"A": ((2098, 1984, 1588, 1474), 57), "B": ((1960, 1847, 1588, 1474), 20)}


def _margins(section: etree._Element) -> tuple[int, ...]:
    return tuple(_page(section, "w:pgMar", f"w:{edge}") for edge in ("top", "bottom", "left", "right"))


def _profile(section: etree._Element) -> str:
    """The margin profile of a section, "" for none."""
    found = _margins(section)
    for name, (wanted, tolerance) in _PROFILES.items():
        if all(abs(a - b) <= tolerance for a, b in zip(found, wanted, strict=True)):
            return name
    return ""


def r02_margins(document: WordFile) -> list[str]:
    """R2 E: 天头37 订口28 版心156×225 mm (or GB/T 33476.2), no gutter."""
    complaints = []
    for section in document.sections:
        if not _profile(section):
            complaints.append(f"margins top, bottom, left, right {_margins(section)}, wanted {_PROFILES}")
        if gutter := _page(section, "w:pgMar", "w:gutter"):
            complaints.append(f"gutter {gutter}, wanted 0")
        width = _page(section, "w:pgSz", "w:w") - sum(_margins(section)[2:])
        if abs(width - TEXT_WIDTH) > 57:
            complaints.append(f"type area {width} wide, wanted {TEXT_WIDTH}")
    return complaints


def r03_pitch(document: WordFile) -> list[str]:
    """R3 E: one line pitch through the document, of which 22 fit into 225 mm."""
    pitches = {p.twips("spacing", "line") for p in document.texts}
    profiles = {_profile(section) for section in document.sections}
    complaints = [] if len(pitches) == 1 else [f"pitches {sorted(pitches)}, wanted one"]
    for pitch in pitches:
        if "A" in profiles and pitch * 22 > TEXT_HEIGHT:
            complaints.append(f"22 lines of {pitch} are {22 * pitch}, more than {TEXT_HEIGHT}")
        if "B" in profiles and pitch not in PITCH_B:
            complaints.append(f"pitch {pitch}, wanted {PITCH_B}")
    return complaints


def r04_grid(document: WordFile) -> list[str]:
    """R4 W: a grid of lines at the pitch of the text."""
    complaints = []
    pitches = {p.twips("spacing", "line") for p in document.texts}
    for section in document.sections:
        grid = section.find(qualified("w:docGrid"))
        if value(grid, "w:type") != "lines" or {_number(value(grid, "w:linePitch"))} != pitches:
            found = value(grid, "w:type"), value(grid, "w:linePitch")
            complaints.append(f"grid {found}, wanted lines of {sorted(pitches)}")
    return complaints


# ---- R5 to R9: fonts and sizes


def r05_fonts(document: WordFile) -> list[str]:
    """R5 E: every piece of text names its font for 汉字, for Latin and for the rest; no theme font wins."""

    def complain(paragraph: Paragraph) -> str:
        for run in paragraph.written:
            fonts = run.properties.get("rFonts", {})
            unnamed = [slot for slot in FONT_SLOTS if not fonts.get(slot)]
            themed = [name for name in fonts if name.lower().endswith("theme")]
            if unnamed or themed:
                return f"no font for {unnamed}, theme fonts {themed}"
        return ""

    return _each(document.everything, complain)


_SHARED_MARKS: Final = re.compile("[“”‘’—…·]")


def r06_marks(document: WordFile) -> list[str]:
    """R6 E: “ ” ‘ ’ — … · are printed in a Chinese font, by hint or by the font for the rest."""

    def complain(paragraph: Paragraph) -> str:
        for run in paragraph.written:
            hinted = run.of("rFonts", "hint") == "eastAsia"
            if _SHARED_MARKS.search(run.text) and not hinted and run.of("rFonts", "hAnsi") not in CHINESE_FONTS:
                return f"marks in {run.of('rFonts', 'hAnsi')} without a hint"
        return ""

    return _each(document.everything, complain)


def _in(fonts: frozenset[str], size: int, run: Run) -> str:
    if run.font in fonts and _number(run.of("sz")) == size:
        return ""
    return f"{run.font} {run.of('sz')}, wanted {size} of {sorted(fonts)}"


def _all_in(paragraph: Paragraph, fonts: frozenset[str], size: int) -> str:
    return next((words for run in paragraph.written if (words := _in(fonts, size, run))), "")


def r07_body_font(document: WordFile) -> list[str]:
    """R7 E: body text in 3号仿宋."""
    return _each(document.with_role(Role.BODY), lambda p: _all_in(p, FANGSONG, 32))


def r08_title(document: WordFile) -> list[str]:
    """R8 E: the title in 2号小标宋, centred, not indented, not bold, in lines of at most 20 字, never an hour-glass."""
    title = document.first(Role.TITLE)
    if title is None:
        return ["no title"]
    complaints = [_all_in(title, XIAOBIAOSONG, 44)]
    if title.of("jc") != "center":
        complaints.append(f"stands {title.of('jc')}, wanted center")
    if indents := _indents(title):
        complaints.append(f"indented {indents}")
    if any(run.has("b") for run in title.written):
        complaints.append("bold")
    lines = title.text.split("\n")
    complaints += [f"line “{line}” of {len(line)} 字, at most 20" for line in lines if len(line) > 20]
    if _is_hour_glass([len(line) for line in lines]):
        complaints.append(f"lines of {[len(line) for line in lines]} 字 make an hour-glass")
    return [f"title: {words}" for words in complaints if words]


def _is_hour_glass(lengths: list[int]) -> bool:
    inner = zip(lengths, lengths[1:], lengths[2:], strict=False)
    return any(middle < before and middle < behind for before, middle, behind in inner)


def _indents(paragraph: Paragraph) -> dict[str, str]:
    """The indents of a paragraph that are not nought."""
    return {name: given for name, given in paragraph.properties.get("ind", {}).items() if given not in ("", "0")}


def r09_levels(document: WordFile) -> list[str]:
    """R9 E: 一、 in 黑体, （一） in 楷体, 1. and （1） in 仿宋, all 3号 and none bold."""

    def complain(paragraph: Paragraph) -> str:
        if any(run.has("b") for run in paragraph.written):
            return "bold"
        return _all_in(paragraph, _LEVEL_FONTS[paragraph.role], 32)

    return _each(document.with_role(*_LEVEL_FONTS), complain)


# ---- R10: the order of levels

_DIGITS: Final = "〇一二三四五六七八九"


def _counted(numeral: str) -> int:
    """一 is 1, 十二 is 12, 二十 is 20."""
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _DIGITS.find(numeral)
    return (_DIGITS.find(tens) if tens else 1) * 10 + (_DIGITS.find(ones) if ones else 0)


def r10_order(document: WordFile) -> list[str]:
    """R10 E: levels are not skipped and numbers run on without gap or repeat; 1. may follow 一、 where no （一） does."""
    found = [
        (depth, _counted(match[1]), paragraph)
        for paragraph in document.texts
        for depth, (role, start) in enumerate(LEVELS)
        if paragraph.role is role and (match := start.match(paragraph.text))
    ]
    complaints = []
    counts = [0, 0, 0, 0]
    for depth, number, paragraph in found:
        if number != counts[depth] + 1:
            complaints.append(f"{paragraph}: number {number} after {counts[depth]}")
        missing = [above for above in range(depth) if not counts[above]]
        if missing and not (depth == 2 and missing == [1]):
            complaints.append(f"{paragraph}: level {depth + 1} without level {missing[0] + 1} above it")
        if depth == 1 and counts[2] and not counts[1]:
            complaints.append(f"{paragraph}: （一） behind 1. under the same 一、")
        counts[depth:] = [number, *[0] * (3 - depth)]
    return complaints


# ---- R11 to R16: paragraphs and empty lines


def r11_indents(document: WordFile) -> list[str]:
    """R11 E: every paragraph 左空二字, said both in characters and in twips, with no spaces or tabs to do it."""

    def complain(paragraph: Paragraph) -> str:
        characters, twips = paragraph.of("ind", "firstLineChars"), paragraph.twips("ind", "firstLine")
        if characters != "200" or not 620 <= twips <= 640:
            return f"first line {characters or 'no'} characters and {twips} twips, wanted 200 and 620 to 640"
        aside = {name: given for name, given in _indents(paragraph).items() if not name.startswith("firstLine")}
        if aside:
            return f"indented {aside}"
        return "begins with a space" if paragraph.text[:1].isspace() or "\t" in paragraph.text else ""

    return _each(document.texts, complain)


def r12_spacing(document: WordFile) -> list[str]:
    """R12 E: the pitch of text is exact, with nothing above or below a paragraph."""

    def complain(paragraph: Paragraph) -> str:
        spacing = paragraph.properties.get("spacing", {})
        if spacing.get("lineRule") != "exact":
            return f"line rule {spacing.get('lineRule')}, wanted exact"
        names = ("before", "after", "beforeLines", "afterLines", "beforeAutospacing", "afterAutospacing")
        added = {name: spacing[name] for name in names if spacing.get(name, "0") != "0"}
        return f"space {added}" if added else ""

    return _each(document.texts, complain)


def r13_off_the_grid(document: WordFile) -> list[str]:
    """R13 W: an exact pitch is not snapped to the grid, and a page is filled to its 22 lines whatever is left alone."""

    def complain(paragraph: Paragraph) -> str:
        if paragraph.of("spacing", "lineRule") == "exact" and paragraph.of("snapToGrid") != "0":
            return "snaps to the grid"
        return "widow control" if paragraph.of("widowControl") != "0" else ""

    return _each(document.texts, complain)


def r14_alignment(document: WordFile) -> list[str]:
    """R14 W: text fills its lines from edge to edge."""
    return _each(document.texts, lambda p: "" if p.of("jc") == "both" else f"stands {p.of('jc')}, wanted both")


def r15_pushing(document: WordFile) -> list[str]:
    """R15 E: nothing is pushed down by empty paragraphs: never three in a row."""
    outside = [p for p in document.paragraphs if p.role not in (Role.CELL, Role.BOXED)]
    most = run = 0
    for paragraph in outside:
        run = run + 1 if paragraph.role is Role.BLANK else 0
        most = max(most, run)
    return [f"{most} empty paragraphs in a row"] if most >= 3 else []


def r16_blank_lines(document: WordFile) -> list[str]:
    """R16 E: two empty lines before the title and one behind it, as high as a line of text."""
    outside = [p for p in document.paragraphs if p.role not in (Role.CELL, Role.BOXED)]
    roles = [p.role for p in outside]
    if Role.TITLE not in roles:
        return ["no title"]
    at = roles.index(Role.TITLE)
    complaints = []
    before = next((n for n, role in enumerate(reversed(roles[:at])) if role is not Role.BLANK), at)
    behind = next((n for n, role in enumerate(roles[at + 1 :]) if role is not Role.BLANK), 0)
    if (before, behind) != (2, 1):
        complaints.append(f"{before} empty lines before the title and {behind} behind it, wanted 2 and 1")
    pitches = {p.of("spacing", "line") for p in document.texts}
    return complaints + [
        f"an empty line of {blank.properties.get('spacing')}, wanted exact {sorted(pitches)}"
        for blank in outside
        if blank.role is Role.BLANK
        and ({blank.of("spacing", "line")} != pitches or blank.of("spacing", "lineRule") != "exact")
    ]


# ---- R17 to R21: 文号, dates, what a brief does not have

_CITED_NUMBER: Final = re.compile(r"[〔\[［（(【]\s*(?:20)?\d\d\s*年?\s*[〕\]］）)】]\s*第?\s*\d+\s*号")
_RIGHT_NUMBER: Final = re.compile(r"〔20\d\d〕[1-9]\d*号")


def r17_document_numbers(document: WordFile) -> list[str]:
    """R17 E: a 文号 is written with the full year in 〔〕, without 第 and without leading noughts."""

    def complain(paragraph: Paragraph) -> str:
        wrong = [n for n in _CITED_NUMBER.findall(paragraph.text) if not _RIGHT_NUMBER.fullmatch(n)]
        return f"文号 {wrong}" if wrong else ""

    return _each(document.everything, complain)


_FULL_DATE: Final = re.compile(r"(\d+)年(\d+)月(\d+)日")
_OTHER_DATE: Final = re.compile(r"(?<!\d)20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|(?<!\d)\d\d年\d{1,2}月")


def _is_date(year: str, month: str, day: str) -> bool:
    if month.startswith("0") or day.startswith("0") or not re.fullmatch(r"20\d\d", year):
        return False
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def r18_dates(document: WordFile) -> list[str]:
    """R18 E: a date is a day that exists, in Arabic figures with the full year and no leading nought."""

    def complain(paragraph: Paragraph) -> str:
        wrong = ["年".join(found) for found in _FULL_DATE.findall(paragraph.text) if not _is_date(*found)]
        wrong += _OTHER_DATE.findall(paragraph.text)
        if paragraph.role is Role.IMPRINT and not _FULL_DATE.search(paragraph.text):
            wrong.append("none")
        return f"dates {wrong}" if wrong else ""

    return _each(document.everything, complain)


def r19_r21_nothing_of_other_documents(document: WordFile) -> list[str]:
    """R19 to R21 E: a brief has no 主送机关 and no 附件; one that has would have to be measured by their rules."""
    behind = document.texts[:1]
    complaints = [f"主送 {p}" for p in behind if p.text.endswith(("：", ":"))]
    return complaints + [f"附件 {p}" for p in document.texts if re.match(r"附件\d*\s*[:：]|附件\d*$", p.text.strip())]


# ---- R22 to R24: page numbers


def _flattened(paragraph: Paragraph) -> str:
    """The words of a paragraph, a field as its instruction in braces."""
    words: list[str] = []
    depth = 0
    for piece in paragraph.element.iter(qualified("w:t"), qualified("w:instrText"), qualified("w:fldChar")):
        if piece.tag == qualified("w:fldChar"):
            depth += {"begin": 1, "end": -1}.get(value(piece, "w:fldCharType"), 0)
        elif piece.tag == qualified("w:instrText"):
            words.append(f"{{{(piece.text or '').split()[0]}}}" if (piece.text or "").strip() else "")
        elif not depth:
            words.append(piece.text or "")
    return "".join(words)


_NUMBERED: Final = re.compile("— ?\\{PAGE\\} ?—")


def _page_number(document: WordFile, part: str, side: str) -> list[str]:
    """What is wrong with the page number in a footer; `side` is the edge that it stands at."""
    if part not in document.parts:
        return [f"no footer for numbers on the {side}"]
    lines = [p for p in document.part_paragraphs(part) if _flattened(p).strip()]
    if len(lines) != 1 or not _NUMBERED.fullmatch(_flattened(lines[0]).strip()):
        return [f"{part}: “{'|'.join(map(_flattened, lines))}”, wanted — {{PAGE}} —"]
    (line,) = lines
    complaints = []
    if line.of("jc") != side:
        complaints.append(f"{part}: stands {line.of('jc')}, wanted {side}")
    if not 270 <= line.twips("ind", side) <= 320:
        complaints.append(f"{part}: {line.twips('ind', side)} twips from the {side}, wanted 1 字 of 270 to 320")
    wrong = [words for run in line.runs if (words := _in(SONGTI, 28, run))]
    return complaints + [f"{part}: {words}" for words in wrong[:1]]


def r22_page_numbers(document: WordFile) -> list[str]:
    """R22 E: — N — in 4号宋体, 单页居右空一字, 双页居左空一字, on every page."""
    complaints = []
    if not is_on(document.settings.find(qualified("w:evenAndOddHeaders"))):
        complaints.append("odd and even pages are not told apart")
    for section in document.sections:
        footers = document.running(section, "footer")
        complaints += _page_number(document, footers.get("default", ""), "right")
        complaints += _page_number(document, footers.get("even", ""), "left")
        if is_on(section.find(qualified("w:titlePg"))):
            complaints.append("the first page has a footer of its own")
    return complaints


def r23_headers(document: WordFile) -> list[str]:
    """R23 E: nothing at the head of a page, neither words nor a border."""
    parts = {part for section in document.sections for part in document.running(section, "header").values() if part}
    return [
        f"{part}: {paragraph}"
        for part in sorted(parts)
        for paragraph in document.part_paragraphs(part)
        if paragraph.text.strip() or any(name.startswith("pBdr/") for name in paragraph.properties)
    ]


def r24_footer_distance(document: WordFile) -> list[str]:
    """R24 W: the footer stands where the dash comes to lie 7 mm below the type area."""
    distances = [_page(section, "w:pgMar", "w:footer") for section in document.sections]
    return [f"footer at {at}, wanted 1361 to 1474" for at in distances if not 1361 <= at <= 1474]


# ---- R25, R26: colours and the red rule


def _is_red(colour: str) -> bool:
    if not re.fullmatch("[0-9A-Fa-f]{6}", colour):
        return False
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return red >= 192 and green <= 64 and blue <= 64


def _coloured(run: Run, allowed: Callable[[str], bool]) -> str:
    colour = run.properties.get("color", {})
    if "themeColor" in colour or not allowed(colour.get("val", "")):
        return f"colour {colour}"
    if run.of("highlight") not in ("", "none"):
        return f"highlight {run.of('highlight')}"
    if run.of("shd", "fill") not in ("", "auto", "FFFFFF"):
        return f"shading {run.of('shd', 'fill')}"
    return ""


def _stray_colours(document: WordFile) -> Iterator[str]:
    """Colours of borders and shadings outside the red rule, and of drawings that are not black, grey or white."""
    rules = {p.element for p in document.with_role(Role.RULE)}
    for element in document.trees[DOCUMENT].iter():
        if next((a for a in element.iterancestors() if a in rules), None) is not None:
            continue
        if value(element, "w:sz") and value(element, "w:color") not in BLACK:
            yield f"border {value(element, 'w:color')}"
        if element.tag == qualified("w:shd") and value(element, "w:fill") not in ("", "auto", "FFFFFF"):
            yield f"shading {value(element, 'w:fill')}"
    for part, tree in document.trees.items():
        if part.startswith("word/charts/"):
            for colour in (c.get("val", "") for c in tree.iter(qualified("a:srgbClr"))):
                if len({colour[0:2], colour[2:4], colour[4:6]}) != 1:
                    yield f"{part}: {colour}"


def r25_colours(document: WordFile) -> list[str]:
    """R25 E: black everywhere but in the name and the rule under it; charts in black, grey and white."""

    def complain(paragraph: Paragraph) -> str:
        def allowed(colour: str) -> bool:
            return colour in BLACK or (paragraph.role is Role.NAME and _is_red(colour))

        return next((words for run in paragraph.written if (words := _coloured(run, allowed))), "")

    return _each(document.everything, complain) + sorted(set(_stray_colours(document)))


_SOLID: Final = frozenset(("single", "thick", "double", "thinThickSmallGap", "thickThinSmallGap"))


def _red_borders(paragraph: Paragraph) -> list[dict[str, str]]:
    borders = (paragraph.properties.get(f"pBdr/{edge}", {}) for edge in ("top", "bottom"))
    return [border for border in borders if _is_red(border.get("color", ""))]


def r26_red_rule(document: WordFile) -> list[str]:
    """R26 E: one red rule, solid, 156 mm wide, 0.75 to 2.25 pt thick."""
    rules = [(paragraph, border) for paragraph in document.paragraphs for border in _red_borders(paragraph)]
    if len(rules) != 1:
        return [f"{len(rules)} red rules, wanted one"]
    ((paragraph, border),) = rules
    complaints = []
    if border.get("val") not in _SOLID:
        complaints.append(f"drawn {border.get('val')}, wanted a solid line")
    if not 6 <= _number(border.get("sz", "")) <= 18:
        complaints.append(f"{border.get('sz')} eighths of a point thick, wanted 6 to 18")
    if indents := _indents(paragraph):
        complaints.append(f"shorter than 156 mm: indented {indents}")
    return [f"red rule: {words}" for words in complaints]


# ---- R27 to R29: 报尾, language, what Word makes of the file


def _records(document: WordFile) -> list[Table]:
    return [table for table in document.tables if table.boxed]


def r27_record(document: WordFile) -> list[str]:
    """R27 W: 报尾 in 4号仿宋, its lines ending with 。, rules 0.35, 0.25 and 0.35 mm, anchored to the bottom margin."""
    records = _records(document)
    if len(records) != 1:
        return [f"{len(records)} 报尾, wanted one"]
    rows = records[0].rows
    cells = [p for row in rows for cell in row.cells for p in cell]
    complaints = _each(cells, lambda p: _all_in(p, FANGSONG, 28))
    complaints += [f"“{row.texts[0]}” does not end with 。" for row in rows[:-1] if not row.texts[0].endswith("。")]
    drawn = [(edge, size) for row in rows for edge, kind, size in row.borders if kind == "single"]
    if drawn != [("top", "8"), ("top", "6"), ("bottom", "8")]:
        complaints.append(f"rules {drawn}, wanted top 8, top 6 above the last line, bottom 8")
    anchor = next(document.trees[DOCUMENT].iter(qualified("wp:anchor")), None)
    vertical = anchor.find(qualified("wp:positionV")) if anchor is not None else None
    align = vertical.findtext(qualified("wp:align")) if vertical is not None else None
    if vertical is None or vertical.get("relativeFrom") != "margin" or align != "bottom":
        complaints.append("not anchored to the bottom margin")
    return complaints


def record_height(document: WordFile) -> int:
    """The height of the text box of 报尾, in EMU; its frame and its shape agree."""
    anchor = next(document.trees[DOCUMENT].iter(qualified("wp:anchor")))
    extent, shape = next(anchor.iter(qualified("wp:extent"))), next(anchor.iter(qualified("a:ext")))
    assert extent.get("cy") == shape.get("cy")
    return int(extent.get("cy", ""))


def r28_language(document: WordFile) -> list[str]:
    """R28 E: 汉字 are Chinese to the spelling checker, everywhere."""
    complaints = _each(
        document.everything,
        lambda p: next((f"language {run.of('lang', 'eastAsia')}" for run in p.written if not _is_chinese(run)), ""),
    )
    theme = document.settings.find(qualified("w:themeFontLang"))
    if theme is not None and value(theme, "w:eastAsia") != "zh-CN":
        complaints.append(f"theme fonts for {value(theme, 'w:eastAsia')}, wanted zh-CN")
    return complaints


def _is_chinese(run: Run) -> bool:
    return run.of("lang", "eastAsia") == "zh-CN"


def r29_compatibility(document: WordFile) -> list[str]:
    """R29 W: Word opens the file in its present mode, not 兼容模式."""
    modes = [
        _number(value(setting))
        for setting in document.settings.iter(qualified("w:compatSetting"))
        if value(setting, "w:name") == "compatibilityMode"
    ]
    return [] if modes and min(modes) >= 15 else [f"compatibility mode {modes}, wanted 15"]


# ---- R30: tables

_FIGURE: Final = re.compile(r"[≥≤><=＝+-]*[\d,]+(\.\d+)?%?\*?")
_UNIT_LINE: Final = re.compile("单位[:：]")


def r30_tables(document: WordFile) -> list[str]:
    """R30 E: tables as wide as the text at most, fixed, head repeated, rows whole, figures in line, units told."""
    complaints = []
    for table in document.tables:
        found = [*_size_of(table), *_rows_of(table)]
        if not table.boxed:
            found += [*_columns_of(table), *_units_of(table)]
        complaints += [f"table of {len(table.rows)} rows: {words}" for words in found]
    return complaints


def _size_of(table: Table) -> Iterator[str]:
    if not 0 < table.width <= TEXT_WIDTH:
        yield f"{table.width} wide, at most {TEXT_WIDTH}"
    if sum(table.grid) != table.width:
        yield f"columns add up to {sum(table.grid)}, the table is {table.width}"
    if not table.fixed:
        yield "the widths are not fixed"
    if table.indent < 0 or table.indent + table.width > TEXT_WIDTH:
        yield f"from {table.indent} to {table.indent + table.width}, outside 0 to {TEXT_WIDTH}"


def _rows_of(table: Table) -> Iterator[str]:
    if not all(row.whole for row in table.rows):
        yield "a row may be split between pages"
    if not table.boxed and not (table.rows and table.rows[0].head):
        yield "the head is not repeated"


def _columns_of(table: Table) -> Iterator[str]:
    for number in range(len(table.grid)):
        cells = [row.cells[number] for row in table.rows[1:] if number < len(row.cells)]
        figures = [p for cell in cells for p in cell if _FIGURE.fullmatch(p.text)]
        sides = {p.of("jc") for p in figures}
        if not sides <= {"center"} and not sides <= {"right", "end"}:
            yield f"figures of column {number + 1} stand {sorted(sides)}"


def _units_of(table: Table) -> Iterator[str]:
    """The unit stands once above the table, or in a column that names it in its head and row by row."""
    if _UNIT_LINE.search(table.above):
        return
    heads = table.rows[0].texts if table.rows else ()
    column = next((n for n, head in enumerate(heads) if "单位）" in head), None)
    if column is None:
        yield "no unit told"
        return
    for row in table.rows[1:]:
        if not re.search("（[^（）]+）$", row.texts[column]):
            yield f"“{row.texts[column]}” has no unit"


# ---- R31 to R33: words and marks

_LEFT_OVER: Final = re.compile(
    r"\{\{|\}\}|\{%|%\}|｛｛|【待|××|XXXX|TODO|#REF!|#DIV/0!|#VALUE!|#N/A|#NAME\?|(?<![A-Za-z])(?:None|nan|NaN|NaT)(?![A-Za-z])"
)


def r31_left_over(document: WordFile) -> list[str]:
    """R31 E: nothing of the template, of a failed formula or of an empty value is left in the text."""

    def complain(paragraph: Paragraph) -> str:
        found = _LEFT_OVER.findall(paragraph.text)
        return f"left over {found}" if found else ""

    core = [f"{CORE}: {found}" for found in _LEFT_OVER.findall(document.parts[CORE].decode())]
    return _each(document.everything, complain) + core


_HALF_WIDTH: Final = re.compile(f"(?<=[{HAN}])[,;:?!()\"']|[,;:?!()\"'](?=[{HAN}])")
_DOUBLE: Final = re.compile("[，。、；：][，。、；：？！]|[？！][，。、；：]|（）|“”|《》")
_PAIRS: Final = {"”": "“", "’": "‘", "）": "（", "》": "《", "〉": "〈", "〕": "〔", "】": "【"}
_STAND_ALONE: Final = frozenset((Role.TITLE, Role.LEVEL1, Role.LEVEL2, Role.CAPTION, Role.FIGURE_CAPTION))


def _unpaired(text: str) -> str:
    """The mark that closes nothing or is never closed, "" where all are paired."""
    opened: list[str] = []
    for mark in text:
        if mark in _PAIRS.values():
            opened.append(mark)
        elif mark in _PAIRS and (not opened or opened.pop() != _PAIRS[mark]):
            return mark
    return opened[-1] if opened else ""


def _punctuation(paragraph: Paragraph) -> str:
    text = paragraph.text
    if found := _HALF_WIDTH.findall(text):
        return f"half-width {found}"
    if re.match(r"\d+、", text):
        return "1、 instead of 1."
    if re.match(f"（[{HAN}\\d]+）[、，。．.]", text):
        return "a mark behind （一）"
    if found := _DOUBLE.findall(text):
        return f"marks that do not follow each other {found}"
    if mark := _unpaired(text):
        return f"{mark} is not paired"
    if paragraph.role in _STAND_ALONE and re.search("[。，；、]$", text) and text.count("。") <= 1:
        return "a heading ends with a mark"
    return ""


def r32_punctuation(document: WordFile) -> list[str]:
    """R32 E: full-width marks between 汉字, paired, never doubled; no mark behind （一） or at the end of a heading."""
    return _each(document.everything, _punctuation)


_DIGITS_WRONG: Final = (
    (re.compile("[０-９Ａ-Ｚａ-ｚ]"), "full-width digits or letters"),
    (re.compile(r"(?<![\d.])\d+(?:\.\d+)?[～—-]\d+(?:\.\d+)?%"), "a range with % on one side only"),
    (re.compile(f"\\d[ \u3000]+[{HAN}]"), "a space between number and unit"),
)


def r33_digits(document: WordFile) -> list[str]:
    """R33 W: half-width digits, % on both sides of a range, no space between a number and its unit."""
    return _each(
        document.everything,
        lambda p: next((f"{words} {found}" for sign, words in _DIGITS_WRONG if (found := sign.findall(p.text))), ""),
    )


# ---- R34 to R36: properties, styles, the head of a brief

_DUBLIN: Final = "{http://purl.org/dc/elements/1.1/}"
_TOOLS: Final = re.compile(
    "python|docx(?:tpl)?|reportgen|openpyxl|libreoffice|openoffice|aspose|pandoc|claude|gpt|copilot|openai|anthropic|gemini"
    "|deepseek|qwen|文心|通义",
    re.IGNORECASE,
)
_PATHS: Final = re.compile(r"""[A-Za-z]:\\[\w.]|file:///|(?<=[\s">(（“])/(?:[\w.-]+/)+""")
_LEFT_BEHIND: Final = ("ins", "del", "moveFrom", "moveTo", "commentRangeStart", "commentReference", "bookmarkStart")


def _about(document: WordFile) -> dict[str, str]:
    """The core properties by their local names."""
    return {str(child.tag).rpartition("}")[2]: (child.text or "").strip() for child in document.trees[CORE]}


def imprint(document: WordFile) -> tuple[str, str]:
    """编印单位 and date, as the line above the rule gives them."""
    line = document.first(Role.IMPRINT)
    office, _, day = (line.text if line else "").partition("\t")
    return office.strip(), day.strip()


def r34_properties(document: WordFile) -> list[str]:
    """R34 E: the file bears its title and the office as author, and no trace of tools, paths, comments or hidden text."""
    about = _about(document)
    complaints = [] if about.get("title") else ["no title in the properties"]
    if about.get("creator") != imprint(document)[0]:
        complaints.append(f"author {about.get('creator')}, wanted {imprint(document)[0]}")
    traces = [*about.values(), document.parts.get("docProps/app.xml", b"").decode()]
    complaints += [f"a tool in the properties: {found}" for text in traces for found in _TOOLS.findall(text)]
    for part, body in document.parts.items():
        if (
            part.startswith(("word/", "docProps/"))
            and part.endswith(".xml")
            and (found := _PATHS.search(body.decode()))
        ):
            complaints.append(f"{part}: the path {found[0]}")
    if any("comments" in part for part in document.parts):
        complaints.append("comments")
    root = document.trees[DOCUMENT]
    complaints += [
        f"w:{name} left" for name in _LEFT_BEHIND if next(root.iter(qualified(f"w:{name}")), None) is not None
    ]
    hidden = [p for p in document.everything if any(run.has("vanish") for run in p.runs)]
    return complaints + [f"hidden text in {p}" for p in hidden]


_OUTLINE: Final = {Role.LEVEL1: "0", Role.LEVEL2: "1"}


def r35_styles(document: WordFile) -> list[str]:
    """R35 W: every paragraph has a named style of its own, headings are in the outline and the title is not."""

    def complain(paragraph: Paragraph) -> str:
        if not paragraph.style or paragraph.style == "Normal":
            return f"style “{paragraph.style}”"
        outline = paragraph.of("outlineLvl")
        wanted = _OUTLINE.get(paragraph.role, "")
        return "" if outline == wanted else f"outline level {outline or 'none'}, wanted {wanted or 'none'}"

    return _each(document.paragraphs, complain)


_ISSUE: Final = re.compile(r"第[1-9]\d*期(?:（总第[1-9]\d*期）)?")


def labels(document: WordFile) -> list[str]:
    """报, 送, 发: the labels of 报尾 in their order."""
    rows = [row.texts[0] for table in _records(document) for row in table.rows]
    return [found[1] for text in rows if (found := re.match("([报送发])：.", text))]


def r36_brief(document: WordFile) -> list[str]:
    """R36 E: red name at 小初 at least, 期号, office left and date right of one line, the rule below, 报尾 with 印数."""
    return [*_name(document), *_head_lines(document), *_tail_lines(document)]


def _name(document: WordFile) -> Iterator[str]:
    name = document.first(Role.NAME)
    if name is None:
        yield "no name"
        return
    for run in name.written:
        if not _is_red(run.of("color")):
            yield f"name in {run.of('color') or 'black'}, wanted red"
        if _number(run.of("sz")) < 72:
            yield f"name of {run.of('sz')} half-points, wanted 72 at least"
    if name.of("jc") != "center" or _indents(name):
        yield f"name stands {name.of('jc')}, indented {_indents(name)}"


def _head_lines(document: WordFile) -> Iterator[str]:
    issue, line = document.first(Role.ISSUE), document.first(Role.IMPRINT)
    if issue is None or not _ISSUE.fullmatch(issue.text):
        yield f"期号 “{issue.text if issue else ''}”"
    office, day = imprint(document)
    if line is None or not office or not day:
        yield f"编印单位 “{office}” and date “{day}” are not on one line"
        return
    stops = [about for name, about in line.properties.items() if name.startswith("tabs/")]
    edge = TEXT_WIDTH - line.twips("ind", "right")
    if [about.get("val") for about in stops] != ["right"] or abs(_number(stops[0].get("pos", "")) - edge) > 20:
        yield f"tab stops {stops}, wanted one on the right at {edge}"
    following = next((behind for here, behind in pairwise(document.paragraphs) if here is line), line)
    if not _red_borders(line) and not _red_borders(following):
        yield "no red rule directly below the line of office and date"


def _tail_lines(document: WordFile) -> Iterator[str]:
    found = labels(document)
    if not found or found != [label for label in "报送发" if label in found] or found[0] != "报":
        yield f"报尾 names {found}, wanted 报, 送, 发 in this order"
    last = [table.rows[-1].texts[0] for table in _records(document) if table.rows]
    if len(last) != 1 or not re.fullmatch(r"（共印[1-9]\d*份）", last[0]):
        yield f"last line of 报尾 {last}, wanted （共印N份）"


def figures_fit(document: WordFile) -> list[str]:
    """P22 W: charts and pictures at most 156 mm wide, in paragraphs that grow with them."""
    complaints = []
    for paragraph in document.with_role(Role.FIGURE):
        widths = [int(e.get("cx", "0")) / 36000 for e in paragraph.element.iter(qualified("wp:extent"))]
        if any(width > 156 for width in widths):
            complaints.append(f"a figure {max(widths):.1f} mm wide")
        if paragraph.of("spacing", "lineRule") == "exact":
            complaints.append("a figure cut by an exact line")
    return complaints

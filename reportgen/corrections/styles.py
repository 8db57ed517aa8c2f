"""Looks of marked cells: a cell's own look with another fill, open or locked, each kept once in the workbook (lxml)."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from lxml import etree

from reportgen.corrections.book import MAIN, STYLES, PatchError, main, place_child

if TYPE_CHECKING:
    from reportgen.corrections.book import Book

_ORDER: Final = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles")
_XF_ORDER: Final = ("alignment", "protection", "extLst")
_MOST: Final = 60_000
"""Excel refuses a workbook with more than 64,000 looks."""
_RGB: Final = re.compile(r"[0-9A-F]{8}")


class Styles:
    """The looks of one workbook; a look that is there already is not added again."""

    def __init__(self, book: Book) -> None:
        """Find the looks; raises `PatchError`."""
        self._book = book
        self._root = book.read(STYLES)
        self._groups: dict[str, etree._Element] = {}
        self._xfs = self._group("cellXfs")
        self._known: dict[str, dict[bytes, int]] = {}
        self._made: dict[tuple[int, str, bool], int] = {}
        self._open = [_is_open(xf) for xf in self._xfs]

    def _group(self, name: str) -> etree._Element:
        if name not in self._groups:
            group = self._root.find(main(name))
            if group is None or any(not isinstance(one.tag, str) for one in group):
                raise PatchError("样式表不全")
            self._groups[name] = group
        return self._groups[name]

    def is_open(self, look: int) -> bool:
        """Whether a cell of this look can be typed in on a protected sheet."""
        return self._open[look] if look < len(self._open) else False

    def fill_of(self, look: int) -> str:
        """The colour that fills a cell of this look, as eight digits; "" for none or one that is not so simple."""
        xf = self._xf(look)
        fills = self._group("fills")
        number = int(xf.get("fillId") or 0)
        pattern = fills[number].find(main("patternFill")) if number < len(fills) else None
        colour = pattern.find(main("fgColor")) if pattern is not None else None
        rgb = (colour.get("rgb") or "").upper() if colour is not None else ""
        return rgb if pattern is not None and pattern.get("patternType") == "solid" and _RGB.fullmatch(rgb) else ""

    def look(self, own: int, fill: str | None, *, locked: bool) -> int:
        """A cell's own look, locked or open, with another fill ("" for none, None for its own)."""
        key = own, "-" if fill is None else fill, locked
        if key not in self._made:
            xf = deepcopy(self._xf(own))
            if fill is not None:
                xf.set("fillId", str(self.fill(fill)))
                xf.set("applyFill", "1")
            protection = xf.find(main("protection"))
            if protection is None:
                protection = etree.Element(main("protection"))
                place_child(xf, protection, _XF_ORDER)
            protection.set("locked", "1" if locked else "0")
            xf.set("applyProtection", "1")
            self._made[key] = self._add("cellXfs", xf)
        return self._made[key]

    def _xf(self, number: int) -> etree._Element:
        if number >= len(self._xfs):
            raise PatchError("样式编号对不上")
        return self._xfs[number]

    def fill(self, rgb: str) -> int:
        """A fill of one colour."""
        if not rgb:
            return 0
        return self._add("fills", _element(
            f'<fill><patternFill patternType="solid"><fgColor rgb="{rgb}"/><bgColor indexed="64"/></patternFill></fill>'
        ))  # fmt: skip

    def font(self, size: int, *, bold: bool = False, rgb: str = "FF000000", underlined: bool = False) -> int:
        """A font of ours."""
        head = ("<b/>" if bold else "") + ("<u/>" if underlined else "")
        return self._add("fonts", _element(
            f'<font>{head}<sz val="{size}"/><color rgb="{rgb}"/><name val="宋体"/><family val="2"/></font>'
        ))  # fmt: skip

    def thin_border(self) -> int:
        """A thin grey line on every side."""
        sides = "".join(
            f'<{side} style="thin"><color rgb="FF808080"/></{side}>' for side in ("left", "right", "top", "bottom")
        )
        return self._add("borders", _element(f"<border>{sides}<diagonal/></border>"))

    def new(
        self,
        font: int,
        fill: int = 0,
        border: int = 0,
        horizontal: str = "left",
        *,
        top: bool = True,
        locked: bool = True,
    ) -> int:
        """A look made of parts, text wrapped."""
        vertical = "top" if top else "center"
        xf = _element(
            f'<xf numFmtId="49" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyNumberFormat="1" '
            'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1" applyProtection="1">'
            f'<alignment horizontal="{horizontal}" vertical="{vertical}" wrapText="1"/>'
            f'<protection locked="{int(locked)}"/></xf>'
        )
        return self._add("cellXfs", xf)

    def _add(self, name: str, one: etree._Element) -> int:
        group = self._group(name)
        if name not in self._known:
            known: dict[bytes, int] = {}
            for number, other in enumerate(group):
                known.setdefault(_canonical(other), number)
            self._known[name] = known
        mark = _canonical(one)
        if mark not in self._known[name]:
            if len(group) >= _MOST:
                raise PatchError("样式太多")
            self._book.change(STYLES)
            self._known[name][mark] = len(group)
            group.append(one)
            group.set("count", str(len(group)))
            if name == "cellXfs":
                self._open.append(_is_open(one))
        return self._known[name][mark]


def _is_open(xf: etree._Element) -> bool:
    protection = xf.find(main("protection"))
    return protection is not None and protection.get("locked") in ("0", "false")


def _element(text: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns="{MAIN}">{text}</x>')[0]


def _canonical(one: etree._Element) -> bytes:
    """What makes two looks the same, however they are written."""
    attributes = " ".join(f"{name}={one.get(name)}" for name in sorted(map(str, one.attrib)))
    inner = b"".join(_canonical(child) for child in one if isinstance(child.tag, str))
    return f"<{one.tag} {attributes}>".encode() + inner

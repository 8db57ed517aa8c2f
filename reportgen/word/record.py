"""The height of 报尾: its text box is made as tall as the lines in it, since word processors differ in growing one."""

from __future__ import annotations

import html
import re
from math import ceil
from typing import Final

from reportgen.word.layout import EMU_PER_TWIP, RECORD_LINE, SMALL_CHARACTER, TEXT_WIDTH
from reportgen.wording import text_width

ALT_TEXT: Final = "报尾"
"""The alternative text by which a template's text box is known as 报尾."""

_FIRST: Final = TEXT_WIDTH // SMALL_CHARACTER - 2  # 左右各空一字
_FURTHER: Final = _FIRST - 2  # in line with what follows 报：
_SLACK: Final = 60  # twips: the rules and the paragraph that must follow a table

_PARAGRAPH: Final = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
_TEXT: Final = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_EXTENT: Final = re.compile(r'(<wp:extent cx="\d+" cy=")\d+(")')
_SHAPE: Final = re.compile(r'(<a:ext cx="\d+" cy=")\d+(")')


def height(lines: int) -> int:
    """The height of so many lines of 报尾, in EMU."""
    return (lines * RECORD_LINE + _SLACK) * EMU_PER_TWIP


def lines_of(text: str) -> int:
    """How many lines an entry of 报尾 takes, rather one too many: 避头尾 may send a character to the next line."""
    width = text_width(text) / 2
    return 1 if width <= _FIRST else 1 + ceil((width - _FIRST + 1) / (_FURTHER - 1))


def fitted(document: str) -> str:
    """A rendered document.xml with 报尾 as tall as its lines; one without 报尾 is left as it is."""
    named = document.find(f'descr="{ALT_TEXT}"')
    start, end = document.rfind("<wp:anchor ", 0, max(named, 0)), document.find("</wp:anchor>", max(named, 0))
    if named < 0 or start < 0 or end < 0:
        return document
    anchor = document[start:end]
    box = anchor[anchor.find("<w:txbxContent>") : anchor.rfind("</w:txbxContent>")]
    entries = ("".join(_TEXT.findall(paragraph)) for paragraph in _PARAGRAPH.findall(box))
    tall = height(sum(lines_of(html.unescape(entry)) for entry in entries if entry))
    for size in (_EXTENT, _SHAPE):
        anchor = size.sub(rf"\g<1>{tall}\g<2>", anchor, count=1)
    return document[:start] + anchor + document[end:]

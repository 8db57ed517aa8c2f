"""A compiled template and values to a .docx: rendered, proven, spliced into a package whose other parts are ready-made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast
from xml.parsers import expat

import jinja2
from jinja2.exceptions import SecurityError

from reportgen.packages import member, package
from reportgen.word.charts import EMPTY, filled, height
from reportgen.word.compile import (
    NUMBERS_ONLY,
    UNWORKABLE,
    Template,
    TemplateError,
    TemplateFault,
    height_name,
    place_of,
)
from reportgen.word.record import fitted

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from reportgen.packages import Member
    from reportgen.reports.provenance import Chart
    from reportgen.word.compile import Part

_DOCUMENT: Final = "word/document.xml"
_MOST_CHARACTERS: Final = 20 * 2**20
_TOO_LONG: Final = "写出的内容太长"
_ADVICE: Final = {NUMBERS_ONLY: "请只写名称；要算的数由程序算好。", _TOO_LONG: "请核对循环有没有套错。"}
_DRAWING_ID: Final = re.compile(r'(<wp:docPr id=")\d+(")')
_LEFT_OVER: Final = re.compile("[\ue001-\ue011]|\\{\\{|\\{%|｛｛")


def render(template: Template, values: Mapping[str, object], charts: Mapping[str, Chart]) -> bytes:
    """One document; raises `TemplateError` where a value that the template wants is not there.

    The same template and values give the same bytes. Every rendered part is parsed once more before it is written.
    """
    heights = {height_name(s): height(len(charts.get(s.name, EMPTY).categories)) for s in template.charts}
    rendered = {part.name: _rendered(template, part, {**values, **heights}) for part in template.parts}
    document = fitted(_with_own_drawing_ids(rendered.get(_DOCUMENT, "")))
    if document:
        rendered[_DOCUMENT] = document
    made: dict[str, Member] = {part.name: part for part in template.ready}
    for slot in template.charts:
        made |= {part.name: part for part in filled(slot, charts.get(slot.name, EMPTY))}
    for name, text in rendered.items():
        body = text.encode()
        _prove(template, name, body)
        made[name] = member(name, body)
    return package(made[name] for name in template.order if name in made)


def _rendered(template: Template, part: Part, values: Mapping[str, object]) -> str:
    pieces: list[str] = []
    room = _MOST_CHARACTERS
    # Thrown into the template, the refusal comes back with the place at which it was.
    writing = cast("Generator[str]", part.source.generate(values))
    try:
        for piece in writing:
            pieces.append(piece)
            room -= len(piece)
            if room < 0:
                writing.throw(SecurityError(_TOO_LONG))
    except UNWORKABLE as e:
        fault = TemplateFault(part.name, place_of(part, _line_in_template(e)), "", *_in_words(e))
        raise TemplateError(template.name, [fault]) from e
    return "".join(pieces)


def _line_in_template(error: BaseException) -> int:
    """The line of the template's source in which rendering failed."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _in_words(error: Exception) -> tuple[str, str]:
    """What is wrong and what to do."""
    if not isinstance(error, jinja2.TemplateError):
        return "这里的算式算不出来", "请核对这里的写法：除数不能是零，数与文字不能相加。"
    if error.message in _ADVICE:
        return error.message, _ADVICE[error.message]
    named = re.search(r"'([^']+)'(?: is undefined|$)", error.message or "")
    return (f"没有“{named[1]}”这个名称" if named else "这里的标记用不了"), "请核对这个名称。"


def _with_own_drawing_ids(document: str) -> str:
    """Drawings numbered through, since a loop repeats the template's."""
    count = iter(range(1, document.count("<wp:docPr ") + 1))
    return _DRAWING_ID.sub(lambda found: f"{found[1]}{next(count)}{found[2]}", document)


def _prove(template: Template, name: str, body: bytes) -> None:
    """What is written must be XML: a fault of ours or of the template, never of the values, which are escaped."""
    parser = expat.ParserCreate()
    try:
        parser.Parse(body, True)  # noqa: FBT003 -- expat's own signature
    except expat.ExpatError as e:
        fault = TemplateFault(name, f"第{e.lineno}行", "", "这个标记放在这里会写坏文档", "请把标记放进普通段落里。")
        raise TemplateError(template.name, [fault]) from e

"""数据出处: a sentence that remembers the cells its numbers come from, and the record of all that was printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from reportgen.intake.filings import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from reportgen.findings import Place

_SLOT: Final = re.compile(r"\{(\w+)\}")
_PLAN: Final = "计划"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or words of others, as printed; with the value before rounding, how it was made and from which cells."""

    text: str
    value: str
    formula: str
    sources: tuple[Source, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Itself."""
        return (self,)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with the figures in them."""

    text: str
    figures: tuple[Figure, ...] = ()


Part = str | Figure | Sentence


@cache
def _pieces(pattern: str) -> tuple[str, ...]:
    """A pattern cut at its slots: words and names by turns, words first."""
    return tuple(_SLOT.split(pattern))


def say(pattern: str, **parts: Part) -> Sentence:
    """A sentence from a pattern with {names}; the figures of its parts are kept in the order of the words."""
    words: list[str] = []
    figures: list[Figure] = []
    for index, piece in enumerate(_pieces(pattern)):
        part = parts[piece] if index % 2 else piece
        if isinstance(part, str):
            words.append(part)
        else:
            words.append(part.text)
            figures.extend(part.figures)
    return Sentence("".join(words), tuple(figures))


def join(parts: Iterable[Part], mark: str = "") -> Sentence:
    """Parts one after the other with a mark between."""
    kept = [part if isinstance(part, Sentence) else _as_sentence(part) for part in parts]
    return Sentence(mark.join(part.text for part in kept), tuple(f for part in kept for f in part.figures))


def _as_sentence(part: str | Figure) -> Sentence:
    return Sentence(part) if isinstance(part, str) else Sentence(part.text, (part,))


def from_plan(text: str, place: Place, formula: str = "计划原文") -> Figure:
    """Words or a figure of the plan."""
    return Figure(text, text, formula, (Source(place, _PLAN),))


def counted(count: int, formula: str, sources: Iterable[Source] = ()) -> Figure:
    """A count of things."""
    return Figure(str(count), str(count), formula, tuple(dict.fromkeys(sources)))


def computed(text: str, value: Decimal, formula: str, sources: Iterable[Source] = ()) -> Figure:
    """A figure that was computed; `value` is unrounded."""
    return Figure(text, f"{value:f}", formula, tuple(dict.fromkeys(sources)))


@dataclass(frozen=True, slots=True)
class Printed:
    """One figure where it was printed."""

    document: str
    part: str
    sentence: str
    figure: Figure


@dataclass
class Draft:
    """The values of one document while it is written; keeps every figure that goes in."""

    document: str
    printed: list[Printed] = field(default_factory=list)

    def text(self, part: str, words: Part) -> str:
        """Words ready for the template; their figures are recorded under a part of the document."""
        sentence = words if isinstance(words, Sentence) else _as_sentence(words)
        self.printed += [Printed(self.document, part, sentence.text, figure) for figure in sentence.figures]
        return sentence.text

    def texts(self, part: str, words: Iterable[Part]) -> tuple[str, ...]:
        """Several paragraphs; empty ones are left out."""
        return tuple(text for one in words if (text := self.text(part, one)))


@dataclass(frozen=True, slots=True)
class Chart:
    """The data of a chart: categories down, series across; None is a gap, never nought."""

    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal | None, ...]], ...]
    number: str = "0.0"


@dataclass(frozen=True)
class Report:
    """A document as values: which template, which file, what it says and where every number comes from."""

    name: str
    template: str
    department: str
    values: Mapping[str, object]
    charts: Mapping[str, Chart]
    printed: tuple[Printed, ...]

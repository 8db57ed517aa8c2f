"""Make the pictures of the README from the program itself: run it after a change that shows.

REPORTGEN_FONTS=folder python tests/shipped/pictures.py writes tests/pictures/. Every picture remembers what it was
drawn from, and a test fails when the program makes something else by now.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image, ImageChops, ImageDraw, ImageFont, PngImagePlugin
from rendering import pages, pdfs

from reportgen.wording import text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT: Final = Path(__file__).resolve().parents[2]
PICTURES: Final = ROOT / "tests" / "pictures"
PLAN: Final = "江岸区2025年1号议案"
TODAY: Final = "2025-07-08"
_REMEMBERED: Final = "drawn from"
_UPPER: Final = 0.6


@dataclass(frozen=True)
class Picture:
    """One picture: its name, what it is drawn from, the pages shown."""

    name: str
    source: bytes
    suffix: str
    pages: tuple[int, ...] = ()

    @property
    def digest(self) -> str:
        """What the source holds, whatever squeezed it."""
        digest = hashlib.sha256()
        if zipfile.is_zipfile(io.BytesIO(self.source)):
            with zipfile.ZipFile(io.BytesIO(self.source)) as archive:
                for name in archive.namelist():
                    digest.update(name.encode() + archive.read(name))
        else:
            digest.update(self.source)
        return digest.hexdigest()


def wanted(folder: Path) -> tuple[Picture, ...]:
    """The pictures of the README, drawn from a run on the shipped inputs in an empty folder."""
    for name in ("inputs", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    console = _reportgen(folder, "run", "--today", TODAY)
    _reportgen(folder, "forms", "2025-07", "--today", TODAY)
    month, blank = (folder / "outputs" / PLAN / name for name in ("2025-06", "填报表/2025-07"))
    form = next(blank.rglob("区经济信息化和科技创新局*.xlsx"))
    return (
        Picture("运行", f"> reportgen run\n{console}".encode(), ".txt"),
        Picture("填报表", form.read_bytes(), ".xlsx", (2, 3)),
        Picture("工作简报", (month / "工作简报.docx").read_bytes(), ".docx", (1, 3, 4)),
        Picture("要办的事", (month / "校验结果.xlsx").read_bytes(), ".xlsx", (1,)),
        Picture("数据出处", (month / "数据出处.xlsx").read_bytes(), ".xlsx", (1,)),
    )


def remembered(path: Path) -> str:
    """The digest of what a picture was drawn from."""
    with Image.open(path) as picture:
        return str(picture.info.get(_REMEMBERED, ""))


def _reportgen(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "reportgen.cli", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    return done.stdout


# ---- drawing


def _console(text: str) -> Image.Image:
    """Text as a console shows it: half-width characters in one cell, 汉字 in two."""
    cell, pitch, margin = 13, 36, 24
    lines = text.rstrip().split("\n")
    size = (max(map(text_width, lines)) * cell + 2 * margin, len(lines) * pitch + 2 * margin)
    image = Image.new("RGB", size, "#1e1e1e")
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(Path(os.environ["REPORTGEN_FONTS"]) / "FandolHei-Regular.otf"), 2 * cell)
    for row, line in enumerate(lines):
        column = 0
        for character in line:
            draw.text((margin + column * cell, margin + row * pitch), character, "#f0f0f0", font)
            column += text_width(character)
    return image


def _drawn(picture: Picture, folder: Path) -> Image.Image:
    """The pages of a document beside each other."""
    path = folder / f"{picture.name}{picture.suffix}"
    path.write_bytes(picture.source)
    (pdf,) = pdfs([path], folder / picture.name)
    sheets = pages(pdf, folder / picture.name, 100 if picture.suffix == ".docx" else 130)
    shown = [_trimmed(Image.open(sheets[number - 1]).convert("RGB"), picture.suffix) for number in picture.pages]
    return _stacked(shown, beside=picture.suffix == ".docx")


def _trimmed(page: Image.Image, suffix: str) -> Image.Image:
    """The upper part of a workbook's page, without what is empty below it; a page of a document whole."""
    if suffix == ".docx":
        return page
    upper = page.crop((0, 0, page.width, round(page.height * _UPPER)))
    ink = ImageChops.difference(upper, Image.new("RGB", upper.size, "white")).getbbox()
    return upper.crop((0, 0, upper.width, min(upper.height, ink[3] + 30))) if ink else upper


def _stacked(shown: Sequence[Image.Image], *, beside: bool) -> Image.Image:
    gap = 12
    if beside:
        size = (sum(one.width for one in shown) + gap * (len(shown) + 1), shown[0].height + 2 * gap)
    else:
        size = (shown[0].width + 2 * gap, sum(one.height for one in shown) + gap * (len(shown) + 1))
    image, at = Image.new("RGB", size, "#d0d0d0"), gap
    for one in shown:
        image.paste(one, (at, gap) if beside else (gap, at))
        at += (one.width if beside else one.height) + gap
    return image


def main() -> None:
    """Draw every picture anew."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for picture in wanted(folder / "run"):
            image = _console(picture.source.decode()) if picture.suffix == ".txt" else _drawn(picture, folder)
            about = PngImagePlugin.PngInfo()
            about.add_text(_REMEMBERED, picture.digest)
            path = PICTURES / f"{picture.name}.png"
            image.quantize(64).save(path, pnginfo=about, optimize=True)
            print(path.relative_to(ROOT), path.stat().st_size)


if __name__ == "__main__":
    main()

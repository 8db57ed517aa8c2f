"""The one door to LibreOffice and poppler for tests: which pages a .docx becomes, and what they look like.

REPORTGEN_FONTS names a folder with FandolFang, FandolKai, FandolHei and FandolSong: open fonts with the widths of the
office's, so that lines break where they break there. REPORTGEN_RENDER=must makes tests fail where something is missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal
from xml.sax.saxutils import escape

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

STAND_INS: Final = {
    "仿宋_GB2312": "FandolFang",
    "仿宋": "FandolFang",
    "楷体_GB2312": "FandolKai",
    "楷体": "FandolKai",
    "黑体": "FandolHei",
    "宋体": "FandolSong",
    "方正小标宋简体": "FandolSong",
}
"""The office's fonts and the open fonts that stand in for them."""
_FILES: Final = ("FandolFang-Regular.otf", "FandolKai-Regular.otf", "FandolHei-Regular.otf", "FandolSong-Regular.otf")
_LONGEST: Final = 300
_UNVERIFIED: Final = "layout verified, fonts not verified: REPORTGEN_FONTS names no folder with the Fandol fonts"


def available() -> bool:
    """Whether LibreOffice and poppler are installed."""
    return all(shutil.which(tool) for tool in ("soffice", "pdftoppm"))


def metric_true() -> bool:
    """Whether pages are drawn with fonts as wide as the office's."""
    return sys.platform.startswith("linux") and _fonts() is not None


@cache
def writes_chinese() -> bool:
    """Whether there is any font with 汉字 to draw pages with."""
    if metric_true() or shutil.which("fc-list") is None:
        return True
    found = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False, timeout=_LONGEST)
    return bool(found.stdout.strip())


def demand() -> None:
    """Skip the test where pages cannot be drawn; fail it instead where REPORTGEN_RENDER says that they must be."""
    if not available():
        _give_up("LibreOffice (soffice) and poppler (pdftoppm) are not both on the PATH")
    if not writes_chinese():
        _give_up("no font with 汉字: neither in the folder named by REPORTGEN_FONTS nor among the system's")
    if os.environ.get("REPORTGEN_RENDER") == "must" and not metric_true():
        pytest.fail(_UNVERIFIED, pytrace=False)


def demand_metrics() -> None:
    """Skip a test that depends on the widths of glyphs where the fonts are others."""
    if not metric_true():
        _give_up(_UNVERIFIED)


def _give_up(reason: str) -> None:
    if os.environ.get("REPORTGEN_RENDER") == "must":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def _fonts() -> Path | None:
    named = os.environ.get("REPORTGEN_FONTS", "")
    folder = Path(named)
    return folder.resolve() if named and all((folder / name).is_file() for name in _FILES) else None


def pdfs(paths: Sequence[Path], folder: Path, *, hanging: bool = False) -> list[Path]:
    """The PDF of every .docx, in their order, drawn by one LibreOffice with a profile of its own below `folder`.

    LibreOffice takes w:overflowPunct the wrong way round: told not to let marks hang over the edge it lets them, and
    the other way (a test shows it). The copies it draws are turned round, so that lines break as Word breaks them;
    with `hanging` they are left as they are.
    """
    sources, results = folder / "docx", folder / "pdf"
    sources.mkdir(parents=True, exist_ok=True)
    copies = [sources / f"{number:03d}{path.suffix}" for number, path in enumerate(paths)]
    for path, copy in zip(paths, copies, strict=True):
        _copy(path, copy, hanging=hanging)
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}", "--headless"]
    done = subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", results, *copies],
        env=_environment(folder),
        capture_output=True,
        timeout=_LONGEST,
        check=False,
    )
    made = [results / f"{copy.stem}.pdf" for copy in copies]
    lost = [path.name for path, pdf in zip(paths, made, strict=True) if not pdf.is_file() or not pdf.stat().st_size]
    if lost:
        message = f"LibreOffice made no PDF of {lost}: {done.stderr.decode(errors='replace')[-500:]}"
        raise RuntimeError(message)
    return made


def _copy(path: Path, copy: Path, *, hanging: bool) -> None:
    if hanging or not zipfile.is_zipfile(path):
        shutil.copyfile(path, copy)
        return
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for part in source.infolist():
            body = source.read(part)
            if part.filename == "word/styles.xml":
                body = body.replace(b'<w:overflowPunct w:val="0"/>', b'<w:overflowPunct w:val="1"/>')
            target.writestr(part, body)


def pages(pdf: Path, folder: Path, dpi: int, kind: Literal["png", "ppm"] = "png") -> list[Path]:
    """A picture of every page, in their order; ppm is larger and made five times faster."""
    pictures = folder / f"{pdf.stem}-{dpi}"
    pictures.mkdir(parents=True, exist_ok=True)
    as_png = ["-png"] if kind == "png" else []
    subprocess.run(["pdftoppm", "-r", str(dpi), *as_png, pdf, pictures / "page"], check=True, timeout=_LONGEST)
    return sorted(pictures.glob(f"page-*.{kind}"))


def _environment(folder: Path) -> dict[str, str]:
    """The environment of LibreOffice: its own fonts where they are known, the system's otherwise."""
    fonts = _fonts()
    if fonts is None or not metric_true():
        return dict(os.environ)
    configuration = folder / "fonts.conf"
    configuration.write_text(_configuration(fonts, folder / "font-cache"), encoding="utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(configuration.resolve())}


def _configuration(fonts: Path, cache: Path) -> str:
    aliases = "".join(
        f'<match><test name="family"><string>{name}</string></test><edit name="family" mode="assign" binding="strong">'
        f"<string>{stand_in}</string></edit></match>"
        for name, stand_in in STAND_INS.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{escape(str(fonts))}</dir><dir>/usr/share/fonts</dir>"
        f"<cachedir>{escape(str(cache.resolve()))}</cachedir>{aliases}</fontconfig>"
    )

"""Zip packages (Word and Excel files) written so that the same parts give the same bytes."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_UTF8_NAMES = 0x0800
_DEFLATED = 8
_MIDNIGHT = 0
_FIRST_OF_1980 = 0x21
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Member:
    """One part of a package, already compressed; made once, written into as many packages as one likes."""

    name: str
    size: int
    checksum: int
    deflated: bytes


def member(name: str, content: bytes) -> Member:
    """Compress one part."""
    squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Member(name, len(content), zlib.crc32(content), squeeze.compress(content) + squeeze.flush())


def package(members: Iterable[Member]) -> bytes:
    """The zip file of these parts in this order, every one dated 1 January 1980."""
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for part in members:
        name = part.name.encode()
        about = (_UTF8_NAMES, _DEFLATED, _MIDNIGHT, _FIRST_OF_1980, part.checksum, len(part.deflated), part.size)
        body += (_LOCAL.pack(b"PK\x03\x04", _VERSION, *about, len(name), 0), name, part.deflated)
        directory += (
            _CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *about, len(name), 0, 0, 0, 0, 0, offset),
            name,
        )
        offset += _LOCAL.size + len(name) + len(part.deflated)
    count = len(directory) // 2
    listing = b"".join(directory)
    body += (listing, _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listing), offset, 0))
    return b"".join(body)

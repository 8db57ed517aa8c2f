"""Zip packages (Word and Excel files) written so that the same parts give the same bytes."""

from __future__ import annotations

import io
import struct
import zipfile
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
_STORED = 0
_ENCRYPTED = 0x1


class PackageError(Exception):
    """A package whose parts cannot be copied as they are packed; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Member:
    """One part of a package, already compressed; made once, written into as many packages as one likes."""

    name: str
    size: int
    checksum: int
    deflated: bytes
    method: int = _DEFLATED


def member(name: str, content: bytes) -> Member:
    """Compress one part."""
    squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Member(name, len(content), zlib.crc32(content), squeeze.compress(content) + squeeze.flush())


def members_of(content: bytes) -> tuple[Member, ...]:
    """The parts of a package just as they are packed, in their order; raises `PackageError`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = tuple(_packed(content, info) for info in archive.infolist())
    except (zipfile.BadZipFile, zipfile.LargeZipFile, struct.error, ValueError, OSError, NotImplementedError) as e:
        raise PackageError("压缩结构不完整") from e
    if len({part.name for part in found}) != len(found):
        raise PackageError("里面有重名的部件")
    return found


def _packed(content: bytes, info: zipfile.ZipInfo) -> Member:
    if info.flag_bits & _ENCRYPTED or info.compress_type not in (_STORED, _DEFLATED):
        raise PackageError("里面有加密的或压缩方式少见的部件")
    if not (info.filename.isascii() or info.flag_bits & _UTF8_NAMES):
        raise PackageError("里面有名称写法少见的部件")
    head = _LOCAL.unpack_from(content, info.header_offset)
    start = info.header_offset + _LOCAL.size + head[-2] + head[-1]
    packed = content[start : start + info.compress_size]
    if head[0] != b"PK\x03\x04" or len(packed) != info.compress_size:
        raise PackageError("压缩结构不完整")
    return Member(info.filename, info.file_size, info.CRC, packed, info.compress_type)


def unpacked(part: Member) -> bytes:
    """What a part holds, never more than it says; raises `PackageError`."""
    try:
        content = (
            part.deflated
            if part.method == _STORED
            else zlib.decompressobj(-zlib.MAX_WBITS).decompress(part.deflated, part.size + 1)
        )
    except zlib.error as e:
        raise PackageError("压缩结构不完整") from e
    if len(content) != part.size or zlib.crc32(content) != part.checksum:
        raise PackageError("压缩结构不完整")
    return content


def package(members: Iterable[Member]) -> bytes:
    """The zip file of these parts in this order, every one dated 1 January 1980."""
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for part in members:
        name = part.name.encode()
        about = (_UTF8_NAMES, part.method, _MIDNIGHT, _FIRST_OF_1980, part.checksum, len(part.deflated), part.size)
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

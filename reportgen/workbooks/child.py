"""The child process in which a file that is not plainly ours is read: bytes in, JSON out, memory bounded."""

from __future__ import annotations

import sys

from reportgen.workbooks.read import MOST_MEMORY, answer_of_child


def _bound_memory() -> None:
    """Take at most `MOST_MEMORY`; Windows has no such limit and relies on the checks before and on the time."""
    try:
        import resource  # noqa: PLC0415 -- not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _bound_memory()
    sys.stdout.write(answer_of_child(sys.stdin.buffer.read()))

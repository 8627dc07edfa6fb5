"""What a process costs, from Linux's /proc; None where there is none."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def peak_memory(pid: int) -> float | None:
    """The most memory that it has had so far, in MB."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    return None


def cpu(pid: int) -> float | None:
    """CPU seconds of all its threads, by the scheduler's nanoseconds."""
    with suppress(OSError):
        threads = Path(f"/proc/{pid}/task").iterdir()
        return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9
    return None

"""Figures in a person's words."""


def count(number: int, thing: str) -> str:
    """`1 day`, `8,120 papers`."""
    return f"{number:,} {thing}{'s' * (number != 1)}"


def duration(seconds: float) -> str:
    """`40 s`, `5 minutes`."""
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} minutes"

"""Pens: the attributes and colours that text is written with, as the text between ESC [ and m."""

from __future__ import annotations

from functools import lru_cache


def pen_of(numbers: str) -> str:
    """The pen that an SGR sequence with these numbers sets; `0` resets it."""
    return "" if numbers == "0" else numbers


@lru_cache(1000)
def _parts(pen: str) -> tuple[frozenset[str], str, str]:
    """Attributes, foreground and background of a pen."""
    attributes, foreground, background = [], "", ""
    numbers = iter(pen.split(";") if pen else [])
    for number in numbers:
        if number in ("38", "48"):
            kind = next(numbers)
            rest = [next(numbers) for _ in range(3 if kind == "2" else 1)]
            number = ";".join([number, kind, *rest])
        if len(number) == 1:
            attributes.append(number)
        elif number.startswith(("4", "10")):
            background = number
        else:
            foreground = number
    return frozenset(attributes), foreground, background


@lru_cache(1000)
def ground(pen: str) -> str:
    """The part of the pen that shows on blanks."""
    attributes, _, background = _parts(pen)
    return pen if attributes - {"1", "2", "3"} else background


@lru_cache(1000)
def pen_change(before: str, pen: str) -> str:
    """The sequence that changes one pen into the other."""
    (had, *grounds), (wanted, *wanted_grounds) = _parts(before), _parts(pen)
    if had - wanted or any(ground and not now for ground, now in zip(grounds, wanted_grounds, strict=True)):
        return f"\x1b[0;{pen}m" if pen else "\x1b[0m"
    new = [*sorted(wanted - had), *(now for ground, now in zip(grounds, wanted_grounds, strict=True) if now != ground)]
    return f"\x1b[{';'.join(new)}m" if new else ""

"""Colours as the eye sees them (OKLCH, contrast), and the nearest of those that the terminal has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from math import atan2, cos, dist, hypot, sin

from rich.color import Color as RichColor
from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

Oklch = tuple[float, float, float]
"""Lightness (0 to 1), chroma (0 to about 0.3) and hue (radians) in the OKLab colour space."""

CUBE_LEVELS = (0, 95, 135, 175, 215, 255)
FIRST_CUBE_NUMBER, FIRST_GREY_NUMBER = 16, 232
HUE_WEIGHT = 7.0
"""How much more another hue counts than another lightness, both squared."""


@lru_cache(4096)
def luminance(color: Color) -> float:
    """Relative luminance of WCAG 2, 0 to 1."""
    red, green, blue = (_linear(value) for value in color.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """WCAG 2 contrast ratio, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@lru_cache(4096)
def oklab(color: Color) -> tuple[float, float, float]:
    """Lightness, green to red, blue to yellow: distances in it are differences that are seen."""
    red, green, blue = (_linear(value) for value in color.normalized)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def difference(one: Color, other: Color) -> float:
    """How different they look: 0.02 is just seen side by side, black and white are 1 apart."""
    return dist(oklab(one), oklab(other))


def oklch(color: Color) -> Oklch:
    """Lightness, chroma, hue."""
    lightness, a, b = oklab(color)
    return lightness, hypot(a, b), atan2(b, a)


def from_oklch(lightness: float, chroma: float, hue: float) -> Color:
    """The colour, with as much of the chroma as a screen can show at this lightness."""
    low, high = 0.0, chroma
    if _is_shown(channels := _channels(lightness, high, hue)):
        low = high
    while high - low > 0.002:
        middle = (low + high) / 2
        low, high = (middle, high) if _is_shown(_channels(lightness, middle, hue)) else (low, middle)
    channels = _channels(lightness, low, hue)
    red, green, blue = (round(255 * min(1.0, max(0.0, value))) for value in channels)
    return Color(red, green, blue)


def _is_shown(channels: Sequence[float]) -> bool:
    return min(channels) >= -0.001 and max(channels) <= 1.001


def _channels(lightness: float, chroma: float, hue: float) -> list[float]:
    a, b = chroma * cos(hue), chroma * sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return [12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in linear]


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


# -- the 256 colours


@cache
def eight_bit_colors() -> dict[Color, int]:
    """The colours that are the same in every terminal of 256, with their numbers; users choose the first sixteen."""
    cube = [Color(red, green, blue) for red in CUBE_LEVELS for green in CUBE_LEVELS for blue in CUBE_LEVELS]
    greys = [Color(level, level, level) for level in range(8, 248, 10)]
    numbered = {color: FIRST_GREY_NUMBER + index for index, color in enumerate(greys)}
    return numbered | {color: FIRST_CUBE_NUMBER + index for index, color in enumerate(cube)}


def eight_bit_color(wanted: Color, is_fit: Callable[[Color], bool] = lambda color: True) -> Color:
    """The most similar of the 256 colours that are fit; black or white if none is."""
    lightness, a, b = oklab(wanted)

    def unlikeness(entry: tuple[Color, float, float, float]) -> float:
        """Squared."""
        return (entry[1] - lightness) ** 2 + HUE_WEIGHT * ((entry[2] - a) ** 2 + (entry[3] - b) ** 2)

    fit = (color for color, *_ in sorted(_eight_bit_labs(), key=unlikeness) if is_fit(color))
    return next(fit, Color(0, 0, 0) if lightness < 0.5 else Color(255, 255, 255))


@cache
def _eight_bit_labs() -> list[tuple[Color, float, float, float]]:
    return [(color, *oklab(color)) for color in eight_bit_colors()]


class EightBitColors(LineFilter):
    """Rounds every colour on its way to a terminal that has 256.

    Rich would do it by the channels, which turns the dark blue-grey of a background into teal.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, style and _eight_bit_style(style), control) for text, style, control in segments]


class TerminalColors(LineFilter):
    """Leaves only the colours that the terminal's user chose: with them, Textual mixes black frames and green text."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, style and _terminal_style(style), control) for text, style, control in segments]


@lru_cache(4096)
def _terminal_style(style: Style) -> Style:
    colors = [RichColor.default() if color and color.triplet else color for color in (style.color, style.bgcolor)]
    return style + Style.from_color(*colors)


@lru_cache(4096)
def _eight_bit_style(style: Style) -> Style:
    colors = [_eight_bit(color) for color in (style.color, style.bgcolor)]
    return style + Style.from_color(*colors)


@lru_cache(4096)
def _eight_bit(color: RichColor | None) -> RichColor | None:
    if color is None or color.triplet is None:
        return color
    rounded = Color(*color.triplet)
    if rounded not in eight_bit_colors():
        rounded = eight_bit_color(rounded)
    number = eight_bit_colors()[rounded]
    return RichColor(f"color({number})", ColorType.EIGHT_BIT, number)

"""What each role looks like in each theme, in colours that the terminal has and that are readable whatever it says.

A theme is a wish. A colour that is too weak on its background keeps its hue and gets lighter or darker; a background
that looks like its neighbours gets stronger. Both are judged as the terminal shows them, after rounding to 256 colours.
With sixteen the user chose what they look like, so that weight, reverse video and signs have to do.
"""

from collections.abc import Mapping, Sequence
from math import radians
from typing import NamedTuple

from rich.style import Style
from textual.color import Color

from paperreader.color_system import EIGHT_BIT, NO_COLORS, STANDARD, TRUECOLOR
from paperreader.tui.render.palette import contrast, difference, eight_bit_color, from_oklch, oklch

TEXT_CONTRAST, SIGN_CONTRAST = 4.5, 3.0
"""Least WCAG contrast of text, and of signs that need only be noticed."""

# role -> colour, share of it (the rest is background), least contrast, bold
ROLES: Mapping[str, tuple[str, float, float, bool]] = {
    "text": ("foreground", 1.0, TEXT_CONTRAST, False),
    "strong": ("foreground", 1.0, TEXT_CONTRAST, True),
    "read": ("foreground", 0.66, TEXT_CONTRAST, False),
    "name": ("foreground", 0.62, TEXT_CONTRAST, False),
    "name-read": ("foreground", 0.45, SIGN_CONTRAST, False),
    "figure": ("foreground", 0.62, TEXT_CONTRAST, False),
    "figure-read": ("foreground", 0.45, SIGN_CONTRAST, False),
    "faint": ("foreground", 0.35, SIGN_CONTRAST, False),
    "heading": ("foreground", 1.0, TEXT_CONTRAST, True),
    "news": ("foreground", 1.0, TEXT_CONTRAST, True),
    "emphasis": ("foreground", 1.0, TEXT_CONTRAST, False),
    "strong-emphasis": ("foreground", 1.0, TEXT_CONTRAST, True),
    "code": ("tint", 1.0, TEXT_CONTRAST, False),
    "math": ("tint", 1.0, TEXT_CONTRAST, False),
    "citation": ("primary", 0.85, TEXT_CONTRAST, False),
    "note": ("foreground", 0.62, TEXT_CONTRAST, False),
    "title": ("primary", 1.0, TEXT_CONTRAST, True),
    "link": ("primary", 1.0, TEXT_CONTRAST, False),
    "pointed": ("primary", 1.0, TEXT_CONTRAST, False),
    "key": ("primary", 1.0, TEXT_CONTRAST, True),
    "selected": ("primary", 1.0, TEXT_CONTRAST, False),
    "match": ("primary", 1.0, TEXT_CONTRAST, True),
    "match-here": ("primary", 1.0, TEXT_CONTRAST, True),
    "hint": ("primary", 1.0, TEXT_CONTRAST, True),
    "pane-name": ("foreground", 0.62, TEXT_CONTRAST, False),
    "pane-name-focused": ("foreground", 1.0, TEXT_CONTRAST, True),
    "unread": ("orange", 1.0, TEXT_CONTRAST, False),
    "unread-strong": ("orange", 1.0, TEXT_CONTRAST, True),
    "star": ("yellow", 1.0, SIGN_CONTRAST, False),
    "rise": ("success", 1.0, TEXT_CONTRAST, False),
    "trouble": ("error", 1.0, TEXT_CONTRAST, False),
}
"""Orange is for what is unread alone, yellow for stars, green for what has risen."""

TINT_SHARE = 0.35
"""How much of its second colour a theme's `tint` has; the rest is that of text."""

SIGNS = {
    "emphasis": Style(italic=True),
    "strong-emphasis": Style(italic=True),
    "match": Style(underline=True),
    "match-here": Style(underline=True, reverse=True),
    "hint": Style(reverse=True),
    "pointed": Style(underline=True),
    "pane-name-focused": Style(underline=True),
}
"""Roles that have more than a colour."""

CURSOR_DIFFERENCE, GROUND_DIFFERENCE = 0.08, 0.045
"""How different backgrounds have to look from each other: the one under the cursor, and others. See `difference`."""


class Colors(NamedTuple):
    """Every style that the panes draw with."""

    roles: Mapping[str, Style]
    """On the background of panes and bars."""
    roles_over: Mapping[Style, Mapping[str, Style]]
    """On another background."""
    page: str
    side: str
    bar: str
    rule: str
    focus: str
    text: str
    cursor: Style
    """On top of the line under the cursor, in the focused pane."""
    cursor_resting: Style
    """The same in other panes."""
    selected: Style
    """On top of selected rows, except the one under the cursor."""
    selection: Style
    """On top of text selected with the mouse."""
    marks_cursor: bool = False
    """With the terminal's own colours a bar at the start of the line marks the cursor of a pane without the focus."""

    def variables(self) -> dict[str, str]:
        """For TCSS."""
        names = ("page", "side", "bar", "rule", "focus", "text")
        return {f"reader-{name}": getattr(self, name) for name in names}

    def style(self, role: str, over: Style | None = None) -> Style:
        """The role's style, `over` on top; an unknown role is text."""
        role = role if role in ROLES or role == "thumb" else "text"
        if over is None:
            return self.roles[role]
        return self.roles_over.get(over, self.roles)[role] + over


def colors_of(variables: Mapping[str, str], *, dark: bool, ansi: bool, system: str = TRUECOLOR) -> Colors:
    """The colours of a theme, given its TCSS variables, in a terminal with these colours: see `color_system`."""
    if ansi:
        return _terminal_colors(variables if system != NO_COLORS else {}, dark)
    if system in (STANDARD, NO_COLORS):
        return _terminal_colors({}, dark)
    theme = {name: Color.parse(variables[name]) for name in ("background", "foreground", *HUES)}
    theme |= {"orange": _orange(theme), "yellow": _yellow(theme)}
    theme["tint"] = theme["foreground"].blend(theme["secondary"], TINT_SHARE)
    is_rounded = system == EIGHT_BIT
    wanted, ink, primary = theme["background"], theme["foreground"], theme["primary"]
    page = eight_bit_color(wanted) if is_rounded else wanted

    def ground(tint: Color, share: float, *others: tuple[Color, float]) -> Color:
        return _ground(wanted, tint, share, others, is_rounded)

    side, bar, rule = ground(ink, 0.04, (page, 0.01)), ground(ink, 0.08, (page, 0.02)), ground(ink, 0.18, (page, 0.05))
    plain = [(page, GROUND_DIFFERENCE), (side, GROUND_DIFFERENCE)]
    resting = ground(ink, 0.11, *plain)
    selected = ground(primary, 0.13, *plain, (resting, GROUND_DIFFERENCE / 2))
    cursor = ground(
        primary,
        0.30 if dark else 0.25,
        *((each, CURSOR_DIFFERENCE) for each in (page, side)),
        *((each, GROUND_DIFFERENCE) for each in (resting, selected)),
    )
    selection = ground(primary, 0.55, (page, CURSOR_DIFFERENCE), (cursor, GROUND_DIFFERENCE))
    over = {Style(bgcolor=each.rich_color): each for each in (cursor, resting, selected)}
    roles = RoleStyles(theme, [page, side, bar], is_rounded)
    roles["thumb"] = Style(color=rule.rich_color, reverse=True)
    on_cursor, on_resting, on_selected = over
    return Colors(
        roles=roles,
        roles_over={style: RoleStyles(theme, [each], is_rounded) for style, each in over.items()},
        page=page.hex,
        side=side.hex,
        bar=bar.hex,
        rule=rule.hex,
        focus=_readable_on([page], primary, SIGN_CONTRAST, is_rounded).hex,
        text=_readable_on([page, side, bar], ink, TEXT_CONTRAST, is_rounded).hex,
        cursor=on_cursor,
        cursor_resting=on_resting,
        selected=on_selected,
        selection=Style(bgcolor=selection.rich_color, color=_strongest_on(selection).rich_color),
    )


class RoleStyles(dict[str, Style]):
    """Role -> its style on some backgrounds, made when first asked for: a start needs few of them."""

    def __init__(self, theme: Mapping[str, Color], grounds: Sequence[Color], is_rounded: bool) -> None:
        super().__init__()
        self._theme, self._grounds, self._is_rounded = theme, grounds, is_rounded

    def __missing__(self, role: str) -> Style:
        name, share, least, bold = ROLES[role]
        wanted = self._grounds[0].blend(self._theme[name], share)
        color = _readable_on(self._grounds, wanted, least, self._is_rounded)
        style = self[role] = Style(color=color.rich_color, bold=bold or None) + SIGNS.get(role)
        return style


# -- colours of a theme

HUES = ("primary", "secondary", "accent", "warning", "success", "error")
ORANGE_HUES, ORANGE_HUE = (radians(28), radians(78)), radians(55)
YELLOW_HUES, YELLOW_HUE = (radians(78), radians(112)), radians(95)
MIN_CHROMA, MAX_ORANGE_LIGHTNESS = 0.06, 0.8


def _orange(theme: Mapping[str, Color]) -> Color:
    """The theme's orange, or else one as strong as its warnings."""
    oranges = _of_hue(theme, ORANGE_HUES)
    if oranges:
        return min(oranges, key=lambda color: abs(oklch(color)[2] - ORANGE_HUE))
    lightness, chroma, _ = oklch(theme["warning"])
    return from_oklch(min(lightness, MAX_ORANGE_LIGHTNESS), max(chroma, 0.12), ORANGE_HUE)


def _yellow(theme: Mapping[str, Color]) -> Color:
    """The theme's yellow, or else a lighter sister of its orange."""
    if yellows := _of_hue(theme, YELLOW_HUES):
        return yellows[0]
    lightness, chroma, _ = oklch(_orange(theme))
    return from_oklch(min(0.9, lightness + 0.06), chroma, YELLOW_HUE)


def _of_hue(theme: Mapping[str, Color], hues: tuple[float, float]) -> list[Color]:
    colors = [theme[name] for name in ("accent", "warning", "secondary")]
    return [each for each in colors if oklch(each)[1] >= MIN_CHROMA and hues[0] <= oklch(each)[2] < hues[1]]


# -- what is readable, and what looks different


def _readable_on(grounds: Sequence[Color], color: Color, least: float, is_rounded: bool) -> Color:
    """The colour, no lighter or darker than it takes to contrast with every background."""

    def is_readable(ink: Color) -> bool:
        return all(contrast(ink, ground) >= least for ground in grounds)

    if not is_readable(color):
        strongest = max((BLACK, WHITE), key=lambda end: min(contrast(end, ground) for ground in grounds))
        start, end = oklch(color)[0], 1.0 if strongest == WHITE else 0.0
        near, far = 0.0, 1.0
        while far - near > 0.01:
            middle = (near + far) / 2
            near, far = (near, middle) if is_readable(_at(color, start + (end - start) * middle)) else (middle, far)
        color = _at(color, start + (end - start) * far)
    if is_rounded:
        return eight_bit_color(color, is_readable)
    return color if is_readable(color) else _strongest_on(grounds[0])


def _at(color: Color, lightness: float) -> Color:
    """The colour lighter or darker. Warm hues turn towards red on the way down: a dark orange is mud."""
    before, chroma, hue = oklch(color)
    if lightness < before and WARM_HUES[0] < hue < WARM_HUES[1]:
        hue = max(WARM_HUES[0], hue - HUE_TURN * (before - lightness))
    return from_oklch(lightness, chroma, hue)


WARM_HUES = (radians(40), radians(112))
HUE_TURN = radians(80)
"""By lightness lost."""
BLACK, WHITE = Color(0, 0, 0), Color(255, 255, 255)


def _strongest_on(ground: Color) -> Color:
    return max((BLACK, WHITE), key=lambda end: contrast(end, ground))


def _ground(page: Color, tint: Color, share: float, others: Sequence[tuple[Color, float]], is_rounded: bool) -> Color:
    """The page's background with a share of the tint, or as much more as it takes to look different from others."""
    ink = _strongest_on(page)

    def is_fit(ground: Color) -> bool:
        is_between = contrast(ground, ink) < contrast(page, ink)
        is_different = all(difference(ground, other) >= least for other, least in others)
        return is_between and is_different and contrast(ground, ink) > TEXT_CONTRAST

    if is_rounded:
        return eight_bit_color(page.blend(tint, share), is_fit)
    blends = [page.blend(tint, share + (1 - share) * step / 40) for step in range(41)]
    return next(filter(is_fit, blends), blends[0])


# -- the terminal's own colours


def _terminal_colors(variables: Mapping[str, str], dark: bool) -> Colors:
    """With the terminal's own colours, whose contrast is unknown: few are used, and none by a theme made of others.

    `variables`: those of a theme made of the terminal's colours, which the user chose to suit its background.
    """
    inks = {
        "primary": variables.get("secondary" if dark else "primary"),
        "orange": variables.get("warning"),
        "yellow": variables.get("warning"),
        "error": variables.get("error"),
        "success": variables.get("success"),
    }
    roles = {}
    for role, (name, _, least, bold) in ROLES.items():
        ink = inks.get(name) or "ansi_default"
        is_dim = name == "foreground" and least == SIGN_CONTRAST
        style = Style(color=ink.removeprefix("ansi_"), bold=bold or None, dim=is_dim or None)
        roles[role] = style + SIGNS.get(role)
    if not variables:
        roles |= {role: roles[role] + Style(underline=True) for role in ("link", "citation")}
    roles["thumb"] = Style(color="bright_black", reverse=True)
    return Colors(
        roles=roles,
        roles_over={},
        page="ansi_default",
        side="ansi_default",
        bar="ansi_default",
        rule="ansi_bright_black",
        focus=variables.get("primary", "ansi_default"),
        text="ansi_default",
        cursor=Style(reverse=True, color="default"),
        cursor_resting=Style(),
        selected=Style(),
        selection=Style(reverse=True),
        marks_cursor=True,
    )

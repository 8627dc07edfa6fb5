"""What each role looks like in each theme, with colours that are readable whatever the theme says."""

from collections.abc import Mapping
from typing import NamedTuple

from rich.style import Style
from textual.color import Color

TEXT_CONTRAST, SIGN_CONTRAST = 4.5, 3.0
"""Least WCAG contrast of text, and of signs that need only be noticed."""

# role -> theme colour, share of it (the rest is background), least contrast, bold
ROLES: Mapping[str, tuple[str, float, float, bool]] = {
    "text": ("foreground", 1.0, TEXT_CONTRAST, False),
    "strong": ("foreground", 1.0, TEXT_CONTRAST, True),
    "read": ("foreground", 0.66, TEXT_CONTRAST, False),
    "name": ("foreground", 0.62, TEXT_CONTRAST, False),
    "name-read": ("foreground", 0.45, SIGN_CONTRAST, False),
    "figure": ("foreground", 0.62, TEXT_CONTRAST, False),
    "figure-read": ("foreground", 0.45, SIGN_CONTRAST, False),
    "faint": ("foreground", 0.35, SIGN_CONTRAST, False),
    "title": ("primary", 1.0, TEXT_CONTRAST, True),
    "link": ("primary", 1.0, TEXT_CONTRAST, False),
    "selected": ("primary", 1.0, TEXT_CONTRAST, False),
    "pane-name": ("foreground", 0.62, TEXT_CONTRAST, False),
    "pane-name-focused": ("foreground", 1.0, TEXT_CONTRAST, True),
    "unread": ("accent", 1.0, TEXT_CONTRAST, False),
    "unread-strong": ("accent", 1.0, TEXT_CONTRAST, True),
    "rise": ("success", 1.0, TEXT_CONTRAST, False),
    "accent": ("accent", 1.0, TEXT_CONTRAST, False),
    "accent-strong": ("accent", 1.0, TEXT_CONTRAST, True),
    "match": ("accent", 1.0, TEXT_CONTRAST, True),
    "match-here": ("accent", 1.0, TEXT_CONTRAST, True),
    "star": ("warning", 1.0, TEXT_CONTRAST, False),
    "trouble": ("error", 1.0, TEXT_CONTRAST, False),
}

SIGNS = {
    "match": Style(underline=True),
    "match-here": Style(underline=True, reverse=True),
    "pane-name-focused": Style(underline=True),
}
"""Roles that have more than a colour."""


class Colors(NamedTuple):
    """Every style that the panes draw with."""

    roles: Mapping[str, Style]
    page: str
    side: str
    bar: str
    rule: str
    focus: str
    cursor: Style
    """On top of the line under the cursor, in the focused pane."""
    cursor_resting: Style
    """The same in other panes."""
    selected: Style
    """On top of selected rows, except the one under the cursor."""
    selection: Style
    """On top of text selected with the mouse."""
    marks_cursor: bool = False
    """With the terminal's own colours a bar at the start of the line marks the cursor."""

    def variables(self) -> dict[str, str]:
        """For TCSS."""
        names = {"page": self.page, "side": self.side, "bar": self.bar, "rule": self.rule, "focus": self.focus}
        return {f"reader-{name}": value for name, value in names.items()}

    def style(self, role: str, over: Style | None = None) -> Style:
        """The role's style, `over` on top; an unknown role is text."""
        style = self.roles.get(role) or self.roles["text"]
        return style + over if over else style


def colors_of(variables: Mapping[str, str], *, dark: bool, ansi: bool) -> Colors:
    """The colours of a theme, given its TCSS variables."""
    if ansi:
        return _terminal_colors(variables, dark)
    page, ink, primary = (Color.parse(variables[name]) for name in ("background", "foreground", "primary"))
    side, bar, rule, resting = (page.blend(ink, share) for share in (0.04, 0.08, 0.18, 0.11))
    cursor, selection = page.blend(primary, 0.30 if dark else 0.25), page.blend(primary, 0.55)
    selected = page.blend(primary, 0.13)
    grounds = [page, side, bar, cursor, resting, selected]
    roles = {}
    for role, (name, share, least, bold) in ROLES.items():
        wanted = page.blend(Color.parse(variables[name]), share)
        style = Style(color=_readable_on(grounds, wanted, least, dark).rich_color, bold=bold or None)
        roles[role] = style + SIGNS.get(role)
    roles["thumb"] = Style(color=rule.rich_color, reverse=True)
    return Colors(
        roles=roles,
        page=page.hex,
        side=side.hex,
        bar=bar.hex,
        rule=rule.hex,
        focus=primary.hex,
        cursor=Style(bgcolor=cursor.rich_color),
        cursor_resting=Style(bgcolor=resting.rich_color),
        selected=Style(bgcolor=selected.rich_color),
        selection=Style(bgcolor=selection.rich_color, color=_ink(selection)),
    )


def contrast(one: Color, other: Color) -> float:
    """WCAG 2 contrast ratio, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    parts = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in color.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _readable_on(grounds: list[Color], color: Color, least: float, dark: bool) -> Color:
    """The colour, moved towards white (black in a light theme) until it contrasts with every background."""
    end = Color(255, 255, 255) if dark else Color(0, 0, 0)
    for step in range(21):
        moved = color.blend(end, step / 20)
        if all(contrast(moved, ground) >= least for ground in grounds):
            return moved
    return end


def _ink(ground: Color) -> str:
    black, white = Color(0, 0, 0), Color(255, 255, 255)
    return (black if contrast(black, ground) > contrast(white, ground) else white).hex


def _terminal_colors(variables: Mapping[str, str], dark: bool) -> Colors:
    """For themes made of the terminal's own colours, whose contrast is unknown: so only few are used."""
    inks = {
        "primary": variables["secondary" if dark else "primary"],
        "accent": variables["accent"],
        "warning": variables["warning"],
        "error": variables["error"],
        "success": variables["success"],
    }
    roles = {}
    for role, (name, _, least, bold) in ROLES.items():
        ink = inks.get(name, "ansi_default") if least == TEXT_CONTRAST else "ansi_default"
        style = Style(color=ink.removeprefix("ansi_"), bold=bold or None, dim=(role == "faint") or None)
        roles[role] = style + SIGNS.get(role)
    roles["thumb"] = Style(color="bright_black", reverse=True)
    return Colors(
        roles=roles,
        page="ansi_default",
        side="ansi_default",
        bar="ansi_default",
        rule="ansi_bright_black",
        focus=variables["primary"],
        cursor=Style(reverse=True, color="default"),
        cursor_resting=Style(),
        selected=Style(),
        selection=Style(reverse=True),
        marks_cursor=True,
    )

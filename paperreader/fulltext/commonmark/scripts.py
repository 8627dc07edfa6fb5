"""Raised and lowered text, where Unicode has all its characters: `x²`, `H₂O`."""

from __future__ import annotations

_RAISED = dict(zip("0123456789+-=()ni−∗*†‡§¶", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ⁻∗∗†‡§¶", strict=True))
_RAISED |= dict(zip("abcdefghjklmoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))
_RAISED |= {",": ",", " ": " "}
_LOWERED = dict(zip("0123456789+-=()−aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₋ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))


def raised(text: str) -> str:
    """The text as superscript; empty if Unicode lacks a character of it."""
    return _mapped(text, _RAISED)


def lowered(text: str) -> str:
    """The text as subscript; empty if Unicode lacks a character of it."""
    return _mapped(text, _LOWERED)


def _mapped(text: str, letters: dict[str, str]) -> str:
    return "".join(letters[char] for char in text) if all(char in letters for char in text) else ""

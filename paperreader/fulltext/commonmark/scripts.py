"""Raised and lowered text, where Unicode has all its characters: `x²`, `H₂O`."""

from __future__ import annotations

from collections.abc import Mapping

from paperreader.text.raised_lowered import LOWERED, RAISED

_RAISED = {**RAISED, "*": "∗", "∗": "∗", "¶": "¶", ",": ",", " ": " "}


def raised(text: str) -> str:
    """The text as superscript; empty if Unicode lacks a character of it."""
    return _mapped(text, _RAISED)


def lowered(text: str) -> str:
    """The text as subscript; empty if Unicode lacks a character of it."""
    return _mapped(text, LOWERED)


def _mapped(text: str, letters: Mapping[str, str]) -> str:
    return "".join(letters[char] for char in text) if all(char in letters for char in text) else ""

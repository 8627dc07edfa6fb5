"""Invented papers in the shapes that the Hub's Markdown has, and beside them what they are read as."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.md"))


def source(name: str) -> str:
    """The Markdown of a shape."""
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")

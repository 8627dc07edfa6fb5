"""Why a source has no text of a paper."""

from __future__ import annotations


class NoText(Exception):
    """The source has no text that can be read; `str(error)` is the reason for the user."""

"""Letters of keyboard layouts other than the Latin ones, pressed where no text is typed.

Which Latin letter the same key would type, only the keyboard knows: it is not guessed.
"""

from __future__ import annotations

import unicodedata

NOT_OF_OTHER_SCRIPTS = ("LATIN ", "FULLWIDTH LATIN ", "MODIFIER ", "COMBINING ", "FEMININE ", "MASCULINE ", "MICRO ")
"""Beginnings of the names of characters that Latin layouts have, too."""


def ascii_form(character: str) -> str | None:
    """The ASCII character that a full-width one, or a digit of another script, stands for; None for all others."""
    if character.isascii():
        return None
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    form = unicodedata.normalize("NFKC", character)
    is_full_width = unicodedata.east_asian_width(character) == "F"
    return form if is_full_width and len(form) == 1 and form.isascii() else None


def is_of_other_script(character: str) -> bool:
    """Whether it is a letter that is not Latin, or part of one, like the vowels of Thai."""
    name = unicodedata.name(character, "") if len(character) == 1 and not character.isascii() else ""
    return name != "" and unicodedata.category(character)[0] in "LM" and not name.startswith(NOT_OF_OTHER_SCRIPTS)

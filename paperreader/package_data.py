"""Files that come with the package, also where it is in a zip."""

from __future__ import annotations

import pkgutil


def read(path: str) -> str:
    """The text of a file, by its path inside the package; FileNotFoundError if there is none."""
    data = pkgutil.get_data("paperreader", path)
    if data is None:
        raise FileNotFoundError(path)
    return data.decode()

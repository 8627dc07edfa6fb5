"""The folder that PDFs are saved in: the copy that is there already, whatever it is called."""

from __future__ import annotations

import os
import re
from pathlib import Path


def saved_pdf(folder: str | Path, id: str) -> Path | None:
    """A copy of the paper's PDF: the id is in its name, with or without a version. Reads the whole folder."""
    has_id = re.compile(rf"(?<![\d.]){re.escape(id)}(?!\d).*\.pdf$", re.IGNORECASE)
    try:
        with os.scandir(folder) as files:
            found = [file.path for file in files if has_id.search(file.name) and file.is_file()]
    except OSError:
        return None
    return Path(min(found)) if found else None

"""The papers of $PAPERREADER_RECORDED, each once."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

from paperreader.hub.parse import parse_items
from paperreader.models import Paper

FOLDER = Path(os.environ.get("PAPERREADER_RECORDED", "/nonexistent")) / "daily_papers"


def recorded_papers() -> list[Paper]:
    """None where the variable is not set."""
    found: dict[str, Paper] = {}
    for file in sorted(FOLDER.glob("*.json.gz")):
        found |= {paper.id: paper for paper in parse_items(gzip.decompress(file.read_bytes())).papers}
    return list(found.values())

"""Blocks as JSON objects for other programs. The fields are public: see `paperreader help formats`."""

from __future__ import annotations

from typing import Any

from paperreader.fulltext.blocks import (
    Block,
    Equation,
    Figure,
    Footnote,
    Heading,
    Listing,
    Paragraph,
    Reference,
    Run,
    Runs,
    Table,
    plain,
)
from paperreader.text.sanitize import printable


def to_json(block: Block) -> dict[str, Any]:
    """Its `kind`, its text, and what else it has; `runs` is the text in pieces of one style."""
    match block:
        case Heading():
            fields = {"level": block.level, "number": block.number, **_text(block.runs)}
        case Paragraph():
            fields = {**_text(block.runs), "depth": block.depth, "marker": block.marker, "frame": block.frame}
        case Equation():
            fields = {"text": block.text, "tex": block.tex, "lines": list(block.lines), "number": block.number}
            fields["frame"] = block.frame
        case Listing():
            lines = [plain(runs) for runs in block.lines]
            fields = {"caption": plain(block.caption), "lines": lines, "note": block.note}
        case Table():
            rows = [[_cell(cell.runs, cell._asdict()) for cell in row.cells] for row in block.rows]
            fields = {"caption": plain(block.caption), "rows": rows, "note": block.note}
        case Figure():
            fields = {"caption": plain(block.caption), "images": list(block.images)}
        case Footnote():
            fields = {"mark": block.mark, **_text(block.runs)}
        case Reference():
            fields = {"label": block.label, **_text(block.runs), "arxiv": block.arxiv}
    told: dict[str, Any] = _printable({"kind": type(block).__name__.lower(), "id": block.id, **fields})
    return told


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [_printable(each) for each in value]
    return {name: _printable(each) for name, each in value.items()} if isinstance(value, dict) else value


def _text(runs: Runs) -> dict[str, Any]:
    return {"text": plain(runs), "runs": [_run(run) for run in runs]}


def _run(run: Run) -> dict[str, str]:
    """Without the fields that are empty."""
    return {name: value for name, value in run._asdict().items() if value}


def _cell(runs: Runs, fields: dict[str, Any]) -> dict[str, Any]:
    kept = ("align", "is_header", "columns", "rows")
    return {**_text(runs), **{name: fields[name] for name in kept}}

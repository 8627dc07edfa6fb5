"""Blocks as JSON: the fields that `paperreader help formats` lists."""

from __future__ import annotations

import json

from paperreader.fulltext.blocks import (
    Cell,
    Equation,
    Figure,
    Footnote,
    Heading,
    Listing,
    Paragraph,
    Reference,
    Row,
    Run,
    Table,
)
from paperreader.fulltext.to_json import to_json

RUNS = (Run("We see "), Run("x²", "math", tex="x^2"), Run("[1]", target="#b1"))
TEXT = {
    "text": "We see x²[1]",
    "runs": [
        {"text": "We see "},
        {"text": "x²", "style": "math", "tex": "x^2"},
        {"text": "[1]", "target": "#b1"},
    ],
}


def test_every_block_has_its_kind_its_id_and_its_fields() -> None:
    blocks = [
        Heading(RUNS, 2, "3.2", "S3.SS2"),
        Paragraph(RUNS, "p1", 1, "•", "quote"),
        Equation("x^2", "x²", ("x²",), "(1)", "E1"),
        Listing(((Run("x"),), ()), (Run("Listing 1"),), "indentation lost", "l1"),
        Table((Row((Cell(RUNS, "right", True, 2, 3),), True),), (Run("Table 1"),), "", "T1"),
        Figure((Run("Figure 1"),), ("https://x.org/a.png",), "F1"),
        Footnote(RUNS, "†", "fn1"),
        Reference(RUNS, "[1]", "b1", "1843.00001"),
    ]
    assert json.loads(json.dumps([to_json(block) for block in blocks])) == [
        {"kind": "heading", "id": "S3.SS2", "level": 2, "number": "3.2", **TEXT},
        {"kind": "paragraph", "id": "p1", **TEXT, "depth": 1, "marker": "•", "frame": "quote"},
        {"kind": "equation", "id": "E1", "text": "x²", "tex": "x^2", "lines": ["x²"], "number": "(1)", "frame": ""},
        {"kind": "listing", "id": "l1", "caption": "Listing 1", "lines": ["x", ""], "note": "indentation lost"},
        {
            "kind": "table",
            "id": "T1",
            "caption": "Table 1",
            "rows": [[{**TEXT, "align": "right", "is_header": True, "columns": 2, "rows": 3}]],
            "note": "",
        },
        {"kind": "figure", "id": "F1", "caption": "Figure 1", "images": ["https://x.org/a.png"]},
        {"kind": "footnote", "id": "fn1", "mark": "†", **TEXT},
        {"kind": "reference", "id": "b1", "label": "[1]", **TEXT, "arxiv": "1843.00001"},
    ]


def test_nothing_can_control_a_terminal() -> None:
    told = json.dumps(to_json(Paragraph((Run("a\x1b[31m\u202eb"),))), ensure_ascii=False)
    assert told.isprintable()

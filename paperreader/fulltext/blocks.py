"""The blocks that a whole paper is made of: plain, frozen data, whatever source they come from.

All texts are cleaned (see `text.sanitize`). Formulas are stored as TeX with their readings, so that showing them needs
no TeX engine. Annotations are no strings here: named tuples are then made in half the time.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

RunStyle = Literal["", "strong", "emphasis", "strong emphasis", "code", "math"]


class Run(NamedTuple):
    """A piece of a line of text in one style."""

    text: str
    """As it is read; of a formula, its reading in one line."""
    style: RunStyle = ""
    target: str = ""
    """What it refers to: `#` and the id of a block, or an http(s) address; empty for plain text."""
    tex: str = ""
    """Of a formula: its TeX, without the dollars."""


Runs = tuple[Run, ...]


class Heading(NamedTuple):
    """A heading, with the number that the paper gives it."""

    runs: Runs
    """Without the number."""
    level: int
    """1: a section, 2: a subsection …; the title of the paper is no heading."""
    number: str = ""
    """`3.2`, `A.1`; empty where it has none."""
    id: str = ""


Frame = Literal["", "quote", "theorem", "proof", "abstract"]


class Paragraph(NamedTuple):
    """Prose that is wrapped: a paragraph, or one of a list item, a quote, a theorem."""

    runs: Runs
    id: str = ""
    depth: int = 0
    """How many lists it is in."""
    marker: str = ""
    """Of the first paragraph of a list item: `•`, `1.`, `(a)`."""
    frame: Frame = ""
    """What surrounds it. The name of a theorem (`Theorem 1 (Ada).`) is a strong run at its start."""
    goes_on: bool = False
    """It is the next line of the paragraph before it, which its author broke there."""


class Equation(NamedTuple):
    """A displayed formula."""

    tex: str
    text: str
    """Its reading in one line, for search."""
    lines: tuple[str, ...]
    """Its reading in two dimensions, as wide as it likes: lines of text, the longest as wide as the formula."""
    number: str = ""
    """`(3)`; `(3a), (3b)` where it has several."""
    id: str = ""
    frame: Frame = ""
    """What surrounds it."""


class Listing(NamedTuple):
    """Code or an algorithm: lines that are not joined, with their indentation."""

    lines: tuple[Runs, ...]
    caption: Runs = ()
    """With its number: `Algorithm 1: Sorting tokens`."""
    note: str = ""
    """What is wrong with it, such as `indentation lost`."""
    id: str = ""


class Cell(NamedTuple):
    """A cell of a table."""

    runs: Runs = ()
    align: Literal["left", "center", "right"] = "left"
    is_header: bool = False
    columns: int = 1
    """How many columns it spans."""
    rows: int = 1


class Row(NamedTuple):
    """A row of a table."""

    cells: tuple[Cell, ...]
    """Those that begin in it."""
    has_rule: bool = False
    """There is a line above all of it."""
    rules: tuple[tuple[int, int], ...] = ()
    """Lines above a part of it: the first column of each, and how many. Those of groups of columns touch."""


class Table(NamedTuple):
    """A table with its caption."""

    rows: tuple[Row, ...]
    caption: Runs = ()
    """With its number: `Table 3: Variations`."""
    note: str = ""
    """What is wrong with it: without rows, that the source does not have the table."""
    id: str = ""


class Figure(NamedTuple):
    """A figure, which is shown as its caption and a link."""

    caption: Runs = ()
    """With its number: `Figure 2: The architecture`."""
    images: tuple[str, ...] = ()
    """Addresses of its pictures."""
    id: str = ""


class Footnote(NamedTuple):
    """A footnote. It follows the block that refers to it."""

    runs: Runs
    mark: str = ""
    """`1`, `†`."""
    id: str = ""


class Reference(NamedTuple):
    """An entry of the bibliography."""

    runs: Runs
    label: str = ""
    """As the text cites it, `[19]` or `Vaswani et al. (2017)`."""
    id: str = ""
    arxiv: str = ""
    """The arXiv id of the paper, without version; empty if it names none."""


Block = Heading | Paragraph | Equation | Listing | Table | Figure | Footnote | Reference


Source = Literal["arxiv", "hub"]


class Fulltext(NamedTuple):
    """A whole paper."""

    blocks: Sequence[Block]
    """In the order of reading, from the first heading or the text before it. Without title, authors and abstract that
    the reader has anyway."""
    asides: Sequence[Block] = ()
    """Blocks that something refers to but that are not part of the text, such as what the source tells of a cited
    paper where it has no bibliography."""
    source: Source = "arxiv"
    version: str = ""
    """The arXiv version that it was made of, `v2`; empty if unknown."""
    lacks: tuple[str, ...] = ()
    """What the source lost, as a sentence goes on: `tables are missing`, `formulas are garbled`."""

    @property
    def source_name(self) -> str:
        """`arXiv HTML v7`."""
        return source_name(self.source, self.version)

    @property
    def note(self) -> str:
        """How complete it is: `Hub text: tables are missing`; empty if nothing is known to be lost."""
        return f"{self.source_name}: {', '.join(self.lacks)}" if self.lacks else ""


def source_name(source: Source, version: str = "") -> str:
    """`arXiv HTML v7`, or `Hub text`."""
    return f"{'arXiv HTML' if source == 'arxiv' else 'Hub text'} {version}".rstrip()


def plain(runs: Runs) -> str:
    """The text of runs."""
    return "".join(run.text for run in runs)

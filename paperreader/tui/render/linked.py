"""The repositories on the Hub that name a paper, as styled lines."""

from __future__ import annotations

from datetime import datetime

from paperreader.export.addresses import repo_url
from paperreader.humanize import count, parameter_count, relative_time, short_number
from paperreader.linked import LINKED_KINDS, Linked, LinkedRepo
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut
from paperreader.tui.render.rows import fit
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan

MIN_CELLS_FOR_ALL, FEW_LINKED = 46, 3
"""In narrower panes so few repositories are named: each takes three lines, and the summary comes after them."""
KIND_CELLS, MIN_ABOUT_CELLS = 9, 8
"""For the kind of a repository before its name, and of what it is about: less tells nothing."""
KIND_NAMES = {"model": "Model", "dataset": "Dataset", "space": "Space"}


def linked_lines(
    linked: Linked, all_link: str, hub: str, width: int, glyphs: Glyphs, now: datetime | None
) -> list[StyledLine]:
    """The first repositories of each kind, how many there are, and since when that is known.

    `all_link`: what is behind the number of those that are not named.
    """
    name = "On the Hub"
    summary = linked_summary(linked)
    heading = next((each for each in (f"{name}: {summary}", summary) if cell_width(each) <= width), summary)
    since = relative_time(linked.fetched.astimezone(), now.astimezone()) if linked.fetched and now else ""
    wordings = (f"   as of {since}", f"   {since}") if since else ()
    age = next((each for each in wordings if cell_width(heading + each) <= width), "")
    spans = fit([StyledSpan(heading, "heading"), StyledSpan(age, "figure")], width, glyphs.cut)
    lines = [StyledLine(tuple(spans), name, -1)]
    shown = linked.first() if width >= MIN_CELLS_FOR_ALL else linked.first(FEW_LINKED)
    for repo in shown:
        for number, parts in enumerate(repo_lines(repo, hub, width - KIND_CELLS, glyphs)):
            kind = StyledSpan(f"{'' if number else KIND_NAMES[repo.kind]:{KIND_CELLS}}", "figure")
            spans = fit([kind, *parts], width, glyphs.cut)
            lines.append(StyledLine(tuple(spans), name, len(lines) - 1, flows=number > 0))
    if (more := linked.total - len(shown)) > 0:
        spans = fit([StyledSpan(f"{more:,} more", "link", all_link)], width, glyphs.cut)
        lines.append(StyledLine(tuple(spans), name, len(lines) - 1))
    return lines


def linked_summary(linked: Linked) -> str:
    """`3 models, 1 dataset, 2 Spaces`."""
    kinds = (kind for kind in LINKED_KINDS if linked.totals.get(kind))
    return ", ".join(count(linked.totals[kind], "Space" if kind == "space" else kind) for kind in kinds)


def repo_lines(
    repo: LinkedRepo, hub: str, width: int, glyphs: Glyphs, *, at_most: int = 3
) -> list[tuple[StyledSpan, StyledSpan]]:
    """The name of a repository and its figures, which go on in further lines; what then has no room is left out."""
    name = StyledSpan(cut(clean(repo.id), width, glyphs.cut), "link", repo_url(repo, hub))
    facts, texts, room = _repo_facts(repo), [""], width - cell_width(name.text)
    together = f" {glyphs.dot} ".join(facts)
    if at_most > 1 and room - 3 < cell_width(together) <= width:
        texts, facts = ["", together], []
    for fact in facts:
        before = f"{texts[-1]} {glyphs.dot} " if texts[-1] else "" if len(texts) > 1 else "   "
        if cell_width(before + fact) <= room:
            texts[-1] = before + fact
        elif len(texts) < at_most:
            texts, room = [*texts, cut(fact, width, glyphs.cut)], width
        elif fact == clean(repo.about) and room - cell_width(before) >= MIN_ABOUT_CELLS:
            texts[-1] = cut(before + fact, room, glyphs.cut)
    return [(name if number == 0 else StyledSpan(""), StyledSpan(text, "figure")) for number, text in enumerate(texts)]


def _repo_facts(repo: LinkedRepo) -> list[str]:
    """`176 likes`, `57k downloads`, `7B`, `text-generation`: the most telling first."""
    facts = [] if repo.likes is None else [f"{short_number(repo.likes)} like{'s' * (repo.likes != 1)}"]
    facts += [] if repo.downloads is None else [f"{short_number(repo.downloads)} downloads"]
    facts += [parameter_count(repo.parameters)] if repo.parameters else []
    return [*facts, *filter(None, ("gated" if repo.gated else "", clean(repo.about)))]

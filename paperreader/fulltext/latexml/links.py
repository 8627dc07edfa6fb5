"""Links inside the paper: each leads to a block, or is plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from paperreader.fulltext.block_text import parts, with_runs
from paperreader.fulltext.blocks import Block, Runs


def linked(blocks: Sequence[Block], anchors: Mapping[str, int]) -> tuple[Block, ...]:
    """The blocks with ids for all that is linked to. `anchors`: the blocks, by place, that other ids are in."""
    targets = (run.target for block in blocks for runs in parts(block) for run in runs)
    used = {target[1:] for target in targets if target.startswith("#")}
    result = list(blocks)
    known = {block.id for block in blocks if block.id}
    names: dict[str, str] = {}
    for id in used - known:
        at = anchors.get(id)
        if at is None:
            names[id] = ""
        elif result[at].id:
            names[id] = result[at].id
        else:
            result[at] = result[at]._replace(id=id)
    if not names:
        return tuple(result)

    def renamed(runs: Runs) -> Runs:
        if not any(run.target[1:] in names for run in runs):
            return runs
        return tuple(
            run._replace(target=f"#{name}" if (name := names[run.target[1:]]) else "")
            if run.target.startswith("#") and run.target[1:] in names
            else run
            for run in runs
        )

    return tuple(with_runs(block, renamed) for block in result)

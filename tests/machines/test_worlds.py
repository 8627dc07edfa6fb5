"""Machines that share a folder which loses, delays, cuts and doubles files: in the end they agree, on the newest."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperreader.mark_fields import ALL_PAPERS
from tests.machines.world import COPIES, PAPERS, World, make_template

WORLDS, WORLDS_IF_LONG = 40, 1_500

papers = st.lists(st.sampled_from(PAPERS), min_size=1, max_size=2, unique=True)
names = st.sampled_from("abc")
cuts = st.one_of(st.just(1.0), st.floats(0, 1))
files = st.integers(0, 30)
skews = st.sampled_from(
    [
        *(timedelta(), timedelta(minutes=3), timedelta(minutes=-40), timedelta(hours=20), timedelta(hours=-20)),
        *(timedelta(days=3), timedelta(days=-3), timedelta(days=1_000), timedelta(days=-1_000)),
        timedelta(days=-20_000),
    ]
)


def event(what: str, *args: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Who, what, how, and how many seconds after the event before."""
    return st.tuples(st.integers(0, 4), st.just(what), *args, st.sampled_from([0, 1, 60, 3_000, 90_000]))


acts = st.one_of(
    event("mark", st.sampled_from(["starred", "read", "tag:ml"]), st.booleans(), papers),
    event("mark", st.just("note"), st.sampled_from(["", "looms", "Flöße", "γ"]), papers),
    event("mark", st.just("taste:agent"), st.sampled_from(["up", "off", "down", ""]), st.just([ALL_PAPERS])),
    event("undo"),
    event("redo"),
    event("save", names, st.sampled_from(["flow", "flow 1", "agent"]), st.sampled_from(["search", "rule", "follow"])),
    event("delete", names),
    event("rename", names, names),
    event("move", names, st.sampled_from([-1, 1])),
)
exchanges = st.one_of(event("exchange"), event("look"), event("pull"), event("push"))
faults = st.one_of(
    event("lose", files),
    event("cut", files, cuts),
    event("restart"),
    event("refresh"),
    event("set_clock", skews | st.just(timedelta())),
)
deliveries = event("deliver", files, st.integers(0, len(COPIES) - 1), cuts)
scripts = st.lists(st.one_of(acts, acts, exchanges, deliveries, deliveries, faults), min_size=12, max_size=60)


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """In memory, where there is such a place: a world makes hundreds of files."""
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as made:
        yield Path(made)


@pytest.fixture(scope="module")
def template(place: Path) -> Path:
    return make_template(place / "template.db")


def test_machines_agree_on_the_newest_once_all_files_have_arrived(place: Path, template: Path, long: bool) -> None:
    @settings(max_examples=WORLDS_IF_LONG if long else WORLDS, deadline=None)
    @given(clocks=st.lists(skews, min_size=2, max_size=5), ahead=st.integers(0, 4), script=scripts)
    def in_any_world(clocks: list[timedelta], ahead: int, script: list[tuple[Any, ...]]) -> None:
        folder = Path(tempfile.mkdtemp(dir=place))
        world = World(folder, template, len(clocks), ahead)
        try:
            for machine, skew in zip(world.machines, clocks, strict=True):
                world.set_clock(machine, skew)
            world.play(script)
            world.settle()
            world.check()
        finally:
            world.close()
            shutil.rmtree(folder)

    in_any_world()

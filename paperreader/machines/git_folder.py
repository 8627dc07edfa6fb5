"""A folder in a git repository: commits our own file on top of what the remote has, pushes it, and takes over the rest.

Only the file goes into a commit, whatever else the user has changed, staged, or committed and not pushed. As each
commit is made for the newest one of the remote, there is nothing to rebase, and nothing to be left in the middle of.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import IO, Final

from paperreader.machines.git_command import TRANSFER_S, Git, GitError
from paperreader.machines.git_state import (
    COMMIT,
    REGULAR,
    Entry,
    Place,
    Target,
    files_in,
    find_place,
    find_target,
    under_way,
)

TIP: Final = "refs/paperreader/remote"
"""The newest commit of the remote that we fetched."""
MAX_PUSHES: Final = 20
"""Other machines may push at the same time: then the file is committed again, on top of theirs."""
MAX_REFUSALS: Final = 2
"""Pushes that fail though nobody else has pushed."""
BUSY: Final = ("lock", "failed to update ref")
"""In what a remote says while somebody else pushes."""
PAUSE_S: Final = 0.3
"""Between attempts, at most, so that machines do not keep step."""
LOCK_S: Final = 5.0
"""How long another git may have the index."""
FILES_PER_RUN: Final = 500
MAX_LOOSE: Final = 600
"""Objects that are not packed. The file goes into the repository whole each time: only packed is it small."""


class GitFolder:
    """The folder, for one exchange."""

    def __init__(self, folder: Path, machine: str) -> None:
        self._git, self._machine = Git(folder, machine), machine
        self._found: tuple[Place, Target] | None = None

    def fetch(self) -> None:
        """Bring the folder up to date with the remote, if there is one. Raises GitError."""
        place, target = self._find()
        self._take_over(place, target)

    @property
    def is_busy(self) -> bool:
        """Whether the user is in the middle of a merge, say, which a change of our file would be in the way of."""
        with suppress(GitError):  # there is no repository, or no git
            return bool(under_way(Path(self._git.line("rev-parse", "--absolute-git-dir"))))
        return False

    def send(self, *files: Path) -> None:
        """Commit files of the folder, or that they are gone, and push if there is a remote. Raises GitError."""
        place, target = self._found or self._find()
        refusals = 0
        for _ in range(MAX_PUSHES):
            self._take_over(place, target)
            if not (commit := self._commit(place, target, files)):
                return
            try:
                self._push(place, target, commit)
            except GitError as error:
                newer = find_target(self._git, place)
                refusals += newer.tip == target.tip and not any(word in str(error) for word in BUSY)
                if refusals == MAX_REFUSALS:
                    raise
                target = newer
                sleep(random.uniform(0, PAUSE_S))
            else:
                self._take_over(place, target._replace(tip=commit))
                return
        raise GitError("git push: other machines were always quicker")

    def _find(self) -> tuple[Place, Target]:
        place = find_place(self._git)
        self._git.folder = place.top
        self._found = place, find_target(self._git, place)
        return self._found

    def _push(self, place: Place, target: Target, commit: str) -> None:
        if place.remote:
            self._git.run(
                *("push", "--quiet", "--no-verify", place.remote, f"{commit}:{target.ref}"), seconds=TRANSFER_S
            )
        if not self._git.answer("config", "gc.auto"):  # else the user has decided
            self._git.succeeds(
                *("-c", f"gc.auto={MAX_LOOSE}"), *("-c", "gc.autoDetach=true"), "gc", "--auto", "--quiet"
            )

    def _commit(self, place: Place, target: Target, files: Sequence[Path]) -> str | None:
        """A commit of these files alone; None if what is pushed to has them as they are."""
        parent = target.tip or place.head  # a remote without branches gets ours
        there = files_in(self._git, parent, place.prefix)
        entries = {file.name: self._entry(place, file) for file in files}
        changed = {
            name: entry
            for name, entry in entries.items()
            if (there[name].blob if name in there else None) != (entry.blob if entry else None)
        }
        if not changed and (target.tip or not any(entries.values())):
            return None
        tree = self._tree(parent, place.prefix, entries)
        return self._commit_tree(tree, f"Marks of {self._machine}", *filter(None, [parent]))

    def _entry(self, place: Place, file: Path) -> Entry | None:
        """The file as it is now; None if it is gone."""
        if not file.is_file():
            return None
        return Entry(REGULAR, self._git.line("hash-object", "-w", "--no-filters", "--", f"{place.prefix}{file.name}"))

    def _take_over(self, place: Place, target: Target) -> None:
        """Bring branch, index and work tree to what the remote has, with all that the user has there.

        A file of a machine that is neither as it was nor as it is to be is kept as a copy.
        """
        if target.tip is None or target.tip == place.head:
            return
        self._fetch(place, target)
        new = self._joined(place, target, target.tip)
        if new == place.head:
            return
        before = files_in(self._git, place.head, place.prefix)
        changed = {
            name: entry for name, entry in files_in(self._git, new, place.prefix).items() if entry != before.get(name)
        }
        old = place.head or self._git.line("mktree")  # the empty tree
        self._try(place, changed, old, new)
        for name, entry in changed.items():
            self._take_file(place.top / place.prefix / name, entry, before.get(name))
        self._locking(self._move, place, changed, old, new)
        place.head = new

    def _fetch(self, place: Place, target: Target) -> None:
        if place.remote and not self._git.succeeds("cat-file", "-e", f"{target.tip}^{{commit}}"):
            what = f"+{target.ref}:{TIP}"
            self._git.run(
                *("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", place.remote, what), seconds=TRANSFER_S
            )

    def _joined(self, place: Place, target: Target, tip: str) -> str:
        """The commit that the branch is to be at: the remote's, or a merge with what the user has not pushed."""
        head = place.head
        if head is None or self._git.succeeds("merge-base", "--is-ancestor", head, tip):
            return tip
        if self._git.succeeds("merge-base", "--is-ancestor", tip, head):
            return head
        if not target.is_upstream:
            name = place.branch_name
            raise GitError(f"{name} is not on {place.remote}: run git push -u, or git switch, in {place.top}")
        # The user may have committed a file of a machine, too: that of the remote counts, and nothing conflicts.
        tree = self._tree(head, place.prefix, files_in(self._git, tip, place.prefix))
        try:
            merged = self._git.line("merge-tree", "--write-tree", self._commit_tree(tree, "Marks", head), tip)
        except GitError:
            raise GitError(
                f"{place.top} and {place.remote} have changed the same: run git pull --autostash there"
            ) from None
        return self._commit_tree(merged, f"Merge marks from {place.remote}", head, tip)

    def _try(self, place: Place, changed: Mapping[str, Entry], old: str, new: str) -> None:
        """Raise GitError if something that the user has changed would be in the way."""
        with self._index() as (index, env):
            if (own := place.git_dir / "index").exists():
                shutil.copyfile(own, index)
            self._stage(place.prefix, changed, env)
            self._git.succeeds("update-index", "-q", "--refresh", env=env)
            try:
                self._git.run("read-tree", "-m", "-u", "-n", old, new, env=env)
            except GitError as error:
                raise GitError(
                    f"{place.top} is behind {place.remote}, and cannot follow ({str(error).partition(': ')[2]})"
                ) from None

    def _take_file(self, path: Path, entry: Entry, before: Entry | None) -> None:
        here = self._git.line("hash-object", "--no-filters", "--", str(path)) if path.is_file() else None
        if here == entry.blob:
            return
        try:
            if here and (before is None or here != before.blob):
                path.replace(path.with_name(f"{path.stem} (copy {here[:8]}){path.suffix}"))
            with _replacing(path) as file:
                self._git.run("cat-file", "blob", entry.blob, output=file)
        except OSError as error:
            raise GitError(f"{path}: {error.strerror or error}") from None

    def _move(self, place: Place, changed: Mapping[str, Entry], old: str, new: str) -> None:
        """Let index, work tree and branch follow. Whatever comes between is made up for by the next time."""
        if self._git.answer("rev-parse", "--quiet", "--verify", COMMIT) != (place.head or ""):
            raise GitError(f"{place.top} has a new commit just now: marks follow with the next exchange")
        self._stage(place.prefix, changed, {})
        self._git.succeeds("update-index", "-q", "--refresh")
        self._git.run("read-tree", "-m", "-u", old, new)
        self._git.run("update-ref", "-m", "paperreader: marks", "HEAD", new, place.head or "")

    def _tree(self, base: str | None, prefix: str, files: Mapping[str, Entry | None]) -> str:
        """The tree of a commit with these files in the folder, made without the user's index."""
        with self._index() as (_, env):
            if base:
                self._git.run("read-tree", base, env=env)
            self._stage(prefix, files, env)
            return self._git.line("write-tree", "--missing-ok", env=env)

    def _stage(self, prefix: str, files: Mapping[str, Entry | None], env: Mapping[str, str]) -> None:
        for name in [name for name, entry in files.items() if entry is None]:
            self._git.run("update-index", "--force-remove", "--", f"{prefix}{name}", env=env)
        entries = [f"{entry.mode},{entry.blob},{prefix}{name}" for name, entry in files.items() if entry]
        for start in range(0, len(entries), FILES_PER_RUN):
            options = [word for each in entries[start : start + FILES_PER_RUN] for word in ("--cacheinfo", each)]
            self._git.run("update-index", "--add", *options, env=env)

    def _commit_tree(self, tree: str, subject: str, *parents: str) -> str:
        options = [word for parent in parents for word in ("-p", parent)]
        return self._git.line("commit-tree", *options, "-m", subject, tree)

    @contextmanager
    def _index(self) -> Iterator[tuple[Path, dict[str, str]]]:
        """An index of our own, which is not there yet, and what makes git use it."""
        with tempfile.TemporaryDirectory(prefix="paperreader-") as folder:
            index = Path(folder, "index")
            yield index, {"GIT_INDEX_FILE": str(index)}

    def _locking(self, do: Callable[..., None], *args: object) -> None:
        """Do what needs the index and the branch, which another git may have locked just now."""
        end = monotonic() + LOCK_S
        while True:
            try:
                return do(*args)
            except GitError as error:
                if ".lock" not in str(error):
                    raise
                if monotonic() > end:
                    raise GitError(f"{error} If no git is running there, delete it.") from None
                sleep(random.uniform(0, PAUSE_S))


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of another once it is whole. Raises OSError."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)

"""The commands of the search prompt, apart from it: a start needs their keys, but not the prompt."""

from __future__ import annotations

from typing import Literal, Protocol

from paperreader.tui.command import Command, Group

ResultOrder = Literal["best", "newest", "hub"]
"""Stay with what was found, the best match or the newest first; or with what the Hub's own search finds."""


class SearchActions(Protocol):
    """The prompt, as far as its commands know it."""

    def accept(self, order: ResultOrder) -> None: ...
    def complete(self) -> None: ...
    def save(self) -> None: ...
    def show_help(self) -> None: ...


def accept_best(prompt: SearchActions) -> None:
    prompt.accept("best")


def accept_newest(prompt: SearchActions) -> None:
    prompt.accept("newest")


def ask_hub(prompt: SearchActions) -> None:
    prompt.accept("hub")


def complete(prompt: SearchActions) -> None:
    prompt.complete()


def save(prompt: SearchActions) -> None:
    prompt.save()


def show_help(prompt: SearchActions) -> None:
    prompt.show_help()


SEARCH_PROMPT_COMMANDS = (
    Command(
        "search.best",
        "enter",
        "best first",
        "While typing: best match first",
        Group.SEARCH,
        accept_best,
        acts_on="prompt",
    ),
    Command(
        "search.newest",
        "down",
        "newest first",
        "While typing: newest first",
        Group.SEARCH,
        accept_newest,
        acts_on="prompt",
    ),
    Command(
        "search.complete",
        "tab",
        "complete",
        "While typing: complete the name of a field",
        Group.SEARCH,
        complete,
        acts_on="prompt",
    ),
    Command(
        "search.hub",
        "ctrl+o",
        "ask the Hub",
        "While typing: search on the Hub instead, by meaning",
        Group.SEARCH,
        ask_hub,
        acts_on="prompt",
    ),
    Command(
        "search.keep",
        "ctrl+s",
        "save",
        "While typing: save the search to the sidebar under a name",
        Group.SEARCH,
        save,
        acts_on="prompt",
    ),
    Command(
        "search.help", "f1", "help", "While typing: what can be searched for", Group.SEARCH, show_help, acts_on="prompt"
    ),
)

"""Textual's command palette, made safe for fast typing and tiny windows."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, ClassVar

from textual import command, events, on
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.worker import Worker, WorkerCancelled, WorkerFailed

from paperreader.tui.command import SUSPEND, bindings
from paperreader.tui.terminal.internals import gathering_group, has_option_lines, submit_palette
from paperreader.tui.terminal.resize import latest_resize_only


class CommandPalette(command.CommandPalette):
    """Closes only once, and pages only if it has lines."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings((SUSPEND,), "app.command")]
    _on_resize = latest_resize_only

    @on(events.Click)
    @on(OptionList.OptionSelected)
    def _ignore_if_closed(self, event: Message) -> None:
        """Drop what arrives right behind the event that closed it: Textual would close the screen below, too."""
        if self.app.screen is not self:
            event.prevent_default()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Wait for the matches of the current text: Textual would run one of the text before."""
        self._ignore_if_closed(event)
        gathering = [worker for worker in self.workers if worker.group == gathering_group(self)]
        if self.app.screen is self and gathering:
            event.prevent_default().stop()
            self.run_worker(self._submit_after(gathering[-1]), group="enter", exclusive=True)

    async def _submit_after(self, gathering: Worker[Any]) -> None:
        with suppress(WorkerFailed, WorkerCancelled):  # another letter was typed
            await gathering.wait()
            if self.app.screen is self:
                submit_palette(self)

    def _action_command_list(self, action: str) -> None:
        """Do nothing while no option has a line: Textual would fail looking at the first."""
        if has_option_lines(self.query_one(OptionList)):
            super()._action_command_list(action)

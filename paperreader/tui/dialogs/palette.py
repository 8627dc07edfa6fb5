"""Textual's command palette, for people in a hurry and windows without room."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, ClassVar

from textual import command, events, on
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.worker import Worker, WorkerCancelled, WorkerFailed

from paperreader.tui.keymap import APP_KEYS
from paperreader.tui.terminal.resize import latest_resize_only


class CommandPalette(command.CommandPalette):
    """Closes once, and has pages only where it has lines."""

    BINDINGS: ClassVar[list[BindingType]] = [key for key in APP_KEYS if key.id == "app.suspend"]
    _on_resize = latest_resize_only

    @on(events.Click)
    @on(OptionList.OptionSelected)
    def _heard(self, event: Message) -> None:
        """What comes right behind the one that closed it is for nobody: Textual would close the next screen, too."""
        if self.app.screen is not self:
            event.prevent_default()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """Enter is for the list that belongs to the text: Textual's takes what it still shows for the one before."""
        self._heard(event)
        gathering = [worker for worker in self.workers if worker.group == self._GATHER_COMMANDS_GROUP]
        if self.app.screen is self and gathering:
            event.prevent_default().stop()
            self.run_worker(self._enter(gathering[-1]), group="enter", exclusive=True)

    async def _enter(self, gathering: Worker[Any]) -> None:
        with suppress(WorkerFailed, WorkerCancelled):  # another letter came behind it
            await gathering.wait()
            if self.app.screen is self:
                self._select_or_command()

    def _action_command_list(self, action: str) -> None:
        """Nothing, where no option has a line yet: Textual takes the first one's."""
        if self.query_one(OptionList)._lines:
            super()._action_command_list(action)

"""Textual's command palette, for people in a hurry and windows without room."""

from __future__ import annotations

from textual import command, events, on
from textual.message import Message
from textual.widgets import Input, OptionList


class CommandPalette(command.CommandPalette):
    """Closes once, and has pages only where it has lines."""

    @on(events.Click)
    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _heard(self, event: Message) -> None:
        """What comes right behind the one that closed it is for nobody: Textual would close the next screen, too."""
        if self.app.screen is not self:
            event.prevent_default()

    def _action_command_list(self, action: str) -> None:
        """Nothing, where no option has a line yet: Textual takes the first one's."""
        if self.query_one(OptionList)._lines:
            super()._action_command_list(action)

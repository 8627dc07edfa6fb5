"""Screens on top of the reader: dialogs, menus, prompts, the command palette."""

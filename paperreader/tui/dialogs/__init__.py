"""What is laid over the screen: dialogs, menus, prompts, the command palette."""

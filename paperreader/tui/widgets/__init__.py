"""The panes and bars of the screen."""

"""What the user has in front of them, in plain Python: no textual, no rich."""

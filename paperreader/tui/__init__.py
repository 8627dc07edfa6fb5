"""The terminal user interface: the only package that imports Textual."""

import os

# Frames per second, read when Textual is imported: a key right after a frame may have to wait for two of them.
os.environ.setdefault("TEXTUAL_FPS", "240")

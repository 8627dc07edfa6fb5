"""The screen: the only part that knows Textual."""

import os

# Frames a second. Textual's timer lets a key that comes right after a frame wait for up to two; before it is imported.
os.environ.setdefault("TEXTUAL_FPS", "240")

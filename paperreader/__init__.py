"""A terminal reader for the Hugging Face Daily Papers."""

__version__ = "0.8.0"

"""Whole papers: arXiv's HTML or the Hub's Markdown as blocks that can be laid out, searched and cited."""

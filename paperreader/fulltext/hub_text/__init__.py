"""Repairs for the Markdown that the Hub makes of arXiv's pages: it loses formulas, tables and structure."""

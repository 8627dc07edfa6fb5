"""Markdown (CommonMark with tables, formulas and footnotes) as blocks, whoever wrote it."""

"""Formulas: TeX as text in one line, or in two dimensions. What is unknown stays visible as TeX; nothing is dropped."""

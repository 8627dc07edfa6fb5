"""Invented papers, as arXiv would serve them."""

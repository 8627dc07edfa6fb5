"""HTML as LaTeXML makes it of TeX, and arXiv serves it: from the tree of elements to blocks."""

"""The papers of some days as something to send: followed ones first, then those with the most upvotes.

`digest` chooses and groups the papers, `phrases` says what every format says of one; each format has a module with a
function `write`.
"""

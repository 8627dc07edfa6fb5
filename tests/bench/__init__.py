"""How fast the installed program is, beside its goals: `python -m tests.bench` (see its `--help`).

`terminal` runs a program in a pseudo-terminal · `screen` what that shows · `process` what it costs ·
`stores` the papers · `hub` where they are fetched from · `marks` what a user did with them · `exchange` with a folder ·
`bench` what a measurement works with · `measures` the measurements, a file for each
"""

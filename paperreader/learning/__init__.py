"""Learning what the user likes: reads the store, works it out with `taste`, and stores what came of it.

`learn` does it · `child` is the process that it happens in, so that no key has to wait
"""

"""What the user likes to read, learned from what they did: knows no screen and no store.

`acts` says what each act counts · `vector` makes numbers of a paper · `profile` adds them up · `rarity` knows how
telling each feature is · `judge` scores papers, with reasons · `trial` compares that with votes · `evidence` is all
that there is to learn from · `learned` is what came of it
"""

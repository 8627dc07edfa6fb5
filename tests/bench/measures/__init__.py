"""One file for each measurement, found by its name: `measure(bench)` yields a row for each figure.

To add one, write a file like the others here. `bench.reader(store)` and `bench.bare()` start programs to measure
in turn (`with bench.bare() as program: …`); the row says figure, unit, goal (or None), and a note.
"""

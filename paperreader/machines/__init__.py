"""The same marks on all of a user's machines, by way of a folder that something else keeps in sync.

Each machine writes one file there, of all marks that it knows, and reads those of the others; the newest change of a
mark wins, whatever the folder does. `machine_file` is such a file · `folder` finds those that changed · `exchange`
reads and writes for a store · `child` is the process that this happens in, for a folder may take its time
"""

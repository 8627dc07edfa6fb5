"""The same marks on all of a user's machines, by way of a folder that something else keeps in sync.

Each machine writes one file there, of all marks that it knows, and reads those of the others; the newest change of a
mark wins, whatever the folder does. From the bottom up:

- `machine_file`: such a file, read and written · `folder`: the files that changed
- `exchange`: reads and writes them for a store · `groups`: the same for the stars that a group shares
- `program`, `git_command`, `git_state`, `git_folder`, `transfer`: what carries the folder where no service does
- `task`: what an exchange is to do, and what came of it · `problems`, `notices`: what the user is told
- `exchange_lock`: one at a time · `exchange_child`, `look_child`, `forget_child`: processes of their own, since a
  drive may sleep · `sync_settings`, `overview`: what is set up, and what is known
"""

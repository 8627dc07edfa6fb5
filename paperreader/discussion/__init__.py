"""The discussion of a paper: comments as plain data, and the threads that they make."""

"""Between Textual and the terminal: driver, output, input, and Textual's internals."""

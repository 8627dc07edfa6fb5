"""What lies between Textual and the terminal: the driver, what is written, what is read."""

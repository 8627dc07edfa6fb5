"""Untrusted text from the Hub: made safe, made readable, measured in terminal cells."""

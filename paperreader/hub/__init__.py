"""The hub's HTTP API -> Papers."""

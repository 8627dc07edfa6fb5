"""A server on loopback that speaks the hub's papers API, and can do so wrongly in every way."""

from tests.hub_server.server import HubServer, Request

__all__ = ["HubServer", "Request"]

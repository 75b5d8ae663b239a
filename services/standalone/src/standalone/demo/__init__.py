"""Replays a ledger through the services as its users would, over HTTP only."""

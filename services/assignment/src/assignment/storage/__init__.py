"""Rows of this service; they never leave it."""

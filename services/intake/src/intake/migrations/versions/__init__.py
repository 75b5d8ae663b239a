"""Revisions, named by the day they were written."""

"""Rows of intake's database; they never leave this package."""

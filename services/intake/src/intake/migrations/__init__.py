"""Intake's schema, step by step."""

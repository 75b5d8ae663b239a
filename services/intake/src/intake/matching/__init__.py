"""Advice on repeats: is it the same person, is it the same matter; a person decides."""

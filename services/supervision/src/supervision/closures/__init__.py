"""Closing reports that tell what was gone through instead of what came out."""

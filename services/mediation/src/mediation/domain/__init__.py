"""The rules of resolving a case; imports no framework."""

"""Suggests what a petition is about: content category, field, tags. Advice only; a clerk decides."""

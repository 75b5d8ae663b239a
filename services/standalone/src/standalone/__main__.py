"""``python -m standalone`` is the ``huajie`` command."""

from standalone.cli import app

app()

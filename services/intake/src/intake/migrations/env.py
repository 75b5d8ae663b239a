"""Alembic's entry for intake."""

from dbkit.alembic_env import run_env

from intake.storage.tables import METADATA

run_env(METADATA)

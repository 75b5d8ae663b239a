"""Alembic's entry: the shared environment with this service's tables."""

from dbkit.alembic_env import run_env

from reporting.storage.tables import Base

run_env(Base.metadata)

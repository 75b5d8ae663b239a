"""Hands this service's tables to the shared Alembic environment."""

from dbkit.alembic_env import run_env

from assignment.storage.tables import Base

run_env(Base.metadata)

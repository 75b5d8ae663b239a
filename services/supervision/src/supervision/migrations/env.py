"""Alembic's entry point for supervision."""

from dbkit.alembic_env import run_env
from supervision.storage.tables import Base

run_env(Base.metadata)

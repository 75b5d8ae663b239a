"""Alembic's entry point for mediation."""

from dbkit.alembic_env import run_env
from mediation.storage.tables import Base

run_env(Base.metadata)

from dbkit.alembic_env import run_env
from sample.tables import Base

run_env(Base.metadata)

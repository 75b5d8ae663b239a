"""SQLAlchemy, PostgreSQL and Alembic as this house uses them."""

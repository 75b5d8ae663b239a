"""PostgreSQL and NATS from their wheels, under our own data folder."""

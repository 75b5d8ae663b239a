"""What every HTTP service needs, without SQL and without NATS."""

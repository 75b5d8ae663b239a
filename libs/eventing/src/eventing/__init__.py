"""Outbox, relay, inbox, consumer loop and dead letters over NATS JetStream."""

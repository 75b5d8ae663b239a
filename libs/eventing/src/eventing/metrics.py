"""Metrics of the event pipeline; refreshed by the loops, never by a scrape."""

from prometheus_client import Counter, Gauge

PUBLISHED = Counter("huajie_events_published_total", "Events published", ["service"])
PUBLISH_FAILED = Counter(
    "huajie_events_publish_failed_total", "Publish attempts without ack", ["service"]
)
WAITING = Gauge("huajie_outbox_unpublished", "Outbox rows not yet published", ["service"])
OLDEST = Gauge(
    "huajie_outbox_oldest_unpublished_seconds", "Age of the oldest unpublished event", ["service"]
)
CONSUMED = Counter(
    "huajie_events_consumed_total", "Events handled", ["service", "source", "result"]
)
DEAD = Gauge("huajie_dead_letters", "Dead letters not yet replayed", ["service"])
NATS_ERRORS = Counter("huajie_nats_errors_total", "Errors the NATS client reported", ["type"])

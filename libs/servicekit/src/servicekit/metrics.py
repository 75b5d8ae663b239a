"""Prometheus metrics of every HTTP service: requests by route template, never by id."""

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Counter, Histogram, generate_latest
from starlette.requests import Request
from starlette.responses import Response

REQUESTS = Counter(
    "huajie_http_requests_total", "HTTP requests", ["service", "method", "route", "status"]
)
DURATION = Histogram(
    "huajie_http_request_seconds",
    "Time to answer",
    ["service", "method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.3, 0.6, 1.2, 2.5, 5),
)


async def metrics_endpoint(_: Request) -> Response:
    """The scrape; it reads memory only."""
    return Response(generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})

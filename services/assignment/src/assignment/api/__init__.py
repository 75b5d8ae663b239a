"""HTTP routes of the assignment service."""

from assignment.api import batches, cases, desk, duties, leadership, plans

ROUTERS = [
    batches.router,
    cases.router,
    duties.router,
    leadership.router,
    plans.router,
    desk.router,
]
"""All routes, in the order of a case's life."""

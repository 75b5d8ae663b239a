"""Intake over HTTP."""

from intake.api import (
    cases,
    checks,
    compartments,
    disputes,
    documents,
    imports,
    matters,
    repeats,
    suggestions,
)

ROUTERS = (
    imports.router, imports.mappings, cases.router, compartments.router, checks.router, repeats.router, matters.router,
    suggestions.router, documents.router, disputes.router,
)  # fmt: skip

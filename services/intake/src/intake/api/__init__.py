"""Intake over HTTP."""

from intake.api import (
    cases,
    checks,
    compartments,
    documents,
    imports,
    matters,
    repeats,
    suggestions,
)

ROUTERS = (
    imports.router, imports.mappings, cases.router, compartments.router, checks.router, repeats.router, matters.router,
    suggestions.router, documents.router,
)  # fmt: skip

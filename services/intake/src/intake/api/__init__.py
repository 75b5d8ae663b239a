"""Intake over HTTP."""

from intake.api import (
    cases,
    checks,
    compartments,
    disputes,
    documents,
    early_signs,
    imports,
    matters,
    repeats,
    suggestions,
)

ROUTERS = (
    imports.router, imports.mappings, cases.router, compartments.router, checks.router, repeats.router, matters.router,
    suggestions.router, documents.router, disputes.router, early_signs.router,
)  # fmt: skip

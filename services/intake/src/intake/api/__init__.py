"""Intake over HTTP."""

from intake.api import cases, checks, compartments, imports, matters, repeats

ROUTERS = (
    imports.router, imports.mappings, cases.router, compartments.router, checks.router, repeats.router, matters.router,
)  # fmt: skip

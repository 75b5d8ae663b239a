"""Intake over HTTP."""

from intake.api import cases, imports, repeats

ROUTERS = (imports.router, cases.router, repeats.router)

"""Imports every event module, so that the registry is complete."""

from contracts import assignment, intake, mediation, supervision
from contracts.event import REGISTRY

__all__ = ["REGISTRY", "assignment", "intake", "mediation", "supervision"]

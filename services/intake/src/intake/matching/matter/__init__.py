"""Two petitions, one matter? Judged by their texts; advice only."""

from .grouping import clusters
from .model import MatterModel, MatterVerdict
from .naming import common_names
from .profile import Profile

__all__ = ["MatterModel", "MatterVerdict", "Profile", "clusters", "common_names"]

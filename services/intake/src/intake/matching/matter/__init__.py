"""Two petitions, one matter? Judged by their texts; advice only."""

from .grouping import clusters
from .model import Asked, MatterModel, MatterVerdict
from .naming import common_names
from .profile import Profile

__all__ = ["Asked", "MatterModel", "MatterVerdict", "Profile", "clusters", "common_names"]

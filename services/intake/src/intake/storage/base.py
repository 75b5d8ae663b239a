"""Base of intake's tables, with the plumbing every service has."""

from dbkit.tables import TYPES, DeclarativeBase, new_metadata
from eventing.tables import add_plumbing

METADATA = new_metadata()
add_plumbing(METADATA)


class Base(DeclarativeBase):
    """Base of intake's rows."""

    metadata = METADATA
    type_annotation_map = TYPES

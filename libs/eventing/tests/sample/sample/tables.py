"""One aggregate and the plumbing."""

from uuid import UUID

from dbkit.tables import TYPES, DeclarativeBase, new_metadata
from eventing.tables import add_plumbing
from sqlalchemy.orm import Mapped, mapped_column

METADATA = new_metadata()
add_plumbing(METADATA)


class Base(DeclarativeBase):
    metadata = METADATA
    type_annotation_map = TYPES


class Thing(Base):
    __tablename__ = "cases"
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

"""Are two petitioners the same person? Advice with reasons; a person decides."""

from intake.matching.persons.model import PersonModel, PersonVerdict
from intake.matching.persons.person import Person, PersonProfile

__all__ = ["Person", "PersonModel", "PersonProfile", "PersonVerdict"]

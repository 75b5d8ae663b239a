"""R39: a matter is called by what most of its petitions name."""

import pytest
from intake.matching.matter import MatterModel, common_names
from matter_texts import DEED, HEATING, HEATING_AGAIN, HEATING_NEIGHBOUR

OTHER_ESTATE = "我是塞上骄子小区3号楼的业主，物业公司乱收停车费，请求查处。"


@pytest.fixture(scope="module")
def model() -> MatterModel:
    return MatterModel.shipped()


def names(model: MatterModel, *texts: str) -> tuple[str, ...]:
    return common_names([model.profile(None, t) for t in texts])


def test_r39_a_matter_is_called_by_the_places_and_bodies_that_its_petitions_name(model):
    found = names(model, HEATING, HEATING_AGAIN, HEATING_NEIGHBOUR)
    assert "热力公司" in found
    assert len(found) <= 2
    assert not any(a != b and a in b for a in found for b in found)


def test_a_name_that_one_petition_alone_holds_is_not_the_matters(model):
    assert names(model, HEATING, DEED) == ()
    assert names(model, HEATING) == ()
    assert names(model) == ()


def test_half_of_the_petitions_are_enough(model):
    found = names(model, DEED, OTHER_ESTATE, HEATING, HEATING_NEIGHBOUR)
    assert any("塞上骄子" in n for n in found)
    assert "热力公司" in found

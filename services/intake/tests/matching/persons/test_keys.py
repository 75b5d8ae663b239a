import pytest
from intake.matching.persons import PersonModel

from .invented import WANG, person


@pytest.fixture(scope="module")
def model():
    return PersonModel.shipped()


def shared(model, a, b):
    return {kind for kind, _ in model.keys(a) & model.keys(b)}


def bare(name="王伟", **fields):
    return person(name, **{"id_no": None, "phone": None, "address": None, **fields})


def test_a_person_has_few_keys_and_never_a_common_name_alone(model):
    assert 4 <= len(model.keys(person())) <= 8
    assert model.keys(bare()) == frozenset()
    assert {kind for kind, _ in model.keys(bare("锁曦楠"))} == {"name_rare"}


@pytest.mark.parametrize("at", range(6, 18))
def test_any_wrong_digit_still_shares_a_key_without_phone_and_address(model, at):
    wrong = WANG[:at] + ("1" if WANG[at] != "1" else "2") + WANG[at + 1 :]
    assert shared(model, bare(id_no=WANG), bare(id_no=wrong))


@pytest.mark.parametrize("at", [i for i in range(6, 17) if WANG[i] != WANG[i + 1]])
def test_any_swap_still_shares_a_key_without_phone_and_address(model, at):
    swapped = WANG[:at] + WANG[at + 1] + WANG[at] + WANG[at + 2 :]
    assert shared(model, bare(id_no=WANG), bare(id_no=swapped))


def test_the_old_form_of_a_number_has_the_same_key(model):
    assert "id" in shared(model, bare(id_no=WANG), bare("王玮", id_no=WANG[:6] + WANG[8:17]))


def test_a_name_and_a_short_address_are_found(model):
    assert shared(model, person(), bare("王玮", address="锦绣里8号楼")) == {"name_area"}


def test_each_phone_is_a_key(model):
    assert shared(model, person(), bare(phone="16187654321、15412345678")) == {"phone"}


@pytest.mark.parametrize("other", ["阿卜杜拉买买提", "阿卜杜拉", "阿卜杜拉.买买提"])
def test_a_minority_name_in_other_forms_is_found_by_its_area(model, other):
    a, b = bare("阿卜杜拉·买买提", address="锦绣里8号"), bare(other, address="锦绣里8号")
    assert shared(model, a, b) == {"name_area"}

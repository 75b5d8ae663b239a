"""The identity number's own rules."""

from datetime import date

import pytest
from intake.domain.identity_number import (
    IdNumberError,
    check_character,
    is_identity,
    parse,
    read,
)


def test_the_standard_example_has_its_check_character():
    # GB 11643-1999, annex: 11010519491231002X
    assert check_character("11010519491231002") == "X"
    assert parse("11010519491231002X").value == "11010519491231002X"


def test_an_old_number_gets_its_century_and_check_character():
    number = parse("640122920514931")
    assert (number.value, number.from_15) == ("640122199205149313", True)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("640122395112029066", "id_checksum", "校验码"),
        ("64010619940620954", "id_length", "17 位"),
        ("6401061994062095400", "id_length", "19 位"),
        ("640104199702319886", "id_birth_date", "2月31日"),
        ("64010419970031988X", "id_birth_date", "0月31日"),
        ("64010A199702219886", "id_format", "字符"),
        ("640122920230931", "id_birth_date", "2月30日"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_its_reason(text, code, words):
    with pytest.raises(IdNumberError) as e:
        parse(text)
    assert e.value.code == code
    assert words in e.value.sentence


def test_every_single_wrong_digit_is_noticed():
    good = "640122199606169817"
    for i in range(17):
        for d in "0123456789":
            if d != good[i]:
                with pytest.raises(IdNumberError):
                    parse(good[:i] + d + good[i + 1 :])


def test_a_typed_number_may_be_wide_spaced_and_small():
    assert read(" ’６４０１０４１９６０１０２２９８６ｘ ").value == "64010419601022986X"


def test_an_unknown_division_is_a_warning_and_codes_that_are_no_longer_given_are_known():
    def number(division: str) -> bool:
        first = f"{division}19700101900"
        return read(first + check_character(first)).division_known

    assert number("640104")  # 兴庆区
    assert number("642125")  # 灵武县 until 1995
    assert number("642221")  # 固原县 until 2000
    assert number("110105")
    assert not number("640199")
    assert not number("990101")


def test_nobody_is_born_tomorrow():
    first = "64010420270101900"
    text = first + check_character(first)
    assert read(text).born_on == date(2027, 1, 1)
    with pytest.raises(IdNumberError) as e:
        read(text, today=date(2026, 11, 25))
    assert e.value.code == "id_birth_date"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("64010419601022986X", True),
        ("640104 19601022 986x", True),
        ("640122920514931", True),
        ("640104196010229860", False),
        ("GJ2020062181516", False),
        ("202611250000101", False),
        ("XQ2026112500001", False),
    ],
)
def test_an_identity_number_is_noticed_where_another_number_belongs(text, expected):
    assert is_identity(text) is expected

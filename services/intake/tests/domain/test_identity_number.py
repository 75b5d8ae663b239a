"""The identity number's own rules."""

import pytest
from intake.domain.identity_number import IdNumberError, check_character, parse, read


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

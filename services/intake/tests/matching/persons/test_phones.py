from intake.matching.persons.phones import PhoneLevel, compare_phones, read_phones


def level(a, b):
    return compare_phones(read_phones((a,)), read_phones((b,)))


def test_any_common_phone_makes_two_people_agree():
    assert level("15412345678、16187654321", "16187654321") is PhoneLevel.EQUAL


def test_country_and_area_codes_and_width_do_not_matter():
    assert level("+86 154-1234-5678", "１５４１２３４５６７８") is PhoneLevel.EQUAL
    assert level("0951-6012345", "6012345") is PhoneLevel.EQUAL


def test_one_wrong_digit_is_near_and_two_are_not():
    assert level("15412345678", "15412345679") is PhoneLevel.ONE_DIGIT
    assert level("15412345678", "15412345699") is PhoneLevel.DIFFERENT


def test_fillers_are_no_phones():
    assert read_phones(("无", "", "00000000000", "12345")) == frozenset()

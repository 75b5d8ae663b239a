import pytest
from intake.matching.persons.identity import IdLevel, compare_ids, read_id

from .invented import OTHER, TWIN, WANG


def level(a, b):
    return compare_ids(read_id(a), read_id(b))


@pytest.mark.parametrize("nothing", [None, "", "无", "不详", "/", "-", "1234"])
def test_what_is_no_number_counts_as_missing(nothing):
    assert read_id(nothing) is None


def test_spelling_does_not_make_another_number():
    x = "64010519491231901X"[:17]
    wide = "".join(chr(ord(c) + 0xFEE0) for c in WANG)
    spaced = f"'{WANG[:6]} {WANG[6:14]} {WANG[14:]}"
    assert level(wide, spaced) is IdLevel.EQUAL
    assert level(f"{x}x", f"{x}×") is IdLevel.EQUAL


def test_the_old_form_is_the_same_number():
    assert level(WANG[:6] + WANG[8:17], WANG) is IdLevel.EQUAL


def test_one_wrong_digit_or_a_swap_is_a_slip():
    wrong = WANG[:9] + str((int(WANG[9]) + 1) % 10) + WANG[10:]
    swapped = WANG[:7] + WANG[8] + WANG[7] + WANG[9:]
    assert level(wrong, WANG) is IdLevel.TYPO
    assert level(swapped, WANG) is IdLevel.TYPO
    assert level(wrong, swapped) is IdLevel.TYPO
    assert level(WANG[:8] + WANG[9:], WANG) is IdLevel.TYPO


def test_two_valid_numbers_are_two_numbers_however_near():
    assert level(WANG, TWIN) is IdLevel.ORDER_CODE
    assert level(WANG, OTHER) is IdLevel.DIFFERENT


def test_a_slip_in_the_old_form_is_seen_outside_the_order_code_only():
    old = WANG[:6] + WANG[8:17]
    slip = old[:7] + str((int(old[7]) + 1) % 10) + old[8:]
    assert level(slip, WANG) is IdLevel.TYPO
    assert level(old[:-1] + str((int(old[-1]) + 1) % 10), WANG) is IdLevel.ORDER_CODE

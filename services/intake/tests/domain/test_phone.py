"""Phones as people write them."""

import pytest
from intake.domain.masking import mask_phone
from intake.domain.phone import PhoneError, PhoneKind, normalise, number_of, read


@pytest.mark.parametrize(
    ("text", "stored", "kind"),
    [
        ("138-0000-0000", "13800000000", PhoneKind.MOBILE),
        ("+86 138 0000 0000", "13800000000", PhoneKind.MOBILE),
        ("8613800000000", "13800000000", PhoneKind.MOBILE),
        ("0951-6041234", "09516041234", PhoneKind.LANDLINE),
        ("(0951)604-1234", "09516041234", PhoneKind.LANDLINE),
        ("010-12345678".replace("1234", "6234"), "01062345678", PhoneKind.LANDLINE),
        ("0951-6041234-8012", "09516041234-8012", PhoneKind.LANDLINE),
        ("0951-6041234转8", "09516041234-8", PhoneKind.LANDLINE),
        ("0951-6041234-1", "09516041234-1", PhoneKind.LANDLINE),
        ("6041234", "6041234", PhoneKind.LOCAL),
        ("604-1234", "6041234", PhoneKind.LOCAL),
        ("6041234-8", "6041234-8", PhoneKind.LOCAL),
        ("400-820-8820", "4008208820", PhoneKind.SERVICE),
        ("800 810 8888", "8008108888", PhoneKind.SERVICE),
        ("12345", "12345", PhoneKind.SHORT),
        ("110", "110", PhoneKind.SHORT),
        ("95588", "95588", PhoneKind.SHORT),
        ("１２３４５", "12345", PhoneKind.SHORT),
    ],
)
def test_each_kind_of_number_has_one_stored_form(text, stored, kind):
    phone = read(text)
    assert (phone.stored, phone.kind) == (stored, kind)
    assert normalise(text) == number_of(stored) == phone.number


@pytest.mark.parametrize(
    "text", ["", "12", "123", "1380000000", "12800000000", "138000000001", "无", "0951-12", "+86"]
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(PhoneError):
        read(text)


def test_an_extension_is_masked_whole():
    assert mask_phone("09516041234-8012") == "095****1234-****"

"""Encrypted fields open only where they were made; blind indexes match only equals."""

import pytest
from dbkit.crypto import Algorithm, BlindIndex, DecryptionError, FieldCipher
from hypothesis import given
from hypothesis import strategies as st
from servicekit.ids import new_id

KEY = b"k" * 32
ROW = new_id()
PLACE = {"tenant": "xlb", "table": "petitioners", "column": "id_no", "row": ROW}


@pytest.mark.parametrize("algorithm", list(Algorithm))
@given(plain=st.text(max_size=200))
def test_what_is_encrypted_comes_back(algorithm, plain):
    cipher = FieldCipher(KEY, algorithm)
    sealed = cipher.encrypt(plain, **PLACE)
    assert sealed[0] == algorithm
    assert FieldCipher(KEY).decrypt(sealed, **PLACE) == plain


@pytest.mark.parametrize("algorithm", list(Algorithm))
@pytest.mark.parametrize(
    "other", [{"tenant": "jyj"}, {"table": "cases"}, {"column": "phone"}, {"row": new_id()}]
)
def test_a_ciphertext_moved_elsewhere_does_not_open(algorithm, other):
    sealed = FieldCipher(KEY, algorithm).encrypt("640104199003319334", **PLACE)
    with pytest.raises(DecryptionError):
        FieldCipher(KEY).decrypt(sealed, **{**PLACE, **other})


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_a_changed_ciphertext_does_not_open(algorithm):
    sealed = bytearray(FieldCipher(KEY, algorithm).encrypt("x", **PLACE))
    for i in range(len(sealed)):
        changed = bytearray(sealed)
        changed[i] ^= 1
        with pytest.raises(DecryptionError):
            FieldCipher(KEY).decrypt(bytes(changed), **PLACE)


def test_two_encryptions_differ_and_two_blind_indexes_agree():
    cipher, index = FieldCipher(KEY), BlindIndex(KEY)
    assert cipher.encrypt("x", **PLACE) != cipher.encrypt("x", **PLACE)
    assert index.of("id_no", "x") == index.of("id_no", "x")
    assert index.of("id_no", "x") != index.of("phone", "x")
    assert index.of("id_no", "x") != BlindIndex(b"o" * 32).of("id_no", "x")

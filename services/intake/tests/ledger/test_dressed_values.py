"""Phones, identity numbers, names and leaders come out as they are, whatever an office puts around them."""

import random

import pytest
from intake.domain.identity_number import check_character
from intake.ledger.leader import read_leader
from intake.ledger.people import read_people

ROUNDS = 200
PHONES = [
    "{}",
    "+86{}",
    "+86 {}",
    "0086{}",
    "86-{}",
    "{}\n",
    "'{}",
    "{}（本人）",
    "手机：{}",
    "1.{}",
    "{}(儿子)",
]
IDS = ["{}", "'{}", "{}\n", "身份证：{}", "{}（本人）", "1.{}", "\u200b{}"]
NAMES = ["{}", "{}\n", "{}等5人", "{}等人", "{}（女）", " {}　", "{}等３０余人", "{}（身份证在办）"]
POSTS = ["{}", "{}（副区长）", "{} 副区长", "副区长{}", "{}同志", "区委常委、副区长{}"]
SURNAMES, GIVEN = "王李张刘马赵孙傅洪赖欧", "伟强磊军芳娜敏静建国志文学玉春和平及与"


def an_id(rng):
    first17 = f"640104{rng.randrange(1950, 2000)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}{rng.randrange(900, 996)}"
    return first17 + check_character(first17)


def a_phone(rng):
    return f"1{rng.choice('3456789')}{rng.randrange(10**9):09d}"


def a_name(rng):
    return rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2))))


def wide(text):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@pytest.fixture
def rng():
    return random.Random(20201026)


@pytest.mark.parametrize("dress", PHONES)
def test_a_phone(dress, rng):
    for _ in range(ROUNDS):
        phone = a_phone(rng)
        assert read_people("王小花", None, dress.format(phone)).phones == [phone]


@pytest.mark.parametrize("between", ["、", "/", "；", " ", "\n", "，", "或"])
def test_two_phones(between, rng):
    for _ in range(ROUNDS):
        one, two = a_phone(rng), a_phone(rng)
        assert read_people("王小花", None, one + between + two).phones == [one, two]


@pytest.mark.parametrize("shape", [(3, 7), (4, 8), (3, 6), (5, 8)])
@pytest.mark.parametrize("mark", [" ", "-", "."])
def test_a_phone_in_groups(shape, mark, rng):
    for _ in range(ROUNDS):
        phone, (a, b) = a_phone(rng), shape
        assert read_people(
            "王小花", None, f"{phone[:a]}{mark}{phone[a:b]}{mark}{phone[b:]}"
        ).phones == [phone]


@pytest.mark.parametrize("dress", IDS)
@pytest.mark.parametrize("form", [str, str.lower, wide])
def test_an_identity_number(dress, form, rng):
    for _ in range(ROUNDS // 4):
        number = an_id(rng)
        found = read_people("王小花", dress.format(form(number)), None)
        assert ([p["身份证号"] for p in found.people], found.errors) == ([number], [])


@pytest.mark.parametrize("between", ["、", "，", ",", " ", "\n", "；", "/", "  ", "\r\n", "、\n"])
@pytest.mark.parametrize("gap", ["", " ", "-"])
def test_two_identity_numbers(between, gap, rng):
    for _ in range(ROUNDS // 4):
        both = [an_id(rng), an_id(rng)]
        cell = between.join(gap.join((x[:6], x[6:14], x[14:])) for x in both)
        found = read_people("王小花、李四", cell, None)
        assert ([p["身份证号"] for p in found.people], found.errors) == (both, [])


@pytest.mark.parametrize("dress", NAMES)
def test_a_name(dress, rng):
    for _ in range(ROUNDS):
        name = a_name(rng)
        assert [p["姓名"] for p in read_people(dress.format(name), None, None).people] == [name]


@pytest.mark.parametrize("between", ["、", "，", " ", "\n", "/", "；"])
@pytest.mark.parametrize("behind", ["", "等10人", "（夫妻）"])
def test_two_names(between, behind, rng):
    for _ in range(ROUNDS // 2):
        both = [a_name(rng), a_name(rng)]
        found = read_people(between.join(both) + behind, None, None)
        assert [p["姓名"] for p in found.people] == both


@pytest.mark.parametrize("dress", POSTS)
def test_a_leader(dress, rng):
    for _ in range(ROUNDS):
        name = a_name(rng)
        assert read_leader(dress.format(name))[0] == name

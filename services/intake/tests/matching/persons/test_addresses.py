import pytest
from intake.matching.persons.addresses import AddressLevel, compare_addresses, read_address

FULL = "银川市兴庆区解放西街35号锦绣里8-2-597室"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("宁夏回族自治区银川市兴庆区解放西街35号锦绣里8-2-597室", AddressLevel.DOOR),
        ("兴庆区解放西街３５号锦绣里８-２-５９７室", AddressLevel.DOOR),
        ("解放西街35号锦绣里8号楼2单元597室", AddressLevel.DOOR),
        ("锦绣里八号楼二单元597", AddressLevel.DOOR),
        ("解放西街35号锦绣里8-2-598室", AddressLevel.BUILDING),
        ("解放西街35号3-1-101室", AddressLevel.BUILDING),
        ("解放西街35号", AddressLevel.BUILDING),
        ("解放西街99号福民苑1-1-101", AddressLevel.AREA),
        ("金凤区北京东路1号福民苑8-2-597室", AddressLevel.DIFFERENT),
    ],
)
def test_addresses_agree_in_levels(other, expected):
    assert compare_addresses(read_address(FULL), read_address(other)) is expected
    assert compare_addresses(read_address(other), read_address(FULL)) is expected


def test_a_township_alone_is_no_common_area():
    a, b = read_address("大新镇塔桥村8队20号"), read_address("兴庆区大新镇燕鸽村8队20号")
    assert compare_addresses(a, b) is AddressLevel.DIFFERENT


def test_a_village_group_and_number_are_a_door():
    a, b = read_address("银川市兴庆区大新镇塔桥村8队20号"), read_address("塔桥村八队20号")
    assert compare_addresses(a, b) is AddressLevel.DOOR


@pytest.mark.parametrize("nothing", [None, "", "无", "不详", "银川市", "宁夏银川市兴庆区"])
def test_what_names_no_place_counts_as_missing(nothing):
    assert read_address(nothing) is None


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("宁夏回族自治区银川市兴庆区解放西街3号", ("解放西街",)),
        ("宁夏银川市贺兰县习岗镇塔桥村8队", ("习岗镇", "塔桥村")),
        ("甘肃省兰州市城关区民主路5号", ("民主路",)),
        ("灵武市文昌路5号", ("文昌路",)),
        ("上海路市政小区5号", ("上海路市政小区",)),
        ("工业园区北路5号", ("工业园区北路",)),
        ("民族街区5号", ("民族街区",)),
        ("东方市场5号", ("东方市场",)),
        ("丽景街道办事处安康社区5号", ("丽景街道办事处", "安康社区")),
    ],
)
def test_only_province_city_and_county_are_taken_off(typed, places):
    assert read_address(typed).places == places

"""Writes a ledger of any length, of invented people and matters, for benchmarks."""

import random
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
from intake.domain.identity_number import check_character
from intake.ledger.columns import COLUMNS

_STREETS = (
    "凤凰北街街道", "解放西街街道", "文化街街道", "富宁街街道", "新华街街道", "玉皇阁北街街道",
    "前进街街道", "中山南街街道", "银古路街街道", "胜利街街道", "丽景街街道", "大新镇", "通贵乡",
    "掌政镇", "月牙湖乡",
)  # fmt: skip
_BUREAUS = (
    "兴庆区住房城乡建设和交通局", "兴庆区教育局", "兴庆区卫生健康局", "兴庆区民政局",
    "兴庆区人力资源和社会保障局", "兴庆区市场监督管理局", "兴庆区综合执法局",
)  # fmt: skip
_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红建国志海云山春秋雨晴文武安宁"
_ESTATE = "春晖 锦绣 凤翔 丽水 金域 紫荆 阳光 清和 塞上 长城 民生 康居 星海 西湖 中兴 鼎盛 福州 银安 唐徕 绿地"
_KIND = ("花园", "家园", "小区", "公寓", "名邸", "新村")
_MATTER = (
    "开发商逾期交房，房产证办理多年没有结果", "供热管网老化，冬季室温长期不达标",
    "拆迁安置补偿款没有按协议支付", "楼下饭店油烟和夜间噪声扰民", "公司拖欠工资并拒绝缴纳社会保险",
    "电梯频繁停运，物业公司不履行维修义务", "承包地被征用后补偿标准不一致", "学校周边占道经营影响接送",
    "医疗费用报销被退回，窗口没有书面说明", "小区停车位被擅自改建出售", "路灯损坏，积水坑洼无人维修",
    "预付卡商家关门，退费无人受理",
)  # fmt: skip
_DETAIL = (
    "曾多次向社区和街道反映，答复称正在协调，至今没有进展。", "涉及住户一百余户，已联名提交书面材料。",
    "主管部门去年承诺三个月内解决，现已超期。", "请求明确责任单位和办理时限，并书面答复。",
    "期间支付了全部费用，票据齐全，愿意配合核实。", "老人和儿童较多，生活受到很大影响。",
    "同类问题邻近小区已经解决，希望一视同仁。", "此前的答复与现场情况不符，要求重新核查。",
)  # fmt: skip
_CATEGORY = ("城乡建设", "国土资源", "农村农业", "教育文体", "劳动和社会保障", "卫生计生", "民政")
_FIRST = date(2019, 1, 1)


def _person(rng: random.Random) -> tuple[str, str, str, str]:
    born = date(1945, 1, 1) + timedelta(days=rng.randrange(20_000))
    digits = f"640104{born:%Y%m%d}{rng.randrange(900, 996)}"
    name = rng.choice(_FAMILY) + "".join(rng.sample(_GIVEN, rng.choice((1, 2, 2))))
    phone = f"{rng.choice(('154', '161', '163', '164'))}{rng.randrange(10**8):08d}"
    return name, digits + check_character(digits), phone, f"银川市兴庆区{_place(rng)}"


def _place(rng: random.Random) -> str:
    estate = rng.choice(_ESTATE.split()) + rng.choice(_ESTATE.split()) + rng.choice(_KIND)
    return (
        f"{estate}{rng.randrange(1, 40)}号楼{rng.randrange(1, 6)}单元{rng.randrange(101, 2600)}室"
    )


def _text(rng: random.Random, place: str) -> str:
    details = "".join(rng.sample(_DETAIL, rng.randrange(2, 5)))
    return f"{place.split('号楼', maxsplit=1)[0]}号楼住户反映：{rng.choice(_MATTER)}。{details}"


def write(path: Path, rows: int, *, seed: int = 1, repeats: float = 0.35) -> None:
    """Write ``rows`` good rows under the district's headings.

    Args:
        path: the workbook.
        rows: how many cases.
        seed: the same seed gives the same people, matters and numbers.
        repeats: share of rows by a petitioner who is in the file already.
    """
    rng = random.Random(f"ledger {seed}")  # noqa: S311  invented people, not secrets
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, COLUMNS)
    day = book.add_format({"num_format": "yyyy/m/d"})
    known: list[tuple[tuple[str, str, str, str], str]] = []
    for i in range(1, rows + 1):
        if known and rng.random() < repeats:
            person, text = rng.choice(known)
        else:
            person = _person(rng)
            text = _text(rng, person[3])
            known.append((person, text))
        for column, value in enumerate(_row(rng, i, seed, person, text)):
            if isinstance(value, date):
                sheet.write_datetime(i, column, value, day)
            elif value is not None:
                sheet.write(i, column, value)
    book.close()


def _row(
    rng: random.Random, i: int, seed: int, person: tuple[str, str, str, str], text: str
) -> list[object]:
    name, number, phone, address = person
    registered = _FIRST + timedelta(days=rng.randrange(547))
    street = rng.choice(_STREETS)
    unit = street if rng.random() < 0.55 else rng.choice(_BUREAUS)  # noqa: PLR2004
    values: dict[str, object] = {
        "序号": i, "交办层级": rng.choice(("中央信联会议", "自治区信联办")),
        "交办时间": date(2020, 10, 26), "信访件编号": f"NX{registered:%Y%m%d}{seed:02d}{i:06d}",
        "登记时间": registered, "信访人姓名": name, "身份证号": number, "联系电话": phone,
        "户籍地": address, "常住地": address, "事发地": f"兴庆区{street}", "人数": 1,
        "信访形式": rng.choice(("来信", "来访", "网上投诉", "电话")), "诉求内容": text,
        "问题属地": street, "问题类别": rng.choice(_CATEGORY), "案件类型": "一般", "责任单位": unit,
        "包案领导": "王建国", "包案领导级别": "县级", "工作专班": f"{unit}化解工作专班",
        "化解时限": date(2021, 12, 31), "办理状态": "办理中", "是否化解": "否", "是否息访": "否",
    }  # fmt: skip
    return [values.get(name) for name in COLUMNS]

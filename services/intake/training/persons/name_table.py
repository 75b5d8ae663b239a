"""Writes ``names.json``: how common surnames and the characters of given names are.

No person stands behind it. Surnames: order and rounded shares of the yearly name reports of the Ministry of
Public Security (the hundred commonest cover 85 % of the people), with the surnames of Hui families raised to
what Ningxia's share of Hui people (about a third) makes likely. Given names: characters in four steps of
commonness by the same reports, shared out like 1/rank; what is not listed counts as rare. Half an order of
magnitude off costs 1.7 bits of about 20, which is why no finer source is needed.
"""

import json
from pathlib import Path

# per mille of the population; the tail after the listed ones shares _REST
SURNAMES = {
    "王": 66, "李": 64, "张": 61, "刘": 46, "陈": 37, "杨": 32, "马": 75, "黄": 16, "赵": 22, "吴": 19,
    "周": 18, "徐": 14, "孙": 14, "朱": 12, "胡": 11, "郭": 12, "何": 11, "高": 11, "林": 8, "罗": 8,
    "郑": 8, "梁": 7, "谢": 6, "宋": 7, "唐": 6, "许": 6, "韩": 6, "冯": 6, "邓": 5, "曹": 5,
    "彭": 4, "曾": 4, "肖": 4, "田": 6, "董": 5, "袁": 4, "潘": 4, "于": 5, "蒋": 4, "蔡": 4,
    "余": 4, "杜": 4, "叶": 3, "程": 4, "苏": 4, "魏": 4, "吕": 4, "丁": 6, "任": 4, "沈": 3,
    "姚": 3, "卢": 3, "姜": 3, "崔": 3, "钟": 2, "谭": 2, "陆": 2, "汪": 2, "范": 3, "金": 4,
    "石": 3, "廖": 2, "贾": 3, "夏": 2.5, "韦": 2, "付": 2, "傅": 2, "方": 2, "白": 4, "邹": 2,
    "孟": 2.5, "熊": 2, "秦": 2.5, "邱": 2, "江": 2, "尹": 2, "薛": 2, "闫": 2, "段": 2, "雷": 2,
    "侯": 2, "龙": 1.5, "史": 2, "陶": 1.5, "黎": 1.5, "贺": 2, "顾": 1.5, "毛": 1.5, "郝": 2, "龚": 1.5,
    "邵": 1.5, "万": 1.5, "钱": 1.2, "严": 1.2, "覃": 1.2, "武": 1.5, "戴": 1.2, "莫": 1, "孔": 1.2, "向": 1,
    "汤": 1, "常": 1.2, "温": 1, "康": 1.5, "施": 1, "文": 1, "牛": 1.2, "樊": 1, "葛": 1, "邢": 1,
    "安": 1.5, "齐": 1, "易": 1, "乔": 1, "伍": 0.8, "庞": 0.8, "颜": 0.8, "倪": 0.8, "庄": 0.8, "聂": 0.8,
    "章": 0.8, "鲁": 0.8, "岳": 0.8, "翟": 0.8, "殷": 0.8, "詹": 0.7, "申": 0.8, "欧": 0.6, "耿": 0.7, "关": 0.7,
    "兰": 1, "焦": 0.7, "俞": 0.7, "左": 0.6, "柳": 0.7, "甘": 0.6, "祝": 0.6, "包": 0.6, "宁": 0.6, "尚": 0.6,
    "纳": 2, "哈": 2, "买": 1.5, "撒": 1, "海": 1.5, "虎": 1.5, "锁": 0.8, "拜": 1, "洪": 1.5, "穆": 2,
    "咸": 0.5, "妥": 0.5, "勉": 0.4, "摆": 0.4, "者": 0.3, "喇": 0.3, "阎": 1, "赖": 1, "丘": 0.6, "沙": 1,
}  # fmt: skip
_SURNAME_REST = 0.03  # of one unlisted surname, per mille

# steps of commonness: share of one character in all given-name characters, per mille
STEPS = (
    (9.0, "英华玉秀文明红兰国春梅平金丽海军"),
    (5.0, "伟芳敏静强磊洋勇艳杰娟涛超霞桂建小晓志学林生云福凤清珍荣永德成新"),
    (
        2.5,
        (
            "刚鹏斌辉龙忠义宝东峰娜玲萍燕婷佳琳雪莉洁欣雯慧庆少天兴光万世正立长宏"
            "爱翠琴香美月莲俊飞波宁健浩宇鑫嘉子雨思怡梓博瑞琪泽轩涵莹丹瑶倩亮旭凯昌祥"
            "贵富中安家良武全继振启利江河山树根启仁信礼智君远达发广才进保友祖培素淑惠芝芬彩巧"
        ),
    ),
    (
        1.0,
        (
            "炜玮坊净靖均钧阳扬泳雁捷涓鹃铭鸣侠屏钢瑛骅铃灵虹文彬宾滨晖馨玫岚芸芙隆霖"
            "钟毅艺升昇诚城保椿冬锋枫庭闽章姜余石时程付五任今方裕得"
            "维铁耀坤乾彦景显茂胜双青竹菊松柏岩石锦绣银铜康泰顺和谐群益济民权胤卫东兵"
            "楠晨曦昊然诗语萱梦琦蕾薇蓉菲颖妍婉妮娇媛姝姗璐瑾瑜珊琼玥希彤悦乐凡一可心予"
            "存有元占守士连秉廷殿朝延汉绍克传伯仲叔季承尚宗继增增培"
        ),
    ),
)
_GIVEN_REST = 0.15
SINGLE_GIVEN = (
    0.2  # share of given names of one character (more among the old and in the north-west)
)


def table() -> dict[str, object]:
    """The shipped table: shares between 0 and 1."""
    given: dict[str, float] = {}
    for share, characters in STEPS:
        for c in characters:
            given.setdefault(c, share)
    surnames = sum(SURNAMES.values())
    total = sum(given.values()) / 0.93  # unlisted characters make up the rest
    return {
        "surnames": {k: float(f"{v / surnames * 0.93:.3g}") for k, v in SURNAMES.items()},
        "surname_rest": _SURNAME_REST / 1000,
        "given": {k: float(f"{v / total:.3g}") for k, v in given.items()},
        "given_rest": _GIVEN_REST / 1000,
        "single_given": SINGLE_GIVEN,
        "minority": 2e-5,
    }


if __name__ == "__main__":
    out = Path(__file__).parents[2] / "src/intake/matching/persons/data/names.json"
    out.write_text(json.dumps(table(), ensure_ascii=False, indent=0), "utf-8")

"""Invented petitioners and demands in any number, spread as real ones are; for benchmarks.

Names follow the shares of common family and given names; estates and companies are many, and a few of them are in
very many petitions; texts vary in matter, wording, place and figures. Nobody in here exists: order codes 900-995 and
phones of unassigned prefixes.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from intake.domain.identity_number import check_character

_FAMILY = (
    *zip("王李张马刘杨陈赵周吴孙", (16, 16, 16, 24, 12, 10, 8, 8, 6, 6, 6), strict=True),
    *((c, 4) for c in "徐朱胡郭何高林罗郑"),
    *((c, 1) for c in "梁宋谢唐韩曹许邓冯程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖"),
    *((c, 1) for c in "姚方金丘夏谭韦贾邹石熊"),
    *((c, 1) for c in "孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚哈纳海买撒虎锁拜"),
)  # fmt: skip
_MEN = "伟强磊军勇杰涛明超刚平辉鹏斌建国文志学新福海龙林忠义生成宝东峰洋云华"
_WOMEN = "芳娜敏静丽艳娟秀霞桂英玲红萍梅兰云凤慧燕婷佳琳雪莉春华洁欣雯"
_MIDDLE = "建国志文学永金玉晓小海春国德天少兴万光世正立新长宏庆"
_FIRST_WORDS = (
    "春晖 锦绣 凤翔 丽水 金域 紫荆 阳光 清和 塞上 长城 民生 康居 星海 西湖 中兴 鼎盛 福州 银安 唐徕 绿地 "
    "华府 东城 御景 石榴 橡树 枫林 湖畔 书香 学府 天鹅"
)
_SECOND_WORDS = (
    "骄子 水岸 首府 花语 名都 新城 国际 世家 观澜 雅居 公馆 半岛 一品 听涛 庄园 里 苑 湾 汇 城"
)
_KIND = ("小区", "花园", "家园", "公寓", "名邸", "新村")
_TRADE = ("置业", "物业", "建设", "热力", "商贸", "农业", "教育", "医药")
_STREETS_WORDS = (
    "解放西街 凤凰北街 文化西街 玉皇阁北街 新华东街 中山南街 胜利南街 丽景南街 清和南街 北京东路 上海东路 银古路 "
    "前进街 富宁街 民族南街"
)
_VILLAGES_WORDS = (
    "掌政镇掌政村 掌政镇强家庙村 掌政镇孔雀村 大新镇新渠稍村 大新镇塔桥村 大新镇燕鸽村 通贵乡通贵村 通贵乡通北村 "
    "月牙湖乡海陶村 月牙湖乡滨河家园"
)
_FIRST = _FIRST_WORDS.split()
_SECOND = [*_SECOND_WORDS.split(), *_FIRST]
_STREETS, _VILLAGES = _STREETS_WORDS.split(), _VILLAGES_WORDS.split()
_HEAD = 10
"""The few best known are about equally frequent; the share of the others falls with their rank."""
_MATTERS = (
    ("{place}交房{n}年，{firm}至今没有办理不动产权证", "孩子上学、落户都受影响", "请求督促{firm}办证并说明原因"),
    ("{place}{b}号楼暖气不热，室内只有{t}度", "{firm}和热力单位互相推诿", "要求恢复供暖、退还采暖费{m}元"),
    ("{firm}拖欠{w}名工人工资{m}元", "从{y}年{mo}月拖到现在", "请求协调支付工资"),
    ("{place}电梯{mo}月以来停运{w}次", "{firm}以维修资金不足为由拒绝修理", "要求更换{b}号楼电梯"),
    ("{place}房屋于{y}年被征收，补偿款{m}元没有付清", "协议约定{n}个月内支付", "要求按协议支付并给付过渡费"),
    ("{place}楼下餐饮店排放油烟，夜里{t}点仍有噪声", "{b}号楼住户无法开窗", "要求查处并安装净化设备"),
    ("承包地{w}亩被{firm}占用修路", "{y}年起没有给过一分钱补偿", "要求归还土地或者按标准补偿"),
    ("{firm}收取预付费{m}元后关门", "老板电话打不通，{w}名会员登记维权", "请求追回余款"),
    ("{place}地下车库漏水，{b}号楼墙面开裂", "{firm}说已过保修期", "要求鉴定房屋安全并维修"),
    ("本人工伤后{firm}拒绝申报", "在{y}年{mo}月从脚手架坠落，住院{t}天", "请求认定工伤并支付医疗费{m}元"),
    ("{place}划片的学校{y}年调整，孩子要去{n}公里外上学", "没有事先公示", "要求按原划片入学"),
    ("{firm}在{place}附近堆放渣土，扬尘严重", "{mo}月以来投诉{w}次没有结果", "要求清运并处罚"),
    ("{place}物业费每平米涨到{t}元", "{firm}没有召开业主大会", "要求退还多收的{m}元"),
    ("退役安置后单位改制，社保断缴{n}年", "{y}年向{firm}主管部门递交材料", "请求补缴养老保险"),
    ("{place}自来水发黄，水压低", "{b}号楼以上{w}户受影响", "要求更换管网"),
    ("在医院手术后伤口感染，多花费{m}元", "{y}年{mo}月住院{t}天，病历前后不一致", "要求医疗鉴定并赔偿"),
)  # fmt: skip
_LINKS = (
    "多次向社区、街道反映，", "打了{n}次12345热线，", "找过住建局和街道办，", "信访答复说正在协调，",
    "{y}年已经书面投诉过，",
    "业主群里{w}户都有同样情况，", "到现场看过一次以后再无下文，", "合同、票据齐全，",
)  # fmt: skip
_OPEN = (
    "", "尊敬的领导：", "您好！", "我是{place}{b}号楼的住户，", "本人家住{place}，", "我们是普通群众，",
)  # fmt: skip
_AGAIN = ("再次反映：", "上次反映后没有解决，", "对答复不满意，再次请求：", "又过了{n}个月，")
EPOCH = date(2019, 1, 1)


@dataclass(frozen=True, slots=True)
class Invented:
    """A petitioner."""

    name: str
    id_no: str | None
    phone: str | None
    address: str


def person(i: int, seed: int = 1) -> Invented:
    """The ``i``-th person; two in five give no number, one in four no phone."""
    rng = random.Random(f"person {seed} {i}")  # noqa: S311  invented people, not secrets
    names, weights = zip(*_FAMILY, strict=True)
    man = rng.random() < 0.5  # noqa: PLR2004
    last = _MEN if man else _WOMEN
    draw = rng.random()
    given = rng.choice(last)
    if draw > 0.3:  # noqa: PLR2004
        given = rng.choice(_MIDDLE if draw < 0.8 else last) + given  # noqa: PLR2004
    born = date(1942, 1, 1) + timedelta(days=rng.randrange(57 * 365))
    order = rng.randrange(900, 996)
    digits = (
        f"{rng.choice(('640104', '640104', '640104', '640105', '640121'))}{born:%Y%m%d}{order:03d}"
    )
    number = digits + check_character(digits) if rng.random() > 0.4 else None  # noqa: PLR2004
    phone = f"{rng.choice(('154', '161', '163', '164', '169'))}{rng.randrange(10**8):08d}"
    has_phone = rng.random() > 0.25  # noqa: PLR2004
    return Invented(
        rng.choices(names, weights)[0] + given, number, phone if has_phone else None, _home(rng)
    )


def _home(rng: random.Random) -> str:
    if rng.random() < 0.3:  # noqa: PLR2004
        return f"银川市兴庆区{rng.choice(_VILLAGES)}{rng.randint(1, 9)}队{rng.randint(1, 120)}号"
    room = f"{rng.randint(1, 30)}-{rng.randint(1, 5)}-{rng.randint(101, 1802)}室"
    return f"银川市兴庆区{rng.choice(_STREETS)}{rng.randint(1, 399)}号{_estate(rng)}{room}"


def _known(rng: random.Random, kinds: int) -> tuple[str, str, int]:
    """A name by its rank: the first of some 9,000 estates is in one petition of 70, the last in one of 70,000."""
    most = len(_FIRST) * len(_SECOND) * kinds
    rank = int((most / _HEAD + 1) ** rng.random() * _HEAD - _HEAD)
    # Ranks go around so that neighbours in fame share neither word.
    where = rank * 7_919 % most
    first, where = _FIRST[where % len(_FIRST)], where // len(_FIRST)
    return first, _SECOND[where % len(_SECOND)], where // len(_SECOND) % kinds


def _estate(rng: random.Random) -> str:
    first, second, kind = _known(rng, len(_KIND))
    return first + second + _KIND[kind]


def _firm(rng: random.Random) -> str:
    first, second, trade = _known(rng, len(_TRADE))
    return f"{first}{second}{_TRADE[trade]}公司"


def text(i: int, seed: int = 1, *, again: int | None = None) -> str:
    """The ``i``-th demand; with ``again`` the same matter in other words, as of a petitioner who comes back."""
    rng = random.Random(f"text {seed} {i}")  # noqa: S311  invented matters, not secrets
    values = {
        "place": _estate(rng), "firm": _firm(rng),
        "n": rng.randint(2, 9), "b": rng.randint(1, 40), "t": rng.randint(8, 23),
        "m": rng.randint(12, 9_000) * 100, "w": rng.randint(3, 260), "y": rng.randint(2008, 2020),
        "mo": rng.randint(1, 12),
    }  # fmt: skip
    parts = list(rng.choice(_MATTERS))
    if again is not None:
        rng = random.Random(f"again {seed} {i} {again}")  # noqa: S311
        parts[0] = rng.choice(_AGAIN) + parts[0]
    links = rng.sample(_LINKS, rng.randint(2, 5))
    body = rng.choice(_OPEN) + "，".join(parts[:2]) + "。" + "".join(links) + parts[2] + "。"
    return body.format(**values)


def day(i: int, seed: int = 1) -> date:
    """The day the ``i``-th case was registered."""
    return EPOCH + timedelta(days=random.Random(f"day {seed} {i}").randrange(2_600))  # noqa: S311

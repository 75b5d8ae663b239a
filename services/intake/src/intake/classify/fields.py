"""Suggests the field of contention (R38) from words and content category."""

import re
from dataclasses import dataclass

from contracts.vocab import Field

from intake.classify.categories import Category
from intake.classify.clauses import found, tidy
from intake.classify.model import Suggestion

_GROUPS: tuple[tuple[Field, re.Pattern[str]], ...] = (
    (
        Field.VETERANS,
        re.compile(
            r"退役军人|退役士兵|退伍军人|退伍兵|复员军人|军转干部|转业士官|转业军人|转业干部|参战老兵|参战退役|老兵|复转军人|伤残军人|军队退役|军休"
        ),
    ),
    (
        Field.SPECIAL_PATIENTS,
        re.compile(
            r"尘肺|艾滋病|精神病患|精神障碍|精神分裂|白血病|罕见病|职业病|尿毒症|透析|血友病|疫苗(?:受害|异常反应)|渐冻|脑瘫"
        ),
    ),
    (
        Field.FUNDRAISING,
        re.compile(
            r"非法集资|集资|融资平台|非法吸收|P2P|网贷平台|理财(?:产品|公司|款)|投资款|兑付|本息|爆雷|众筹"
        ),
    ),
)
"""Groups and money cut across categories, so their words go first."""
_BY_LEVEL2 = {
    ("城乡建设", "城乡规划"): Field.LAND_PLANNING,
    ("城乡建设", "国有土地上房屋征收与补偿"): Field.LAND_PLANNING,
    ("城乡建设", "集体土地上房屋拆迁与补偿"): Field.LAND_PLANNING,
    ("城乡建设", "住房保障与房地产"): Field.REAL_ESTATE,
    ("城乡建设", "工程质量"): Field.REAL_ESTATE,
    ("农村农业", "土地承包经营"): Field.LAND_PLANNING,
    ("农村农业", "草原草场"): Field.ENVIRONMENT,
    ("农村农业", "野生资源管理"): Field.ENVIRONMENT,
    ("民政", "复退安置"): Field.VETERANS,
    ("民政", "优抚"): Field.VETERANS,
    ("政法", "交通管理"): Field.TRANSPORT,
    ("教育文体", "文化"): Field.OTHER,
    ("教育文体", "体育"): Field.OTHER,
    ("教育文体", "文物管理"): Field.OTHER,
    ("卫生计生", "食品药品监管"): Field.OTHER,
}
_BY_LEVEL1 = {
    "国土资源": Field.LAND_PLANNING,
    "环境保护": Field.ENVIRONMENT,
    "交通运输": Field.TRANSPORT,
    "劳动和社会保障": Field.LABOUR,
    "教育文体": Field.EDUCATION_HEALTH,
    "卫生计生": Field.EDUCATION_HEALTH,
}
_BY_LEVEL3 = {("经济管理", "金融财税", "集资融资"): Field.FUNDRAISING}
_ROADS = {"地铁城铁", "公共汽车"}


Classified = Category | Suggestion
"""A content category: a leaf of the table or a suggestion."""


@dataclass(frozen=True, slots=True)
class FieldHint:
    """The suggested field; ``words`` when words of the text decided, else the category did."""

    field: Field
    words: tuple[str, ...]


def field_hint(text: str, category: Classified | None) -> FieldHint:
    """The field with the words that decided; 其他 when nothing speaks for one of the plan's fields."""
    tidied = tidy(text)
    for field, pattern in _GROUPS:
        words = tuple(found(pattern, tidied))
        if words:
            return FieldHint(field, words[:5])
    return FieldHint(_of(category) if category is not None else Field.OTHER, ())


def field_suggestion(text: str, category: Classified | None) -> Field:
    """One of exactly the plan's fields (R38)."""
    return field_hint(text, category).field


def _of(c: Classified) -> Field:
    exact = _BY_LEVEL3.get((c.level1, c.level2, c.level3))
    if exact is not None:
        return exact
    if c.level3 in _ROADS:
        return Field.TRANSPORT
    return _BY_LEVEL2.get((c.level1, c.level2)) or _BY_LEVEL1.get(c.level1, Field.OTHER)

"""Suggests tags of a case from its words (R20, R72); a person sets them."""

import re
from dataclasses import dataclass

from contracts.vocab import CaseTag

from intake.classify.clauses import STOP, found, tidy

_MOST_WORDS = 5
_DEED = "房产证|不动产权?证书?|产权证|土地证|房本|两证|权属证"
_NEAR = rf"[^，,{STOP}]{{0,10}}"
_CLAUSE = rf"[^{STOP}]{{0,24}}?"
_NO_TITLE = r"(?!期|年|时|达|久|城|江|安|春|沙|龙|青|庆|郡|房)"
_OFFICIAL = (
    rf"(?:村?支书|(?<!班)书记(?!信箱|留言|您|你|好)|(?:村|组|社区|居委会|村委会|管委会|人大)主任|副[区县市]长{_NO_TITLE}"
    rf"|(?:局|镇|乡|处|科|所|站|厅|村|组)长{_NO_TITLE}|村干部|干部|公职人员|公务员|国家工作人员|执法人员"
    r"|民警|法官|检察官|城管队员|(?:镇|乡|村|区|县|局|单位|学校|部门|政府|某|该)领导(?!高度|重视|您|们|好|能|给|为|关注|帮|来|请|督办|批示)"
    r"|校长|院长|村委会|村两委)"
)
_CRIMES = (
    "贪污|受贿|索贿|行贿|挪用公款|以权谋私|滥用职权|渎职|玩忽职守|徇私|枉法"
    "|保护伞|官商勾结|公款|贿选|买官卖官|权钱交易|虚报冒领"
)
_MISCONDUCT = (
    f"{_CRIMES}|收受|吃拿卡要|挪用|侵吞|私吞|中饱私囊|包庇"
    "|违纪|违法违规|知法犯法|优亲厚友|套取|截留|黑钱|腐败"
)
_UNREAD = r"(?<!被)(?:举报|控告|检举|揭发)(?!人|电话|信箱|无门|未果|后|到|给|至)"
_PATTERNS: dict[CaseTag, tuple[re.Pattern[str], ...]] = {
    CaseTag.UNFINISHED_BUILDING: (
        re.compile(r"烂尾[楼房]?(?!风险|可能|的?危险)"),
        re.compile(
            r"(?:楼盘|项目|工程|工地|大楼)[^，,。；]{0,6}(?:(?:长期|一直|多年|全面)停工|停工(?:多年|至今|[数几两三四五六七八九十\d]+个?[年月]))"
        ),
    ),
    CaseTag.TITLE_REFUSED: (
        re.compile(
            rf"(?:办不了|办不到|办不下来|无法办理?|不能办理?|不予办理|不给办理?|没有?办理?|未能?办理?|拿不到|领不到|没有?拿到"
            rf"|迟迟{_NEAR}(?:不|没|未){_NEAR}){_NEAR}?(?:{_DEED})"
        ),
        re.compile(
            rf"(?:{_DEED}){_NEAR}?(?:办不|无法办|不能办|不予办|不给办|至今{_NEAR}?(?:未|没)|一直{_NEAR}?(?:未|没|不)"
            rf"|迟迟|没有?办|未办|没有?着落|没有?下文|拿不到|下不来)"
        ),
    ),
    CaseTag.RESETTLEMENT: (
        re.compile(r"拆迁安置|拆迁补偿|过渡费|安置费|未[予得]?安置|回迁房|还迁房"),
        re.compile(rf"(?:安置房|拆迁户|回迁户){_NEAR}(?:没有?|未|迟迟|交付|交房|分配|何时|缩水|差价|选房|补偿|安置)"),
        re.compile(rf"拆迁{_NEAR}安置"),
    ),
    CaseTag.LAND_COMPENSATION: (
        re.compile(r"征地补偿[款费金]?|征地款|土地补偿[款费金]|青苗补?偿?费|占地补偿[款费金]?|占地款|失地农民"),
        re.compile(
            rf"(?:征地|征用|(?:土地|耕地|农田|林地|承包地)(?:被|的)?征收|占用(?:了)?(?:土地|耕地|农田|林地)){_NEAR}补偿[款费金]?"
        ),
    ),
    CaseTag.LITIGATION: (
        re.compile(
            r"判决书|裁定书|一审|二审|再审(?!查|核|批)|终审|上诉|刑事拘留|立案侦查|不予立案|取保候审|冤案|错案|行政诉讼|刑事申诉"
        ),
        re.compile(
            rf"(?:法院|法官|检察院|公安局?|派出所|仲裁委){_NEAR}?(?:判|裁决|裁定|执行|立案|审理|开庭|起诉|拘留|申诉)"
        ),
        re.compile(r"申请强制执行|(?:已|已经|曾|遂)(?:向法院)?(?:起诉|提起诉讼)"),
    ),
    CaseTag.ACCUSATION: (
        re.compile(rf"{_UNREAD}{_NEAR}?(?<!向)(?<!给)(?<!请){_OFFICIAL}"),
        re.compile(rf"{_OFFICIAL}{_CLAUSE}(?:{_MISCONDUCT})"),
        re.compile(rf"{_UNREAD}{_CLAUSE}(?:{_CRIMES})"),
    ),
}  # fmt: skip

CAUTION = (
    "文中似有反映公职人员违纪违法的内容。如属揭发控告，标注后立即转入保密办理；"
    "是否属实由纪检监察机关依规处理，此处不作判断。"
)
"""What a clerk reads beside a suggested 揭发控告: no claim about anyone named in the text."""


@dataclass(frozen=True, slots=True)
class TagHint:
    """A suggested tag with the words of the text that led to it, and what to mind when setting it."""

    tag: CaseTag
    words: tuple[str, ...]
    caution: str | None = None


def suggest_tags(text: str) -> tuple[TagHint, ...]:
    """Tags that the text's own words speak for, in the vocabulary's order.

    A denied, feared or merely planned thing ("以免烂尾", "准备起诉") suggests nothing; reporting a nuisance
    ("举报油烟") is no accusation of an official.
    """
    tidied = tidy(text)
    hints = []
    for tag, patterns in _PATTERNS.items():
        words = dict.fromkeys(w for p in patterns for w in found(p, tidied))
        if words:
            caution = CAUTION if tag is CaseTag.ACCUSATION else None
            hints.append(TagHint(tag, tuple(words)[:_MOST_WORDS], caution))
    return tuple(hints)

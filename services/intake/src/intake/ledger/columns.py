"""The ledger's columns and the other names under which offices head them."""

import re
import unicodedata

COLUMNS = (
    "序号", "交办层级", "交办时间", "信访件编号", "登记时间", "信访人姓名", "身份证号", "联系电话",
    "户籍地", "常住地", "事发地", "人数", "信访形式", "诉求内容", "问题属地", "问题类别",
    "是否三跨三分离", "案件类型", "责任单位", "协办单位", "包案领导", "包案领导级别", "工作专班",
    "化解时限", "办理状态", "化解措施", "是否化解", "化解时间", "是否息访", "备注",
)  # fmt: skip
"""Canonical names, in the order of the district's form."""

REQUIRED = ("交办层级", "信访件编号", "登记时间", "信访人姓名", "诉求内容", "责任单位")

ORIGINAL_ROW, RETURN_REASON = "原行号", "退回原因"
"""Columns of the workbook with refused rows; an upload of it leaves them out."""
OWN_NOTES = frozenset({ORIGINAL_ROW, RETURN_REASON})

SHARED_BY_MERGE = frozenset(
    {
        "交办层级", "交办时间", "问题属地", "责任单位", "协办单位", "包案领导", "包案领导级别",
        "工作专班", "化解时限",
    }
)  # fmt: skip
"""Columns in which one cell merged downwards speaks for all its rows."""

_SYNONYMS: dict[str, str] = {
    "序号": "序 顺序号 NO NO.",
    "交办层级": "交办来源 来源 案件来源 交办单位 交办机关 交办级别 交办部门 层级 交办主体",
    "交办时间": "交办日期 交办日 交办年月日",
    "信访件编号": "信访编号 信访件号 案件编号 信访事项编号 信访件编码 信访件登记编号 登记编号 件号 编号 案号 "
    "信访案件编号 信访号",
    "登记时间": "登记日期 信访登记时间 信访登记日期 信访时间 信访日期 首次登记时间 首次登记日期 "
    "受理登记时间 初次登记时间 登记日",
    "信访人姓名": "信访人 姓名 信访人名称 信访人员 信访人员姓名 上访人 上访人姓名 来访人 来访人姓名 信访群众 "
    "信访群众姓名 投诉人 反映人 反映人姓名 当事人 当事人姓名",
    "身份证号": "身份证 身份证号码 身份证件号 身份证件号码 公民身份号码 公民身份证号码 证件号码 证件号 "
    "信访人身份证号 信访人身份证号码 居民身份证号 居民身份证号码",
    "联系电话": "电话 联系方式 手机 手机号 手机号码 电话号码 联系电话号码 信访人电话 信访人联系电话 联系号码",
    "户籍地": "户籍 户籍所在地 户籍地址 户口所在地 户籍住址 户口地",
    "常住地": "常住地址 常住住址 现住址 现住地 现居住地 居住地 居住地址 住址 家庭住址 家庭地址 地址 实际居住地",
    "事发地": "事发地点 问题发生地 事项发生地 发生地 发生地点 事发地址",
    "人数": "涉及人数 信访人数 人次 涉访人数 参与人数 上访人数",
    "信访形式": "信访方式 信访渠道 信访途径 形式 来信来访形式 反映方式",
    "诉求内容": "诉求 信访诉求 主要诉求 反映问题 反映内容 反映的问题 反映的主要问题 反映主要问题 信访事项 "
    "信访事项内容 信访内容 信访问题 主要内容 主要问题 内容摘要 诉求摘要 问题概述 概况 信访事由 事由 "
    "投诉内容 基本诉求 信访诉求内容 诉求事项 主要问题及诉求 主要诉求内容",
    "问题属地": "属地 问题所属地 所属地 属地单位 所属乡镇街道 所属街道 所属乡镇 问题所在地 属地街道",
    "问题类别": "问题分类 内容分类 类别 信访类别 问题类型 信访件类别 领域 所属领域 诉求类别 内容类别",
    "是否三跨三分离": "三跨三分离 三跨三分离情况 是否属于三跨三分离 是否为三跨三分离 三跨三分离案件 "
    "是否三跨三分离案件 三跨三分离标志",
    "案件类型": "案件类别 案件性质 信访件类型 积案类型 信访案件类型 类型 案件分类",
    "责任单位": "主办单位 承办单位 责任主体 包案单位 牵头单位 化解责任单位 化解单位 责任部门 主责单位 首办单位 "
    "主要责任单位 承办部门 主办部门 责任单位名称 办理单位",
    "协办单位": "协办部门 协同单位 协助单位 协办 配合单位 协办责任单位",
    "包案领导": "包案领导姓名 包案县级领导 包联领导 包抓领导 责任领导 包案人 包案责任人 包案领导人",
    "包案领导级别": "领导级别 级别 包案级别 包案领导职级 领导职级 包案层级",
    "工作专班": "专班 化解专班 专班名称 化解工作专班 包案专班",
    "化解时限": "化解期限 办理时限 办理期限 办结时限 办结期限 限办时间 限办日期 化解截止时间 化解截止日期 时限 "
    "要求化解时间 计划化解时间 要求办结时间 完成时限",
    "办理状态": "办理情况 进展情况 办理进展 当前状态 案件状态 状态 办理阶段 进展 化解进展 化解状态",
    "化解措施": "措施 工作措施 处理措施 办理措施 化解办法 主要措施 采取措施 采取的措施 化解举措",
    "是否化解": "是否已化解 化解与否 化解 化解结果 是否办结",
    "化解时间": "化解日期 化解日 办结时间 办结日期 实际化解时间 实际化解日期",
    "是否息访": "息访 是否息诉罢访 息诉罢访 是否息诉息访 息访情况 是否罢访 息诉息访 是否息诉",
    "备注": "说明 其他 备考 备注说明",
}

_UNDER_GROUP: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "包案",
        {"姓名": "包案领导", "领导": "包案领导", "领导姓名": "包案领导", "级别": "包案领导级别",
         "职级": "包案领导级别", "领导级别": "包案领导级别"},
    ),
    ("交办", {"时间": "交办时间", "日期": "交办时间", "来源": "交办层级", "编号": "信访件编号"}),
    ("登记", {"时间": "登记时间", "日期": "登记时间"}),
    ("化解", {"时间": "化解时间", "日期": "化解时间", "措施": "化解措施", "状态": "办理状态"}),
    ("单位", {"主办": "责任单位", "协办": "协办单位", "责任": "责任单位"}),
)  # fmt: skip
"""Short names that mean something only under a group heading of a two-row header."""

_JUNK = re.compile(r"[\s*:：_#]+")
_BRACKETS = re.compile(r"[(\[【〔].*?[)\]】〕]")
_TO_CANONICAL = {
    name: column for column in COLUMNS for name in (column, *_SYNONYMS[column].split())
}


def tidy_label(text: str) -> str:
    """A heading without width, spaces, stars and hints in brackets."""
    flat = _JUNK.sub("", unicodedata.normalize("NFKC", text.replace("_x000D_", "")))
    return _BRACKETS.sub("", flat).strip('“”"') or flat


def canonical(chain: tuple[str, ...]) -> str | None:
    """The column that a heading stands for.

    Args:
        chain: the tidy labels over one column, from the group heading down to the lowest.
    """
    own = chain[-1].upper()
    for group in chain[:-1]:
        for word, names in _UNDER_GROUP:
            if word in group and own in names:
                return names[own]
    return _TO_CANONICAL.get(own)


def is_own_name(name: str, label: str) -> bool:
    """Whether a tidy heading is the form's own name of the column."""
    return label == name


def letters(column: int) -> str:
    """The letters of a 0-based column: 0 is A, 26 is AA."""
    out = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out

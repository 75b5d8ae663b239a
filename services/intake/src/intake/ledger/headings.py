"""What a heading says by its words: offices put the same few words together in many ways.

Only whole headings count, built of known words; a heading with one strange word stays unknown and is
shown to a person.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

OWN, USUAL, CLEAR, LIKELY, POSSIBLE = 4, 3, 2, 1, 0
"""The form's own name; a usual other one; built of clear words; of words that have other uses too;
holding a telling word among strange ones, which counts only when the cells bear it out."""

Claim = tuple[str, int]
"""A canonical name that a heading may stand for, and how surely, from OWN to POSSIBLE."""

_FILED = "信访 上访 来访 来信 写信 来电 走访 到访 网访 初访 反映 投诉 诉求 申诉 求决 举报 申请 主访 首访 联名 涉访 "
_HANDED = "交办 转办 转送 转交 交转 批转 批办 下转 下交 分办 派发 派单 下发 下达 移交 指派 分流 "
_BEGUN = (
    _FILED
    + "接访 登记 受理 收件 来件 接件 收信 收文 来文 接待 收到 立案 提交 受案 录入 建档 首次 初次 系统 案件 事项 件 "
    "当事人 信访人 "
)
_ENDED = "化解 办结 结案 销号 了结 报结 办理完毕 解决 完成 办毕 审结 销案 清零 "
_ORGANS = "区信联办 信联办 联席办 信访局 区信访局 上级 区级 县级 市级 区 市 县 本级 "
_PLANNED = "计划 预计 拟 要求 承诺 目标 限定 限 规定 应 最终 最后 预期 约定 拟定 预定 限时 "
_DAY = "时间 日期 日 年月日 时日 年月 "
_LEAD = (
    "责任 主办 承办 牵头 主责 首办 主管 属事 办理 处理 有权处理 化解 落实 归口 受办 包案 包联 包抓 "
)
_BODY = "单位 部门 镇街 街镇 乡镇 街道 镇 乡镇街道 镇街道 街道乡镇 主体 机关 机构 科室 科局 "
_HELP = "协办 配合 协助 协同 参与 联办 会办 协作 联动 共同 辅办 次责 其他 "
_CARE = "包案 包抓 包联 包保 包干 挂包 挂案 挂点 领办 包片 包化解 "
_RANK = "县级 区级 县区级 县处级 处级 副县级 本级 区 县 四套班子 党政 市级 厅级 科级 院 校 局 镇 街道 乡 委 "
_KIND = "类别 分类 类型 种类 属性 性质 门类 归类 "
_MATTER = "诉求 问题 内容 事由 案由 案情 事项 概况 摘要 概述 简述 简介 描述 缘由 原由 请求 要求 事实 理由 详情 梗概 "
_ABOUT = (
    _FILED
    + "主要 基本 简要 具体 核心 案件 案 矛盾 纠纷 合理 群众 当事人 信访人 来访人 反映人 重点 突出 的 及 和 与 "
)
_NOW = "目前 当前 最新 现 本周 本月 本季度 上周 近期 阶段性 年度 截至目前 "
_PROGRESS = "环节 状态 进展 进度 阶段 情况 结果 动态 现状 "
_QUIET = "息诉 息访 罢访 停访 停诉 服判 "
_PLACE = "地 地点 地址 所在地 位置 "


@dataclass(frozen=True, slots=True)
class _Shape:
    """Words ``before`` (any number, or at least one when ``bound``), one or more of ``head``, some ``behind``."""

    name: str
    head: str
    before: str = ""
    behind: str = ""
    weight: int = CLEAR
    bound: bool = False

    def pattern(self) -> re.Pattern[str]:
        before = f"(?:{_either(self.before)}){'+' if self.bound else '*'}" if self.before else ""
        behind = f"(?:{_either(self.behind)})*" if self.behind else ""
        return re.compile(f"{before}(?:{_either(self.head)})+{behind}")


def _either(words: str) -> str:
    return "|".join(map(re.escape, sorted(words.split(), key=len, reverse=True)))


_SHAPES = (
    _Shape("序号", "序号 序 序次 序列号 顺序编号 行次 NO NO. 项次 流水号 排号",
           "案 排 总 分 顺 流水 大 小 项目 案件 来信 来访 信访 信访件"),
    _Shape("是否三跨三分离", "三跨三分离 三跨 三分离", "是否 属于 属 为 有无 涉及 存在 的 三跨 及 和 、",
           "案件 情况 情形 标志 类型 类 信访件 事项 问题 及 和 与 、 件"),
    _Shape("协办单位", _BODY + "责任单位 责任部门 办理单位", _HELP + "参与化解 协同化解 配合化解 的", "名称 全称",
           bound=True),
    _Shape("包案领导", "领导 领导干部 领导人 责任人 人 干部 同志 人员",
           _CARE + _RANK + "的 责任 包", "姓名 名单 及 、 职务 级别", bound=True, weight=LIKELY),
    _Shape("包案领导", "领导 领导干部 领导人 责任人 人 干部 同志 人员",
           _CARE + "包", "姓名 名单 及 、 职务", bound=True),
    _Shape("包案领导", "领导 责任人",
           f"化解 信访 {_CARE}", "姓名 名单 及 、 职务", bound=True),
    _Shape("包案领导级别", "级别 职级 层级 层次", _CARE + _RANK + "领导 责任人 干部 的 人 职务 行政", bound=True),
    _Shape("信访件编号", "编号 编码 号码 件号 单号 案号 代码 流水号 号 ID",
           _BEGUN + _HANDED + "全国 国家 网上 宁夏 自治区 平台 积案 件次 个案 台账 业务 唯一 原 来源 信 信息",
           bound=True),
    _Shape("交办层级", "来源 层级 级别 机关 来源渠道",
           _HANDED + "来信 来访 来件 来文 案件 案 件 信访件 信访 上级 任务 积案 线索 的 事项 批次 " + _ORGANS,
           "级别 单位 部门 类别 层级", bound=True),
    _Shape("交办层级", "单位 部门 机构 机关 方 层次 类型 上级", _HANDED + "上级 来件 来文", bound=True),
    _Shape("交办层级", "机构 机关 单位 部门", "登记 登记受理", weight=LIKELY, bound=True),
    _Shape("化解时限", "时限 期限 限期 截止时间 截止日期 截止日 截止期 到期时间 到期日期 到期日 时间节点",
           _ENDED + _PLANNED + _HANDED + "办理 处理 整改 限办 包案 攻坚 答复 反馈 的 工作 责任", "要求"),
    _Shape("化解时限", _DAY, _PLANNED + "于", bound=True),
    _Shape("化解时限", " ".join(f"{e}{d}" for e in _ENDED.split() for d in _DAY.split()),
           _PLANNED, bound=True),
    _Shape("化解时间", _DAY, _ENDED + "实际 最终 已 真正 成功 案件 事项 的 具体", bound=True),
    _Shape("交办时间", _DAY,
           _HANDED + _ORGANS + "集中 首次 本次 件 单 函 落款 我 的 具体 到 至 给 责任单位 单位", bound=True),
    _Shape("登记时间", " ".join(f"登记{d} 登记的{d}" for d in _DAY.split()), _BEGUN),
    _Shape("登记时间", _DAY, _BEGUN + "的", weight=LIKELY, bound=True),
    _Shape("身份证号", "身份证 身份证件 证号 身份证号 身份证号码 身份号码 证件号 证件号码 身份证编号 身份证代码",
           "有效 公民 居民 个人 本人 二代 的", "编号"),
    _Shape("联系电话", "电话 手机 联系方式 通讯方式 联络方式 联系号码 手机号 电话号 座机 固话",
           "联系 本人 个人 移动 固定 办公 家庭 常用 有效 联络 通讯", "号码 号"),
    _Shape("户籍地", "户籍 户口 籍贯", "现 原", "所在 登记 的 省市 区县 市县 地 地址 住址 详址 地区 区域 地点 归属地"),
    _Shape("常住地", "住址 地址 居住地 居住地址 住所 住所地 住地 住处 常住地 居住",
           "现 现在 现居 常 常住 常驻 实际 经常 目前 家庭 联系 通讯 通信 邮寄 详细 本人 长期 暂", "地址 详址"),
    _Shape("事发地", " ".join(f"{e}{p}" for e in ("事发", "发生", "案发", "涉事") for p in _PLACE.split()),
           _ABOUT + "问题 事项 事件 事由", "所在 乡镇 街道 村居"),
    _Shape("人数", "人数 人次 人次数 总人数 人员数量 人员数 群众数",
           _FILED + "涉及 参与 参加 群体 涉案 涉众 集体 总 实际 共 本次 群众 人员", "规模"),
    _Shape("信访形式", "形式 方式 渠道 途径", _FILED + "受理 登记 来源 信访件 来件 件 提出", bound=True),
    _Shape("问题类别", _KIND + "领域 行业",
           _ABOUT + "问题 内容 事项 所属 涉及 所涉 行业 目的 三级 一级 二级", "名称", weight=LIKELY, bound=True),
    _Shape("案件类型", _KIND, "案件 信访件 信访案件 信访积案 积案 个案 疑难", bound=True),
    _Shape("问题属地", "属地 归属地 辖区 乡镇 街道 镇街 街镇 乡镇街道 镇街道 街道乡镇 片区",
           _ABOUT + "问题 事项 所属 所在 涉及 归属 管辖", "单位 管理 名称 办事处", weight=LIKELY),
    _Shape("责任单位", _BODY, _LEAD + _CARE + "主要 第一 首要 具体 最终 直接 区级 案件 工作 的", "名称 全称",
           bound=True),
    _Shape("责任单位", " ".join(f"{w}{b}" for w in ("接收", "承接", "受理", "接办", "去向", "被交办", "归属")
                            for b in _BODY.split()) + " 去向", _HANDED + "信访件", weight=LIKELY),
    _Shape("责任单位", " ".join(f"{w}{b}" for w in ("至", "到", "给", "往") for b in _BODY.split()),
           _HANDED, bound=True),
    _Shape("工作专班", "专班 工作组 专项工作组 工作小组 专项小组 化解小组 攻坚组", "化解 包案 攻坚 工作 责任",
           "名称 成员 人员 组成 情况 组长 及"),
    _Shape("是否息访", _QUIET, "是否 有无 已 签 签订 签署 同意 自愿 达成 承诺 信访人 群众 当事人",
           "承诺 承诺书 协议 协议书 情况 与否 否 状态 标志"),
    _Shape("是否化解", _ENDED + "案结事了", "是否 能否 已否 已 实质 实质性 实际 成功 完全 按期", "到位 完毕 与否",
           bound=True),
    _Shape("是否化解", "与否 标志", _ENDED, bound=True),
    _Shape("化解措施", "措施 举措 办法 方案 做法 对策",
           _NOW + "化解 工作 处理 办理 主要 采取 拟采取 已采取 的 具体 解决 下步 推进 落实", "及 和 成效 情况"),
    _Shape("办理状态", _PROGRESS,
           _NOW + "办理 化解 案件 工作 处理 办结 推进 调处 结案 信访件 处置 的 件 调查 落实 及",
           weight=LIKELY),
    _Shape("诉求内容", "诉求 请求 反映问题 主要问题 投诉内容 反映内容 诉求内容", _ABOUT + "问题 事实",
           "情况 内容 概要 及 和 的 理由 要求 摘要"),
    _Shape("诉求内容", _MATTER, _ABOUT, "情况 内容 概要 及 和 的", weight=LIKELY),
    _Shape("诉求内容", "情况", _FILED + "主要 基本 简要", weight=LIKELY, bound=True),
    _Shape("信访人姓名", "人 者 人员 群众 代表 代表人 户 对象 当事人 牵头人 群体 主体",
           _FILED + "当事 领头 牵头 主要 原", "代表 的 姓名 名单 名字 名称", bound=True),
    _Shape("信访人姓名", "姓名", "群众 代表 本人"),
    _Shape("备注", "备注 说明 备考 附注 其他情况 其它情况 其它",
           "其他 其它 补充 有关 需要 特殊 需 的 情况", "的 情况 事项", weight=LIKELY),
)  # fmt: skip
"""Clear shapes before likely ones of the same words."""

_COMPILED = tuple((shape, shape.pattern()) for shape in _SHAPES)
_DAY_END = "(?:时间|日期|日|期)$"
_TELLING = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("交办时间", f"(?:交办|转办|分办|派单|下转|转交).*{_DAY_END}"),
        (
            "化解时限",
            f"(?:计划|预计|拟|应|承诺|要求|最后).*(?:化解|办结|完成).*{_DAY_END}|(?:目标|限).*(?:时间|日期)$|时限|期限|截止",
        ),
        ("化解时间", f"(?:化解|办结|结案|销号).*{_DAY_END}"),
        ("登记时间", f"(?:登记|受理|信访|来访|来信|收件|来件).*{_DAY_END}"),
        ("身份证号", "身份证|证件号"),
        ("联系电话", "电话|手机"),
        ("户籍地", "户籍|户口"),
        ("常住地", "住址|居住|住所|住地"),
        ("事发地", "(?:事发|发生|案发)地"),
        ("人数", "人数|人次|群众数"),
        ("信访形式", "(?:信访|来访|来信|来件|反映|登记|受理).*(?:形式|方式|途径)$"),
        ("是否三跨三分离", "三跨|三分离"),
        ("协办单位", "(?:协办|配合|协同|协助|协作|参与).*(?:单位|部门)"),
        ("责任单位", "(?:责任|承办|主办|牵头|主责|办理).*(?:单位|部门|镇|街道|主体|机构)"),
        ("包案领导级别", "(?:包案|包抓|包联|包保|挂包|领导).*(?:级别|层级|职级|层次)"),
        ("包案领导", "(?:包案|包抓|包联|包保|挂包).*(?:领导|人)"),
        ("工作专班", "专班|攻坚组"),
        ("是否息访", "息访|息诉|罢访|停访"),
        ("是否化解", "是否.*(?:化解|办结|结案|销号)"),
        ("信访件编号", "(?:信访|系统|平台|登记|案|件|交办|受理).*(?:编号|编码|号码|号)$"),
        ("案件类型", "(?:案件|积案|信访件).*(?:类型|类别|分类|性质|属性)$"),
        ("问题类别", "(?:问题|内容|诉求|事项|矛盾).*(?:类型|类别|分类|领域)$"),
        ("交办层级", "(?:来源|交办|案源|来件).*(?:层|级|机关|单位|部门|批次)?$"),
        ("问题属地", "属地|辖区"),
        ("化解措施", "(?:措施|举措|对策|办法)$"),
        (
            "诉求内容",
            "诉求|反映.*(?:问题|情况|事项)|(?:信访|来信|来访|投诉).*(?:内容|问题|事项)|案情|事由",
        ),
        ("办理状态", "(?:办理|化解|案件|目前|当前|进展).*(?:状态|进展|阶段|环节|进度|情况)$"),
        ("信访人姓名", "(?:信访|上访|来访|反映|投诉|来信).*(?:人|姓名|群众)$"),
    )
)
"""Words that tell, among strange ones, what a heading is about."""
_LONGEST_TELLING = 16
_LONGEST = 24
_HEAD_WORD = re.compile(
    "[贯区话机址访件序次号码跨离位门镇乡街体机科导人部志级层源限点时日月式住地置数途渠类分种性域业班组解办案销结报访诉判施举法策状进度段况果态内容"
    "由事概摘述介求实详原名户象表众备说附其道]|NO|ID"
)
_NEVER = re.compile(
    r"被|联系人|经办|承办人|登记人|填报|填表|审核|审批|批示|满意|评价|原因|依据|年龄|性别|民族|(?<![及、和])职务$|回访|复查|"
    r"复核|初重|文书|附件|次数|编制|稳控|风险|动向"
)
"""Words that make a heading speak of something the form has no column for."""


def speaks_of_others(label: str) -> bool:
    """Whether a tidy heading is about somebody or something that the form has no column for."""
    return bool(_NEVER.search(label))


@lru_cache(maxsize=20_000)
def by_words(label: str) -> Claim | None:
    """The column that the words of a tidy label speak of, from CLEAR down to POSSIBLE."""
    if not 1 < len(label) <= _LONGEST or not _HEAD_WORD.search(label) or speaks_of_others(label):
        return None
    likely: Claim | None = None
    for shape, pattern in _COMPILED:
        if pattern.fullmatch(label):
            if shape.weight == CLEAR:
                return shape.name, CLEAR
            likely = likely or (shape.name, LIKELY)
    return likely or _of_telling_words(label)


def _of_telling_words(label: str) -> Claim | None:
    if len(label) > _LONGEST_TELLING:
        return None
    return next(((name, POSSIBLE) for name, p in _TELLING if p.search(label)), None)

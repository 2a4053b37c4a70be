"""What the description says of each address and each parameter, in words that are translated where they are shown."""

from collections.abc import Mapping
from enum import EnumType
from typing import Any

from registry.candidates.queries import CandidateQuery
from registry.enterprises.queries import EnterpriseQuery
from registry.licensing.queries import OfferQuery
from registry.navigation.queries import ProjectQuery
from registry.patents.queries import PatentQuery
from registry.searching.kinds import KINDS
from registry.site.filters import LONGEST_QUERY, ListQuery
from registry.site.paging import LARGEST_PAGE, PAGE_SIZE
from registry.site.texts import marked
from registry.site.vocabulary import labels

Schema = dict[str, Any]
SUMMARIES: Mapping[str, str] = {
    "/search": marked("检索专利、开放许可声明、企业或专利导航项目"),
    "/search.csv": marked("检索结果的全部记录，CSV"),
    "/search.xlsx": marked("检索结果的全部记录，Excel 工作簿"),
    "/search.jsonl": marked("检索结果的全部记录，JSON Lines"),
    "/suggest": marked("输入时的检索词建议"),
    "/patents": marked("专利列表"),
    "/patents/{number}": marked("一件专利，附每个字段的来源和变更记录"),
    "/enterprises": marked("企业列表"),
    "/enterprises/{key}": marked("一家企业，附每个字段的来源和变更记录"),
    "/offers": marked("开放许可声明列表"),
    "/projects": marked("专利导航项目列表"),
    "/projects/{key}": marked("一个专利导航项目，附每个字段的来源和变更记录"),
    "/candidates": marked("候选列表"),
    "POST /candidates": marked("把企业标记为某一轮次的候选"),
    "/candidates/{number}": marked("一个候选，附各步和标记当天的比对结果"),
    "POST /candidates/{number}/steps": marked("把候选推进一步，或记一笔"),
    "/candidate-rounds": marked("各轮次，附各状态的候选数"),
    "/open-data": marked("开放数据：各天的文件、字段和校验和"),
    "/open-data/catalogue": marked("最近一天的开放数据，供数据目录收录（DCAT 3，JSON-LD）"),
}
TAGS: Mapping[str, str] = {
    "search": marked("检索"),
    "patents": marked("专利"),
    "enterprises": marked("企业"),
    "offers": marked("开放许可声明"),
    "projects": marked("专利导航项目"),
    "open data": marked("开放数据"),
    "candidates": marked("候选"),
}
WITH_TOKEN = ("candidates",)
"""Tags of what only programs with a token are given."""
PARAMETERS: Mapping[str, str] = {
    "q": marked("检索词：名称、号码、权利人、任意一段原文；引号表示原样，减号表示排除"),
    "kind": marked("检索哪一类记录"),
    "offer": marked("开放许可：open 现在可以许可，declared 声明过，none 没有声明"),
    "literal": marked("1：不查同义词"),
    "titled": marked("1：只要有称号的企业"),
    "year_from": marked("年份从：专利按授权，声明按公告，企业按成立，项目按立项"),
    "year_to": marked("年份到"),
    "fee_from": marked("许可费从，单位元"),
    "fee_to": marked("许可费到，单位元"),
    "sort": marked("排序；检索时不写则按相关度"),
    "page": marked("第几页，从 1 起；最多翻到第 10,000 条"),
    "size": marked("每页几条"),
    "ipc": marked("IPC 分类号的开头，如 A01K 或 A01K 87/00"),
    "type": marked("专利类型，或专利导航类型"),
    "state": marked("声明、项目或候选的状态"),
    "mode": marked("许可费方式"),
    "status": marked("法律状态"),
    "owner_type": marked("权利人类型"),
    "owner": marked("权利人的全名"),
    "cluster": marked("产业集群"),
    "township": marked("镇街"),
    "district": marked("区县"),
    "title": marked("称号"),
    "level": marked("称号或项目的级别"),
    "tag": marked("标签"),
    "industry": marked("行业"),
    "agency": marked("承担机构"),
    "available": marked("1：只要今天在许可期限内的"),
    "/candidates owner": marked("承办人的账户编号"),
    "round": marked("轮次的编号"),
    "tier": marked("梯队"),
    "enterprise": marked("企业的信用代码或 key"),
    "step": marked("一次标记的编号：只要那一次标记的"),
    "number": marked("申请号，怎么写都行：带不带 ZL、CN、点、校验位"),
    "key": marked("统一社会信用代码，或列表里给出的 key"),
}
REPEATED = marked("可以重复，任一符合即可")
EXAMPLES: Mapping[str, str | int] = {
    "q": "鱼竿",
    "number": "202119903127.1",
    "ipc": "A01K",
    "year_from": 2020,
    "fee_to": 50_000,
    "kind": "patent",
}
YEAR: Schema = {"type": "integer", "minimum": 1900, "maximum": 2100}
YUAN: Schema = {"type": "integer", "minimum": 0}
SWITCH: Schema = {"type": "boolean", "default": False}
VALUES: Mapping[str, Schema] = {
    "q": {"type": "string", "maxLength": LONGEST_QUERY},
    "page": {"type": "integer", "minimum": 1, "default": 1},
    "size": {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE},
    "year_from": YEAR,
    "year_to": YEAR,
    "fee_from": YUAN,
    "fee_to": YUAN,
    "literal": SWITCH,
    "titled": SWITCH,
    "available": SWITCH,
}
"""What is not just a text."""
LISTS: Mapping[str, type[ListQuery]] = {
    "/patents": PatentQuery,
    "/enterprises": EnterpriseQuery,
    "/candidates": CandidateQuery,
    "/offers": OfferQuery,
    "/projects": ProjectQuery,
}
"""The lists, of which each knows its own words; everything else that takes parameters is a search."""


def summary(method: str, path: str) -> str:
    """What a call does; SUMMARIES says it for GET unless it names another method."""
    return SUMMARIES[path if method == "get" else f"{method.upper()} {path}"]


def choices(path: str, name: str) -> dict[str, str]:
    """The values that a parameter takes, with their Chinese labels if they have any; empty where any text may stand."""
    if name == "kind":
        return {kind: known.title for kind, known in KINDS.items()}
    if name == "offer":
        return dict.fromkeys(("open", "declared", "none"), "")
    if path in LISTS:
        return _of_list(LISTS[path], name)
    if name == "sort":
        return {order.name: order.title for kind in KINDS.values() for order in kind.orders}
    words = {facet.words for kind in KINDS.values() for facet in kind.facets if facet.parameter == name}
    return {token: label for pair in sorted(filter(None, words)) for token, label in labels(*pair).items()}


def _of_list(query: type[ListQuery], name: str) -> dict[str, str]:
    if name == "sort":
        orders = query.model_fields["sort"].annotation
        return {order.value: "" for order in orders} if isinstance(orders, EnumType) else {}
    return dict(labels(*query.vocabularies[name])) if name in query.vocabularies else {}

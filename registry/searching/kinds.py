"""What is searched, kind by kind: what can be chosen and counted, in what order hits may stand, what prefixes mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from registry.indexing.declared import ENTERPRISES, OFFERS, PATENTS, PROJECTS
from registry.site.texts import marked
from search.declaration import Index
from search.requests import Sort


@dataclass(frozen=True, slots=True)
class Facet:
    """Values to choose from: the parameter of the address, the field of the index, and what both are called.

    `words` is the record kind and field whose vocabulary labels the values; None where they are the register's own.
    """

    parameter: str
    field: str
    title: str
    words: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """An order of the hits; without `sort` it is their rank."""

    name: str
    title: str
    sort: Sort | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of record to be searched. `path` is where it is browsed, `unit` what its records are counted in.

    `browsed` is the order where nothing was typed; `offered`: whether it can be narrowed to what can be licensed.
    """

    index: Index
    path: str
    title: str
    unit: str
    facets: tuple[Facet, ...]
    orders: tuple[Order, ...]
    browsed: str
    year: str
    prefixes: Mapping[str, str]
    offered: bool = False

    @property
    def name(self) -> str:
        """The value of the parameter `kind`."""
        return self.index.name

    @cached_property
    def by_parameter(self) -> dict[str, Facet]:
        """The facets by the parameter that chooses among their values."""
        return {facet.parameter: facet for facet in self.facets}

    def order(self, name: str, *, typed: bool) -> Order:
        """The order of that name; where none is named, rank if something was typed, else what suits browsing."""
        wanted = name or (RELEVANCE if typed else self.browsed)
        return next(order for order in self.orders if order.name == wanted)


IPC_LEVELS = ("ipc_section", "ipc_class", "ipc_subclass", "ipc_group")
"""The fields of the tree of classes, from A to A01K87."""
RELEVANCE = "relevance"
BY_RANK = Order(RELEVANCE, marked("按相关度"))
CLUSTER = Facet("cluster", "cluster", marked("产业集群"))
TOWNSHIP = Facet("township", "township", marked("镇街"))
DISTRICT = Facet("district", "district", marked("区县"))
PATENT_TYPE = Facet("type", "patent_type", marked("专利类型"), ("patent", "patent_type"))
FEE_MODE = Facet("mode", "fee_mode", marked("许可费方式"), ("offer", "fee_mode"))
LEGAL_STATUS = Facet("status", "legal_status", marked("法律状态"), ("patent", "legal_status"))
OWNER_TYPE = Facet("owner_type", "owner_type", marked("权利人类型"), ("patent", "owner_type"))
OWNER = Facet("owner", "holder", marked("权利人"))
OFFER_STATE = Facet("state", "offer_state", marked("声明状态"), ("offer", "state"))
PATENT_PREFIXES = {
    **dict.fromkeys(("权利人", "专利权人", "申请人", "owner", "applicant"), "holders"),
    **dict.fromkeys(("发明人", "inventor"), "inventors"),
    **dict.fromkeys(("分类号", "ipc"), "ipc"),
    **dict.fromkeys(("代理", "代理机构", "agency"), "agency"),
    **dict.fromkeys(("标题", "名称", "title"), "title"),
    **dict.fromkeys(("摘要", "abstract"), "abstract"),
    **dict.fromkeys(("申请号", "专利号", "number"), "number"),
}

KINDS: Mapping[str, Kind] = {
    "patent": Kind(
        PATENTS,
        "/patents",
        marked("专利"),
        marked("件"),
        (PATENT_TYPE, FEE_MODE, CLUSTER, LEGAL_STATUS, TOWNSHIP, OWNER_TYPE, DISTRICT, OWNER),
        (
            BY_RANK,
            Order("fee", marked("许可费从低到高"), Sort("fee", descending=False)),
            Order("declared", marked("声明公告日从新到旧"), Sort("declared")),
            Order("granted", marked("授权日从新到旧"), Sort("granted")),
            Order("filed", marked("申请日从新到旧"), Sort("filed")),
            Order("ending", marked("许可期限从长到短"), Sort("licence_to")),
        ),
        "declared",
        marked("授权年份"),
        PATENT_PREFIXES,
        offered=True,
    ),
    "offer": Kind(
        OFFERS,
        "/offers",
        marked("开放许可公告"),
        marked("件"),
        (OFFER_STATE, FEE_MODE, PATENT_TYPE, CLUSTER, LEGAL_STATUS, TOWNSHIP, OWNER_TYPE, OWNER),
        (
            BY_RANK,
            Order("declared", marked("公告日从新到旧"), Sort("declared")),
            Order("fee", marked("许可费从低到高"), Sort("fee", descending=False)),
            Order("ending", marked("许可期限从长到短"), Sort("licence_to")),
        ),
        "declared",
        marked("公告年份"),
        {**PATENT_PREFIXES, "声明编号": "declaration", "declaration": "declaration"},
        offered=True,
    ),
    "enterprise": Kind(
        ENTERPRISES,
        "/enterprises",
        marked("企业"),
        marked("家"),
        (
            Facet("title", "title_kind", marked("称号"), ("recognition", "title_kind")),
            Facet("level", "title_level", marked("称号级别"), ("recognition", "level")),
            CLUSTER,
            TOWNSHIP,
            Facet("tag", "tag", marked("标签")),
            Facet("industry", "industry", marked("行业")),
            DISTRICT,
        ),
        (
            BY_RANK,
            Order("patents", marked("专利从多到少"), Sort("patents")),
            Order("offers", marked("可开放许可从多到少"), Sort("open_offers")),
            Order("founded", marked("成立年份从新到旧"), Sort("year")),
        ),
        "patents",
        marked("成立年份"),
        {
            **dict.fromkeys(("名称", "标题", "title", "name"), "name"),
            **dict.fromkeys(("代码", "code"), "codes"),
        },
    ),
    "project": Kind(
        PROJECTS,
        "/projects",
        marked("专利导航"),
        marked("个"),
        (
            Facet("type", "project_type", marked("导航类型"), ("project", "project_type")),
            Facet("state", "state", marked("项目状态"), ("project", "state")),
            Facet("level", "level", marked("级别"), ("project", "level")),
            CLUSTER,
            Facet("agency", "agency_name", marked("承担机构")),
        ),
        (BY_RANK, Order("approved", marked("立项日从新到旧"), Sort("approved"))),
        "approved",
        marked("立项年份"),
        {
            **dict.fromkeys(("标题", "名称", "title"), "title"),
            **dict.fromkeys(("分类号", "ipc"), "ipc"),
            **dict.fromkeys(("承担机构", "代理", "agency"), "agency"),
            **dict.fromkeys(("编号", "number"), "number"),
        },
    ),
}
PARAMETERS = tuple(dict.fromkeys(facet.parameter for kind in KINDS.values() for facet in kind.facets))
"""Every parameter that chooses among values, for whichever kind."""

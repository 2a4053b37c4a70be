"""What the search index holds: one declared index for each kind of record, and one of terms for suggestions.

Numbers are whole: days as 20240517, money in 分. A document holds besides what a line of the results shows
(`registry.indexing.lines` reads it), under the names of the columns; a day there is a number of these, too.

`record` is the number of the record that a document is made from, of an offer's document that of its patent:
whatever key the document had, it is found again by it.
"""

from search.declaration import Field, FieldKind, Index

TEXT, IDENTIFIER, KEYWORD, NUMBER = FieldKind.TEXT, FieldKind.IDENTIFIER, FieldKind.KEYWORD, FieldKind.NUMBER
YES, NO = "yes", "no"
NAMES = {
    "patent": "专利",
    "offer": "开放许可声明",
    "enterprise": "企业",
    "project": "专利导航项目",
    "term": "检索提示词",
}
"""What the indexes are called."""

_PATENT_TEXTS = (
    Field("number", IDENTIFIER, 3),  # 申请号
    Field("publications", IDENTIFIER, 2),  # 公开号, 授权公告号
    Field("title", TEXT, 5, heading=True),
    Field("abstract", TEXT, 1),
    Field("holders", TEXT, 2),  # 权利人: owners, or applicants where no owner is on record
    Field("holder_codes", IDENTIFIER, 1),  # 统一社会信用代码
    Field("inventors", TEXT, 1.5),
    Field("ipc", IDENTIFIER, 1),
    Field("agency", TEXT, 0.5),
    Field("scenario", TEXT, 1),  # 应用场景 of the 存量盘点
)
_RECORD = Field("record", KEYWORD)
_PATENT_FACETS = (
    _RECORD,
    Field("patent_type", KEYWORD),
    Field("legal_status", KEYWORD),
    Field("owner_type", KEYWORD),
    Field("cluster", KEYWORD),  # 产业集群 of the holders that are enterprises of the register
    Field("township", KEYWORD),
    Field("district", KEYWORD),
    Field("holder", KEYWORD),
    Field(
        "holder_keys", KEYWORD
    ),  # the enterprises that the holders are, one for each of `holders`, "" where none is
    Field("ipc_section", KEYWORD),  # A
    Field("ipc_class", KEYWORD),  # A01
    Field("ipc_subclass", KEYWORD),  # A01K
    Field("ipc_group", KEYWORD),  # A01K87
)
_OFFER_FACETS = (
    Field(
        "licensable", KEYWORD
    ),  # YES: can be taken up on the day of indexing (see `registry.licensing.queries`)
    Field("available", KEYWORD),  # YES: announced, its term not over on the day of indexing
    Field("offer_state", KEYWORD),
    Field("fee_mode", KEYWORD),
    Field("fee", NUMBER),  # the amount to pay at first, 分; 0 where it is free; none where it is not known
    Field("licence_to", NUMBER),  # 99991231 where the declaration names no end
    Field("declared", NUMBER),
)

PATENTS = Index(
    "patent",
    (
        *_PATENT_TEXTS,
        *_PATENT_FACETS,
        *_OFFER_FACETS,
        Field("filed", NUMBER),
        Field("granted", NUMBER),
        Field("year", NUMBER),  # of the grant (授权)
    ),
    preferred=("licensable", YES),
)
OFFERS = Index(
    "offer",
    (
        *_PATENT_TEXTS,
        Field("declaration", IDENTIFIER, 2),
        Field("conditions", TEXT, 1),
        *_PATENT_FACETS,
        *_OFFER_FACETS,
        Field("year", NUMBER),  # of the declaration
    ),
    preferred=("licensable", YES),
)
ENTERPRISES = Index(
    "enterprise",
    (
        _RECORD,
        Field("name", TEXT, 5, heading=True),
        Field("former_names", TEXT, 3, heading=True),
        Field("english_name", TEXT, 2, heading=True),
        Field("codes", IDENTIFIER, 3),  # 统一社会信用代码, 注册号
        Field("titles", TEXT, 2),  # 称号 held
        Field("business_scope", TEXT, 1),
        Field("address", TEXT, 0.5),
        Field("tag", KEYWORD),
        Field("title_kind", KEYWORD),
        Field("title_level", KEYWORD),
        Field("cluster", KEYWORD),
        Field("township", KEYWORD),
        Field("district", KEYWORD),
        Field("industry", KEYWORD),
        Field("size", KEYWORD),
        Field("status", KEYWORD),
        Field("patents", NUMBER),
        Field("open_offers", NUMBER),
        Field("year", NUMBER),  # of establishment
    ),
)
PROJECTS = Index(
    "project",
    (
        _RECORD,
        Field("title", TEXT, 5, heading=True),
        Field("number", IDENTIFIER, 3),
        Field("filing_number", IDENTIFIER, 2),  # 平台备案号
        Field("agency", TEXT, 2),
        Field("client", TEXT, 2),
        Field("technical_field", TEXT, 2),
        Field("summary", TEXT, 1),
        Field("ipc", IDENTIFIER, 1),
        Field("project_type", KEYWORD),
        Field("level", KEYWORD),
        Field("state", KEYWORD),
        Field("cluster", KEYWORD),
        Field("agency_name", KEYWORD),
        Field("approved", NUMBER),
        Field("year", NUMBER),  # of the approval
    ),
)
TERMS = Index(
    "term",
    (
        _RECORD,  # the term's own id
        Field("text", TEXT, 1, heading=True),
        Field("pinyin", KEYWORD),  # tanxianwei
        Field("begun", KEYWORD),  # t, ta, tan, tanx …; and t, tx, txw: what is typed on the way to the term
        Field("source", KEYWORD),  # word, name, title
        Field("weight", NUMBER),  # documents that have it
    ),
)
KINDS = (PATENTS, OFFERS, ENTERPRISES, PROJECTS)
EVERY_INDEX = (*KINDS, TERMS)

"""Invented documents in the forms that real ones have, and short ways to ask for them."""

from search.answers import Document, SearchAnswer
from search.declaration import Field, FieldKind, Index
from search.engine import SearchEngine
from search.requests import SearchRequest

INDEX = Index(
    "patent",
    (
        Field("number", FieldKind.IDENTIFIER, 3),
        Field("publications", FieldKind.IDENTIFIER, 2),
        Field("title", FieldKind.TEXT, 5, heading=True),
        Field("abstract", FieldKind.TEXT, 1),
        Field("holders", FieldKind.TEXT, 2),
        Field("inventors", FieldKind.TEXT, 1.5),
        Field("codes", FieldKind.IDENTIFIER, 1),
        Field("ipc", FieldKind.IDENTIFIER, 1),
        Field("type", FieldKind.KEYWORD),
        Field("holder", FieldKind.KEYWORD),
        Field("township", FieldKind.KEYWORD),
        Field("licensable", FieldKind.KEYWORD),
        Field("fee", FieldKind.NUMBER),
        Field("year", FieldKind.NUMBER),
    ),
    preferred=("licensable", "yes"),
)
PREFIXES = {"权利人": "holders", "发明人": "inventors", "ipc": "ipc"}


def _patent(number: str, title: str, abstract: str, **more: object) -> Document:
    return {"id": f"patent {number}", "number": number, "title": title, "abstract": abstract, **more}  # type: ignore[dict-item]


DOCUMENTS: tuple[Document, ...] = (
    _patent(
        "201711410931.9", "一种碳纤维钓鱼竿", "本发明公开了一种碳纤维钓鱼竿，包括竿体和握把，竿体由预浸料卷制而成。",
        publications=("CN108012983A", "CN108012983B"), holders=("威海光威复材渔具有限公司",), inventors=("王海涛", "李娜"),
        codes=("91371000MA3C4D5E6F",), ipc=("A01K 87/00", "B29C 70/32"), type="发明专利", holder=("威海光威复材渔具有限公司",),
        township="鲸园街道", licensable="yes", fee=500_000, year=2017,
    ),
    _patent(
        "202020357812.6", "鱼竿", "一种伸缩竿，手把处设有防滑套。", holders=("张伟",), inventors=("张伟",), ipc=("A01K 87/00",),
        type="实用新型", holder=("张伟",), township="竹岛街道", licensable="no", year=2020,
    ),
    _patent(
        "202110223344.5", "鱼竿支架", "用于固定钓竿的支架，支架可以折叠。", publications=("CN112900001A",), ipc=("A01K 97/10",),
        holders=("威海环翠渔具厂",), holder=("威海环翠渔具厂",), type="发明专利", licensable="yes", fee=0, year=2021,
    ),
    _patent(
        "202110223345.X", "可折叠的支架", "支架用于固定鱼竿。", ipc=("A01K 97/10",), holders=("威海环翠渔具厂",),
        holder=("威海环翠渔具厂",), type="实用新型", licensable="no", fee=20_000, year=2021,
    ),
    _patent(
        "201510000123.4", "钓竿的竿梢结构", "竿梢与竿体插接，抗弯折。", ipc=("A01K 87/02",),
        holders=("Weihai Fishing Tackle Co., Ltd.",), holder=("Weihai Fishing Tackle Co., Ltd.",),
        type="实用新型", licensable="no", year=2015,
    ),
    _patent(
        "201930012345.6", "轴承（Ｗ型）", "外观设计产品的用途：用于机床主轴。",
        type="外观设计", holder=("山东华东數控股份有限公司",), holders=("山东华东數控股份有限公司",), licensable="no", year=2019,
    ),
    _patent(
        "201810999888.1", "基于LED的水下照明装置及PLC控制系统", "The LED lamp is driven by a PLC; 工作电压为24V，功率≥3.5kW。",
        ipc=("F21V 33/00", "G05B 19/05"), holders=("哈尔滨工业大学（威海）",), holder=("哈尔滨工业大学（威海）",),
        inventors=("陈曦",), type="发明专利", licensable="yes", fee=500_000, year=2018,
    ),
    _patent(
        "201810999889.6", "海水淡化膜的清洗方法", "⽤反渗透膜处理海⽔，清洗液的pH值为9.5，浓度为2.5%。", ipc=("B01D 61/02",),
        holders=("威海蓝海膜技术有限公司", "哈尔滨工业大学（威海）"), holder=("威海蓝海膜技术有限公司", "哈尔滨工业大学（威海）"),
        type="发明专利", licensable="no", fee=120_000, year=2018,
    ),
    _patent(
        "202210555666.7", "渔网编织机的张力控制装置", "编织机在织网时保持恒定张力，避免断线，提高网片质量。", ipc=("D04G 5/00",),
        holders=("威海市机械厂",), holder=("威海市机械厂",), type="实用新型", licensable="yes", fee=80_000, year=2022,
        township="鲸园街道",
    ),
    _patent(
        "202210555667.1", "织网机", "一种渔网编织机，编织机的张力可以调节。网片质量好。", ipc=("D04G 5/00",), type="实用新型",
        holders=("威海市机械厂",), holder=("威海市机械厂",), licensable="no", year=2022, township="竹岛街道",
    ),
    _patent("202310000001.0", "水产品速冻设备", "用于海参的速冻。", type="发明专利", licensable="no", year=2023),
    _patent("202310000002.5", "水产品速冻设备", "用于海参的速冻。", type="发明专利", licensable="yes", year=2023),
)  # fmt: skip


def ids(answer: SearchAnswer) -> list[str]:
    return [hit.id.removeprefix("patent ") for hit in answer.hits]


def found(engine: SearchEngine, text: str, **more: object) -> list[str]:
    """The numbers of what is found, in their order."""
    return ids(engine.search(SearchRequest(text, **more)))  # type: ignore[arg-type]

"""The invented enterprises and institutions of the district (企业与高校院所)."""

import random
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from registry.demo import people
from registry.demo.chance import day_between, stream, weighted
from registry.demo.grammar import clusters
from registry.demo.model import Enterprise, Holder
from registry.demo.numbers import CREDIT_ALPHABET, credit_code

COUNT = 412
_Seed = tuple[str, str, str, Mapping[str, Any]]
_TYPES = {
    "有限责任公司（自然人投资或控股）": 52,
    "有限责任公司（自然人独资）": 24,
    "有限责任公司（非自然人投资或控股的法人独资）": 8,
    "其他股份有限公司（非上市）": 5,
    "有限责任公司（外商投资、非独资）": 3,
    "个人独资企业": 4,
}
_STATE_OWNED = "有限责任公司（国有独资）"
_SIZES = {"微型": 34, "小型": 43, "中型": 17, "大型": 3, "": 3}
_STATUS = {"在营（开业）企业": 88, "存续": 6, "注销": 3, "吊销，未注销": 2, "迁出": 1}
_TAGS = {
    "知识产权贯标企业": 0.16,
    "瞪羚企业": 0.04,
    "创新型中小企业": 0.2,
    "科技型中小企业": 0.3,
    "需走访": 0.06,
}
_STATE_OWNED_NAMES = (
    ("威海环汀海洋产业投资集团有限公司", "海洋装备", "竹岛街道"),
    ("威海环汀热力技术有限公司", "节能环保", "怡园街道"),
    ("威海临沚水务设备有限公司", "节能环保", "崮山镇"),
    ("威海环汀智造园区运营有限公司", "智能装备", "皇冠街道"),
)
INSTITUTIONS = (
    ("东浦湾海洋工程学院", "高校", "怡园街道", ""),
    ("东浦湾碳材料研究院", "科研院所", "张村镇", "碳纤维及复合材料"),
)
ISO_LEVELS = {
    "威海衍力复合材料股份有限公司": 3,
    "威海衡棉医用高分子制品有限公司": 3,
    "威海拾浪碳纤维渔具有限公司": 2,
    "威海墨澜打印技术有限公司": 1,
}


@cache
def known() -> Mapping[str, list[dict[str, Any]]]:
    """Return the enterprises and patents that the design pages show."""
    return tomllib.loads((Path(__file__).parent / "known.toml").read_text("utf-8"))


def build_enterprises(today: date) -> tuple[Enterprise, ...]:
    """Return the enterprises: those of the design pages, the state-owned ones, then the rest."""
    chance = stream("enterprises")
    seeds: list[_Seed] = [(e["name"], e["cluster"], e["township"], e) for e in known()["enterprise"]]
    seeds += [(name, cluster, place, {"owned": "国有企业"}) for name, cluster, place in _STATE_OWNED_NAMES]
    taken = {seed[0] for seed in seeds} | {seed[0][2:4] for seed in seeds}
    while len(seeds) < COUNT:
        cluster = weighted(chance, {name: words["share"] for name, words in clusters().items()})
        brand = people.brand(chance)
        if brand not in taken:
            taken.add(brand)
            suffix = chance.choice(clusters()[cluster]["companies"])
            seeds.append((f"威海{brand}{suffix}", cluster, people.township(chance), {}))
    return tuple(_enterprise(index, seed, chance, today) for index, seed in enumerate(seeds))


def _enterprise(index: int, seed: _Seed, chance: random.Random, today: date) -> Enterprise:
    name, cluster, place, extra = seed
    words = clusters()[cluster]
    owned = extra.get("owned", "企业")
    founded = day_between(chance, date(1996, 3, 1), date(today.year - 2, 6, 30))
    if extra.get("former"):
        founded = date(2006, 5, 17)
    capital = chance.choice([50, 100, 200, 300, 500, 800, 1000, 1200, 2000, 3000, 5000, 8600])
    tags = [tag for tag, share in _TAGS.items() if chance.random() < share]
    return Enterprise(
        name=name,
        code=_code(index, chance),
        owner_type=owned,
        cluster=cluster,
        township=place,
        address=people.address(chance, place),
        former_names=_former(name, extra, chance),
        company_type=_STATE_OWNED if owned == "国有企业" else weighted(chance, _TYPES),
        established=founded,
        representative=people.person(chance),
        capital=capital,
        paid_in=chance.choice([capital, capital, capital // 2]),
        status="在营（开业）企业" if extra else weighted(chance, _STATUS),
        industry=words["industry"],
        size="中型" if extra else weighted(chance, _SIZES),
        scope="一般项目："
        + "；".join(words["scope"])
        + "。（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）",
        tags=tuple(dict.fromkeys([*extra.get("tags", []), *tags])),
        iso_level=ISO_LEVELS.get(name),
        contact=people.person(chance),
        phone=f"0631-990{chance.randint(1000, 9999)}",
    )


def _former(name: str, extra: Mapping[str, Any], chance: random.Random) -> tuple[str, ...]:
    if extra.get("former"):
        return (extra["former"],)
    if extra or chance.random() > 0.08:
        return ()
    ending = chance.choice(["机械厂", "渔具厂", "电子厂", "制品厂", "贸易有限公司", "科技有限公司"])
    return (f"{name[:4]}{ending}",)


def _code(index: int, chance: random.Random) -> str:
    if chance.random() < 0.55:
        return credit_code("91", f"MAX{index:03d}{''.join(chance.choices(CREDIT_ALPHABET, k=2))}")
    return credit_code("91", f"99{index:04d}{chance.randint(10, 99)}")


def build_institutions() -> tuple[Holder, ...]:
    """Return the university and the research institute."""
    chance = stream("institutions")
    return tuple(
        Holder(
            name, credit_code("12", f"998{index}2024"), kind, cluster, place, people.address(chance, place)
        )
        for index, (name, kind, place, cluster) in enumerate(INSTITUTIONS, 1)
    )


def build_individuals(count: int) -> tuple[Holder, ...]:
    """Return persons who own patents; their names are invented."""
    chance = stream("individuals")
    names = dict.fromkeys(people.person(chance) for _ in range(count * 3))
    chosen = [name for name in names if len(name) == 3][:count]
    return tuple(
        Holder(name, "", "个人", weighted(chance, {"钓具渔具": 5, "智能装备": 3, "海洋生物": 2}), place,
               people.address(chance, place))
        for name, place in ((name, people.township(chance)) for name in chosen)
    )  # fmt: skip


def build_outsiders() -> tuple[Holder, ...]:
    """Return owners outside the district, who appear as co-owners only."""
    rows = (
        ("青岛砾汐船舶科技有限公司", "青岛市城阳区溯流路18号"),
        ("烟台箬屿食品机械有限公司", "烟台市莱山区箬屿街6号"),
        ("济南琚光仪器有限公司", "济南市历城区琚光路101号"),
        ("上海淅弧复材技术有限公司", "上海市浦东新区淅弧路77弄3号"),
    )
    return tuple(Holder(name, "", "企业", "", "", address) for name, address in rows)

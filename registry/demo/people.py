"""Invented persons and streets. A name that a living person bears is a coincidence."""

import random

_SURNAMES = "林沈周顾柏邵祁温虞岑嵇蒙席冼阙宓晏燕逄丛鞠隋綦毕邹戚初迟矫苗荣慕车曲姜宫于王李张刘陈孙徐宋许"
_FIRST = "若予砚知景怀云子清以望书思明远慕之言承修北南砺汀屿澄牧禾黎安"
_SECOND = "川安舟棠澜青岚野白洲溪宁临珩泽桐鸣森越岩原霁遥朔微林帆石"

TOWNSHIPS = {
    "张村镇": ["沿山路", "云谷路", "北渠街"],
    "羊亭镇": ["羊渡路", "南坡工业路", "棉山街"],
    "竹岛街道": ["竹汀路", "青礁街", "岛前路"],
    "孙家疃街道": ["望疃路", "远帆街", "北湾路"],
    "嵩山街道": ["嵩麓路", "科汇街", "棋坪路"],
    "温泉镇": ["汤河路", "果岭街", "五沟路"],
    "鲸园街道": ["鲸屿路", "旧港街", "园北路"],
    "桥头镇": ["桥西路", "粮仓街", "东桥路"],
    "崮山镇": ["崮前路", "盐场街", "石渚路"],
    "怡园街道": ["怡海路", "槐庭街", "园丁路"],
    "皇冠街道": ["冠湾路", "创业支街", "长汀路"],
    "初村镇": ["初岬路", "双兴工业路", "北曹街"],
}
"""Townships of the demo district with streets that are not on any map."""

_WEIGHTS = (15, 14, 9, 9, 12, 7, 6, 8, 7, 5, 5, 3)
_SYLLABLE_1 = "拾望衡衍墨泊参青粒澜汐砚岚箬楫棹湄溟漪砾皋翎苇鲸沚浔潆漱淅珩璟澄禾槐屹砺舷帷暮朔"
_SYLLABLE_2 = "浪屿棉力光簧岭丰钩岬澈舟礁汀栈穹笙弧矩砥舻桁舱瀚溯绎垣衢隼序铎笺寰叠蔚"


def person(chance: random.Random) -> str:
    """Return one invented name of two or three characters."""
    name = chance.choice(_SURNAMES) + chance.choice(_FIRST)
    return name if chance.random() < 0.22 else name + chance.choice(_SECOND)


def people(chance: random.Random, most: int) -> tuple[str, ...]:
    """Return one to `most` different invented names."""
    return tuple(dict.fromkeys(person(chance) for _ in range(chance.randint(1, most))))


def brand(chance: random.Random) -> str:
    """Return the two characters that make a company name its own (字号)."""
    return chance.choice(_SYLLABLE_1) + chance.choice(_SYLLABLE_2)


def township(chance: random.Random) -> str:
    """Return a township, the industrial ones more often."""
    return chance.choices(list(TOWNSHIPS), weights=_WEIGHTS)[0]


def address(chance: random.Random, place: str) -> str:
    """Return an address in a township."""
    return f"山东省威海市环翠区{place}{chance.choice(TOWNSHIPS[place])}{chance.randint(2, 398)}号"

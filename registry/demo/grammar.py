"""Titles, abstracts and first claims from the vocabulary of a cluster (产业集群).

A vocabulary is a TOML file with things, their parts, steps or ingredients, and sentence patterns with slots:
`{thing}` and the like keep one value through a text, `{n:5-30}` is a whole and `{d:0.2-1.5}` a decimal
number.
"""

import random
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "vocabulary"
_SLOT = re.compile(r"\{(\w+)(?::([\d.]+)-([\d.]+))?\}")
_FORMS = {"device": "devices", "method": "methods", "material": "materials", "design": "designs"}


@dataclass(frozen=True, slots=True)
class Draft:
    """The texts and classes of one invented patent."""

    title: str
    abstract: str
    claim: str
    ipc: tuple[str, ...]
    locarno: str


@cache
def clusters() -> dict[str, Mapping[str, Any]]:
    """Return the vocabularies of all clusters by Chinese name, largest share first."""
    loaded = [tomllib.loads(path.read_text("utf-8")) for path in sorted(_FOLDER.glob("*.toml"))]
    found = [vocabulary for vocabulary in loaded if "titles" in vocabulary]
    return {v["name"]: v for v in sorted(found, key=lambda v: (-v["share"], v["name"]))}


@cache
def _common() -> Mapping[str, Any]:
    return tomllib.loads((_FOLDER / "common.toml").read_text("utf-8"))


def compose(cluster: str, kind: str, chance: random.Random) -> Draft:
    """Return the texts of one patent of a cluster; `kind` is the fifth digit of its number."""
    words = clusters()[cluster]
    form = _form(kind, chance)
    topic = chance.choice(words[_FORMS[form]])
    slots = _bindings(words, topic, form, chance)
    slots["doc"] = "本实用新型" if kind in "29" else "本发明"
    slots["title"] = _fill(chance.choice(_titles(words, form, kind, chance)), slots, chance)
    abstract = _fill(chance.choice(words["abstracts"][form]), slots, chance)
    claims = _common().get(f"claims_{form}", [""])
    claim = _fill(chance.choice(claims), slots, chance)
    return Draft(
        slots["title"], abstract, claim, tuple(topic.get("ipc", "").split()), topic.get("locarno", "")
    )


def _form(kind: str, chance: random.Random) -> str:
    if kind == "3":
        return "design"
    if kind in "29":
        return "device"
    return chance.choices(["device", "method", "material"], weights=[42, 40, 18])[0]


def _titles(words: Mapping[str, Any], form: str, kind: str, chance: random.Random) -> list[str]:
    patterns: list[str] = words["titles"][form]
    if form == "device" and kind in "18" and chance.random() < 0.55:
        patterns = words["titles"]["device_invention"]
    return patterns


def _bindings(
    words: Mapping[str, Any], topic: Mapping[str, Any], form: str, chance: random.Random
) -> dict[str, str]:
    slots = {"thing": topic["thing"]}
    for name, list_name in (("variant", "variants"), ("quality", "qualities")):
        slots[name] = chance.choice(_common()[list_name])
    for name in ("features", "uses", "problems", "effects"):
        fitting = topic.get(name, words[name])
        chosen = chance.choice(fitting)
        slots[name.removesuffix("s")] = words[name][chosen] if isinstance(chosen, int) else chosen
    slots["useline"] = topic.get("use", "")
    for letter, values in (
        ("p", topic.get("parts", "").split()),
        ("s", topic.get("steps", "").split("|")),
        ("a", topic.get("adds", "").split()),
    ):
        slots |= {f"{letter}{index}": value for index, value in enumerate(values, 1)}
    slots["base"] = topic.get("base", "")
    return slots if form != "design" else slots | {"k": "1"}


def _fill(pattern: str, slots: Mapping[str, str], chance: random.Random) -> str:
    """Fill all slots; a filled value may hold slots of numbers again."""

    def value(match: re.Match[str]) -> str:
        name, low, high = match.groups()
        if low is None:
            return slots[name]
        if name == "d":
            places = max(len(low.partition(".")[2]), 1)
            return f"{chance.uniform(float(low), float(high)):.{places}f}"
        return str(chance.randint(int(low), int(high)))

    text = _SLOT.sub(value, pattern)
    return _SLOT.sub(value, text)

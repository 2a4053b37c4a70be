"""Tiers and criteria as data: what the TOML of 梯度培育 says, checked."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from registry.enterprises.ladder.faults import Fault, model_faults, syntax_fault
from registry.site.languages import Language
from schemas.patent_type import PatentType
from schemas.titles import TitleKind, TitleLevel

SHIPPED = Path(__file__).with_name("criteria.toml")


class CriteriaUnreadable(ValueError):
    """The text is no set of criteria; `faults` say where and what, for the person who edits it."""

    def __init__(self, faults: list[Fault]) -> None:
        told = [
            f"第 {one.line or '?'} 行 {one.place}：{one.text.in_language(Language.CHINESE)}" for one in faults
        ]
        super().__init__("；".join(told))
        self.faults = faults


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Patents(_Part):
    """So many patents in force; ages and years count back from the day of the evaluation.

    `min_age_years` is the time since filing (维持年限), `granted_within_years` the time since the grant.
    """

    type: Literal["patents"]
    at_least: int = Field(ge=1)
    patent_types: tuple[PatentType, ...] = ()
    min_age_years: int | None = Field(None, ge=1)
    granted_within_years: int | None = Field(None, ge=1)
    high_value: bool = False


class HighValueShare(_Part):
    """Per cent of the inventions in force that are 高价值发明专利."""

    type: Literal["high_value_share"]
    at_least: float = Field(gt=0, le=100)


class Held(_Part):
    """A title (称号) held now, for at least `held_years` where given; any of the kinds, any of the levels."""

    type: Literal["recognition"]
    kinds: tuple[TitleKind, ...] = Field(min_length=1)
    levels: tuple[TitleLevel, ...] = ()
    held_years: int | None = Field(None, ge=1)


class Iso56005(_Part):
    """A level of 创新与知识产权管理能力分级评价, 1 (初始级) to 5 (生态级)."""

    type: Literal["iso56005"]
    at_least: int = Field(ge=1, le=5)


class Tagged(_Part):
    """One of these tags."""

    type: Literal["tag"]
    any_of: tuple[str, ...] = Field(min_length=1)


class OpenOffers(_Part):
    """So many patents with an announced declaration of open licensing (开放许可)."""

    type: Literal["open_offers"]
    at_least: int = Field(ge=1)


class AnyNeed(_Part):
    """One of several needs is enough."""

    type: Literal["any"]
    needs: "tuple[Need, ...]" = Field(min_length=2)


Need = Annotated[
    Patents | HighValueShare | Held | Iso56005 | Tagged | OpenOffers | AnyNeed, Field(discriminator="type")
]


class Criterion(_Part):
    """One condition of a tier. `source` names the document it comes from; `example`: its figure is not established."""

    key: str = Field(pattern=r"^[a-z0-9_]+$")
    title: str = Field(min_length=1, max_length=8)
    text: str = Field(min_length=1)
    source: str = Field(min_length=1)
    example: bool = False
    need: Need


class Tier(_Part):
    """A rung of the ladder: kind × level of a title, and what has to be met to apply for it.

    `review_years`: the title is reviewed (复核) in the year so many years after the one of its round.
    """

    key: str = Field(pattern=r"^[a-z0-9_]+$")
    title: str = Field(min_length=1)
    kind: TitleKind
    level: TitleLevel
    review_years: int | None = Field(None, ge=1)
    criteria: tuple[Criterion, ...] = Field(min_length=1)


class Plan(_Part):
    """What the plan of the district wants: so many enterprises with one of these titles by a day. `source` names the plan."""

    kinds: tuple[TitleKind, ...] = Field(min_length=1)
    level: TitleLevel
    at_least: int = Field(ge=1)
    until: date
    source: str = Field(min_length=1)


class Ladder(_Part):
    """A version of all tiers, lowest first, and the day from which it holds."""

    title: str = Field(min_length=1)
    holds_from: date
    plan: Plan | None = None
    tiers: tuple[Tier, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _keys_differ(self) -> "Ladder":
        _refuse_twice([tier.key for tier in self.tiers], "梯队")
        for tier in self.tiers:
            _refuse_twice([criterion.key for criterion in tier.criteria], f"{tier.title}的条件")
        return self

    def tier(self, key: str) -> Tier:
        """The tier of that key; KeyError where there is none."""
        for tier in self.tiers:
            if tier.key == key:
                return tier
        raise KeyError(key)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the tiers, lowest first."""
        return tuple(tier.key for tier in self.tiers)


def _refuse_twice(keys: list[str], what: str) -> None:
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"{what}的 key 重复：{'、'.join(twice)}")


def read_ladder(text: str) -> Ladder:
    """The tiers and criteria that a TOML text says. Raises CriteriaUnreadable."""
    try:
        return Ladder.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise CriteriaUnreadable([syntax_fault(error)]) from error
    except ValidationError as error:
        raise CriteriaUnreadable(model_faults(list(error.errors()), text)) from error


def shipped_ladder() -> Ladder:
    """The tiers and criteria that come with the program."""
    return read_ladder(SHIPPED.read_text(encoding="utf-8"))

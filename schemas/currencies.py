"""Currencies (币种) by the words and signs of Chinese exports, as ISO 4217 codes."""

import re
from typing import ClassVar

import polars as pl

from schemas.findings import Reading, refused
from schemas.text_forms import compact
from schemas.value_type import Outputs, ValueType

WORDS: dict[str, str] = {
    "人民币元": "CNY", "人民币": "CNY", "RMB": "CNY", "CNY": "CNY", "¥": "CNY", "元": "CNY", "圆": "CNY",
    "美元": "USD", "美金": "USD", "USD": "USD", "US$": "USD", "$": "USD", "港元": "HKD", "港币": "HKD",
    "HKD": "HKD",
    "HK$": "HKD", "香港元": "HKD", "香港币": "HKD",
    "日元": "JPY", "日圆": "JPY", "日币": "JPY", "JPY": "JPY", "欧元": "EUR", "EUR": "EUR",
    "€": "EUR",
    "英镑": "GBP", "GBP": "GBP", "£": "GBP", "澳大利亚元": "AUD", "澳元": "AUD", "AUD": "AUD",
    "加拿大元": "CAD",
    "加元": "CAD", "CAD": "CAD", "新加坡元": "SGD", "新加坡币": "SGD", "新元": "SGD", "SGD": "SGD",
    "新台币": "TWD", "台币": "TWD",
    "新台币元": "TWD", "台湾元": "TWD", "TWD": "TWD", "NT$": "TWD", "韩元": "KRW", "韩圆": "KRW",
    "韩国元": "KRW",
    "KRW": "KRW", "瑞士法郎": "CHF", "CHF": "CHF", "德国马克": "DEM", "西德马克": "DEM", "马克": "DEM",
    "法国法郎": "FRF", "意大利里拉": "ITL", "澳门元": "MOP", "澳门币": "MOP", "MOP": "MOP", "新西兰元": "NZD",
    "纽元": "NZD", "NZD": "NZD", "卢布": "RUB", "RUB": "RUB", "泰铢": "THB", "THB": "THB", "瑞典克朗": "SEK",
    "丹麦克朗": "DKK", "挪威克朗": "NOK", "林吉特": "MYR", "马来西亚林吉特": "MYR", "MYR": "MYR",
    "印度卢比": "INR", "INR": "INR",
}  # fmt: skip
CODES = frozenset(WORDS.values()) | {"SEK", "DKK", "NOK", "CHF", "RUB"}
PATTERN = "|".join(re.escape(word) for word in sorted(WORDS, key=len, reverse=True))


class CurrencyValue(ValueType):
    """币种: a word or sign, canonical the ISO 4217 code."""

    name = "currency"
    outputs: ClassVar[Outputs] = {"": pl.String()}

    def read(self, text: str) -> Reading:
        """Read one currency; 万元 and the like count as 元."""
        plain = re.sub(r"^[万亿千百]+", "", compact(text).strip("()"))
        code = plain if plain in CODES else WORDS.get(plain)
        if code is None:
            return refused("currency.unknown", word=text[:60])
        return Reading.of(code)

"""The language of a page is part of its address: `/patents` is Chinese, `/en/patents` English."""

import gettext
from enum import StrEnum
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).parent / "translations"


class Language(StrEnum):
    """A language of the pages. Chinese is the one the templates are written in."""

    CHINESE = "zh"
    ENGLISH = "en"

    @property
    def prefix(self) -> str:
        """What stands before every address in this language."""
        return "" if self is Language.CHINESE else f"/{self.value}"

    @property
    def tag(self) -> str:
        """The value of the `lang` attribute (BCP 47)."""
        return "zh-CN" if self is Language.CHINESE else "en"

    @property
    def other(self) -> "Language":
        """The language to offer beside this one."""
        return Language.ENGLISH if self is Language.CHINESE else Language.CHINESE


def language_of_path(path: str) -> Language:
    """The language an address asks for."""
    english = Language.ENGLISH.prefix
    return Language.ENGLISH if path == english or path.startswith(f"{english}/") else Language.CHINESE


def preferred_language(accept_language: str) -> Language:
    """The language of a JSON message: English where `Accept-Language` puts it first, else Chinese."""
    return Language.ENGLISH if accept_language.strip().lower().startswith("en") else Language.CHINESE


def bare_path(path: str) -> str:
    """The address without its language: `/en/patents` becomes `/patents`."""
    language = language_of_path(path)
    return path.removeprefix(language.prefix) or "/"


def localised(path: str, language: Language) -> str:
    """A site address in a language. `path` starts with `/` and carries no language yet."""
    return f"{language.prefix}{path}" if path != "/" else (language.prefix or "/")


@cache
def translations(language: Language) -> gettext.NullTranslations:
    """The texts of a language, read from its .po file; Chinese is what the templates already say."""
    if language is Language.CHINESE:
        return gettext.NullTranslations()
    path = TRANSLATIONS / language.value / "LC_MESSAGES" / "registry.po"
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language.value))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)

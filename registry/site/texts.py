"""Texts that Python code gives to pages. Written in Chinese, translated where they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from registry.site.languages import Language, translations


def marked(text: str) -> str:
    """Mark a text for translation without translating it yet."""
    return text


def translated(text: str, language: Language, values: Mapping[str, object] | None = None) -> str:
    """The text in a language, with its `%(name)s` places filled."""
    found = translations(language).gettext(text) if text else ""
    return found % values if values else found


@dataclass(frozen=True, slots=True)
class Text:
    """A marked text with the values of its places, themselves texts perhaps, to be shown later in the reader's language."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def in_language(self, language: Language) -> str:
        """The finished sentence."""
        values = {
            name: value.in_language(language) if isinstance(value, Text) else value
            for name, value in self.values.items()
        }
        return translated(self.message, language, values)

"""Every text of the pages is translated, and no translation is left over."""

from babel.messages.pofile import read_po

from registry.site.display import KIND_NAMES
from registry.site.languages import TRANSLATIONS, Language, localised, translations
from tests.registry.site.extraction import used_texts

PATH = TRANSLATIONS / "en" / "LC_MESSAGES" / "registry.po"


def test_every_text_used_has_an_english_translation() -> None:
    with PATH.open("rb") as source:
        catalog = read_po(source)
    missing = []
    for texts in dict.fromkeys(used_texts()):
        message = catalog.get(texts[0])
        whole = (
            [message.string]
            if message and isinstance(message.string, str)
            else list(message.string if message else [])
        )
        if not whole or not all(whole) or any(ord(letter) > 0x2FFF for text in whole for letter in text):
            missing.append(texts[0])
    assert missing == []


def test_no_translation_is_left_over() -> None:
    used = {texts[0] for texts in used_texts()} | set(KIND_NAMES.values())
    with PATH.open("rb") as source:
        ids = [message.id[0] if isinstance(message.id, tuple) else message.id for message in read_po(source)]
    assert [text for text in ids if text and text not in used] == []


def test_kinds_are_named_in_the_singular_in_english() -> None:
    english = translations(Language.ENGLISH)
    assert {english.pgettext("record", name) for name in KIND_NAMES.values()}.isdisjoint(KIND_NAMES.values())


def test_the_first_page_has_one_address_a_language() -> None:
    assert [localised("/", language) for language in Language] == ["/", "/en"]

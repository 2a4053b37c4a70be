"""How Chinese words are typed by their sound: 碳纤维 as tanxianwei or txw."""

from importlib import import_module
from itertools import islice, product
from typing import NamedTuple

OTHERWISE = {
    "行": ("hang", "xing"), "长": ("chang", "zhang"), "重": ("zhong", "chong"), "乐": ("le", "yue"),
    "调": ("tiao", "diao"), "参": ("can", "shen"), "藏": ("cang", "zang"), "单": ("dan", "shan"),
    "会": ("hui", "kuai"), "差": ("cha", "chai"), "都": ("dou", "du"), "给": ("gei", "ji"), "系": ("xi", "ji"),
    "传": ("chuan", "zhuan"), "弹": ("dan", "tan"), "率": ("lv", "shuai"), "降": ("jiang", "xiang"),
    "壳": ("ke", "qiao"), "薄": ("bo", "bao"), "露": ("lu", "lou"), "血": ("xue", "xie"), "角": ("jiao", "jue"),
    "模": ("mo", "mu"), "圈": ("quan", "juan"), "盛": ("sheng", "cheng"), "粘": ("zhan", "nian"), "扎": ("zha", "za"),
    "折": ("zhe", "she"), "朝": ("chao", "zhao"), "奇": ("qi", "ji"), "强": ("qiang", "jiang"), "泊": ("bo", "po"),
    "柏": ("bai", "bo"), "曾": ("zeng", "ceng"), "还": ("hai", "huan"), "落": ("luo", "la"), "塞": ("sai", "se"),
    "色": ("se", "shai"), "厦": ("xia", "sha"), "校": ("xiao", "jiao"), "削": ("xiao", "xue"), "拾": ("shi", "she"),
    "绿": ("lv", "lu"), "仔": ("zi", "zai"), "车": ("che", "ju"), "轧": ("zha", "ya"), "囤": ("tun", "dun"),
}  # fmt: skip
"""Characters that people read in more than one way; the dictionary's other readings are hardly ever meant."""
MOST_READINGS = 4
LONGEST_BEGINNING = 24


class Sound(NamedTuple):
    """How a word is typed: `spelled` in full, and `begun`, all that is typed on the way to it."""

    spelled: tuple[str, ...]
    begun: tuple[str, ...]


def sound(word: str) -> Sound:
    """碳纤维: tanxianwei; t, ta, tan … and by its initials t, tx, txw."""
    spelled: dict[str, None] = {}
    begun: dict[str, None] = {}
    for syllables in readings(word):
        whole = "".join(syllables)
        spelled[whole] = None
        for typed in (whole, "".join(syllable[:1] for syllable in syllables)):
            for end in range(1, min(len(typed), LONGEST_BEGINNING) + 1):
                begun[typed[:end]] = None
    return Sound(tuple(spelled), tuple(begun))


def readings(word: str) -> tuple[tuple[str, ...], ...]:
    """The syllables of a word, first as it is read as a word (银行 yin hang), then as people may read it too.

    Letters and digits stand as they are, those that follow each other in one piece. The dictionary is read when it is
    first asked: that takes longer than to load all the rest of the program.
    """
    likeliest = import_module("pypinyin").lazy_pinyin(word, errors=_as_written)
    if len(likeliest) != len(word):  # letters among the characters
        return (tuple(likeliest),)
    choices = [
        tuple(dict.fromkeys((syllable, *OTHERWISE.get(character, ()))))
        for character, syllable in zip(word, likeliest, strict=True)
    ]
    return tuple(islice(product(*choices), MOST_READINGS))


def _as_written(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())

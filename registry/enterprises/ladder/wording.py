"""What the ladder says of an enterprise, in the words of a form for the city (申报汇总表)."""

from registry.enterprises.ladder.evaluating import Answer

ANSWERS = {Answer.MET: "满足", Answer.MISSING: "未满足", Answer.UNKNOWN: "数据缺失"}


def answer_in_words(answer: Answer, value: float | None, needed: float | None, unit: str) -> str:
    """One criterion, with its figures where it is a number: 未满足（现 4件，要求 10件）."""
    figures = [
        f"{word}{figure:g}{unit}"
        for word, figure in (("现 ", value), ("要求 ", needed))
        if figure is not None
    ]
    told = f"（{'，'.join(figures)}）" if figures else ""
    return f"{ANSWERS[answer]}{told}"


def distance_in_words(missing: int, unknown: int) -> str:
    """How far from a tier: 还差 2 项，缺 1 项数据. Nothing lacking and all known is 已达标."""
    if missing:
        return f"还差 {missing} 项" + (f"，缺 {unknown} 项数据" if unknown else "")
    return f"待核实 {unknown} 项" if unknown else "已达标"

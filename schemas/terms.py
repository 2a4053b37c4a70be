"""Patent terms (专利权期限): Patent Law art. 42, counted from the filing date."""

import datetime as dt

from schemas.patent_type import PatentType

_DESIGN_REFORM = dt.date(2021, 6, 1)


def anniversary(date: dt.date, years: int) -> dt.date:
    """The same day years later (negative: earlier); Feb 29 becomes Feb 28 where there is none (Implementing Rules 5)."""
    try:
        return date.replace(year=date.year + years)
    except ValueError:
        return date.replace(year=date.year + years, day=28)


def term_years(patent_type: PatentType, filing_date: dt.date) -> int:
    """发明 20, 实用新型 10, 外观设计 15 years; designs filed before 2021-06-01 have 10 (2020 amendment)."""
    if patent_type is PatentType.INVENTION:
        return 20
    if patent_type is PatentType.UTILITY_MODEL or filing_date < _DESIGN_REFORM:
        return 10
    return 15


def term_end(patent_type: PatentType, filing_date: dt.date) -> dt.date:
    """期限届满日 by art. 42, without 期限补偿 (compensation) and without the shorter terms of before 1993."""
    return anniversary(filing_date, term_years(patent_type, filing_date))

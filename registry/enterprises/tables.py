"""企业 and their 称号 as tables."""

from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.database.columns import Bookkeeping, date, integer, key_text, money, one_of, parent, text, texts
from schemas.titles import TitleKind, TitleLevel


class Enterprise(Bookkeeping, Table, tablename="enterprise"):
    """企业, known by its 统一社会信用代码, else its registration number, else its name."""

    name = text(required=True, index=True)
    credit_code = text()
    registration_number = text(index=True)
    organisation_code = text()
    former_names = texts()
    english_name = text()
    status = text()
    company_type = text()
    established_on = date()
    legal_representative = text()
    registered_capital = money()
    registered_capital_currency = text()
    paid_in_capital = money()
    paid_in_capital_currency = text()
    business_term = text()
    registration_authority = text()
    licence_issued_on = date()
    size = text()
    industry = text()
    cluster = text()
    province = text()
    city = text()
    district = text()
    township = text()
    address = text()
    business_scope = text()
    tags = texts()
    iso56005_level = integer()
    contact = text()
    phone = text()

    enterprise_credit_code_key = Unique([credit_code])
    enterprise_name_check = Check("name <> ''")
    enterprise_capital_check = Check("registered_capital >= 0 AND paid_in_capital >= 0")
    enterprise_iso56005_check = Check("iso56005_level BETWEEN 1 AND 5")
    enterprise_currency_check = Check(
        "registered_capital_currency ~ '^[A-Z]{3}$' AND paid_in_capital_currency ~ '^[A-Z]{3}$'"
    )


class Recognition(Bookkeeping, Table, tablename="recognition"):
    """称号: an enterprise's title of one round, such as 国家知识产权优势企业 or 高新技术企业."""

    enterprise_id = parent(Enterprise, index=False)
    title = text(required=True)
    title_kind = text()
    level = text()
    status = text()
    round = key_text()
    document_number = text()
    certificate_number = text()
    valid_from = date()
    valid_to = date()
    review_year = integer()

    recognition_key = Unique(["enterprise_id", "title", "round"])
    recognition_title_check = Check("title <> ''")
    recognition_title_kind_check = one_of("title_kind", TitleKind)
    recognition_level_check = one_of("level", TitleLevel)

"""专利 and what happened to them as tables."""

from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.database.columns import Bookkeeping, boolean, date, integer, money, one_of, parent, text, texts
from schemas.legal_status import LegalStatus
from schemas.owner_type import OwnerType
from schemas.patent_type import PatentType


class Patent(Bookkeeping, Table, tablename="patent"):
    """专利, known by its application number (申请号, ZC 0006) written with its check digit."""

    application_number = text(required=True)
    title = text()
    patent_type = text()
    abstract = text()
    first_claim = text()
    applicants = texts()
    owners = texts()
    owner_code = text()
    owner_type = text()
    inventors = texts()
    address = text()
    province = text()
    city = text()
    district = text()
    filing_date = date()
    publication_number = text(index=True)
    publication_date = date()
    grant_number = text(index=True)
    grant_date = date()
    expiry_date = date()
    lapse_date = date()
    ipc_main = text()
    ipc = texts()
    locarno = texts()
    legal_status = text()
    legal_status_text = text()
    legal_status_date = date()
    agency = text()
    agents = texts()
    priority = text()
    divisional_of = text()
    pct_application_number = text()
    pct_publication_number = text()
    national_entry_date = date()
    strategic_industry = text()
    cited_by_count = integer()
    cites_count = integer()
    claim_count = integer()
    family_countries = texts()

    patent_application_number_key = Unique([application_number])
    patent_application_number_check = Check("application_number ~ '^([0-9]{8}|[0-9]{12})[.][0-9X]$'")
    patent_counts_check = Check("cited_by_count >= 0 AND cites_count >= 0 AND claim_count >= 0")
    patent_type_check = one_of("patent_type", PatentType)
    patent_owner_type_check = one_of("owner_type", OwnerType)
    patent_legal_status_check = one_of("legal_status", LegalStatus)


class PatentEvent(Bookkeeping, Table, tablename="patent_event"):
    """法律事件: one entry of the 专利公报 or of a register on a patent."""

    patent_id = parent(Patent, index=False)
    event_date = date(required=True)
    event_name = text(required=True)
    event_code = text()
    detail = text()

    patent_event_key = Unique([patent_id, event_date, event_name])
    patent_event_name_check = Check("event_name <> ''")


class Pledge(Bookkeeping, Table, tablename="pledge"):
    """专利权质押登记 (gazette PE01, PM01, PC01)."""

    patent_id = parent(Patent, index=False)
    registration_number = text(required=True)
    pledgors = texts()
    pledgees = texts()
    registered_on = date()
    released_on = date()
    amount = money()
    amount_currency = text()

    pledge_key = Unique([patent_id, registration_number])
    pledge_registration_number_check = Check("registration_number <> ''")
    pledge_amount_check = Check("amount >= 0")
    pledge_currency_check = Check("amount_currency ~ '^[A-Z]{3}$'")


class StockReview(Bookkeeping, Table, tablename="stock_review"):
    """存量专利盘点: what its holder says of an idle patent (国知发运字〔2024〕5号)."""

    patent_id = parent(Patent, index=False)
    state = text()
    unit = text()
    publicly_funded = boolean()
    exploitation = text()
    willingness = texts()
    maturity = text()
    self_rating = text()
    scenario = text()

    stock_review_key = Unique([patent_id])

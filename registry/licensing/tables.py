"""开放许可声明 and 许可 as tables."""

from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.database.columns import Bookkeeping, date, key_text, money, number, one_of, parent, text, texts
from registry.patents.tables import Patent
from schemas.fees import FeeBase, FeeMode
from schemas.licence_kind import LicenceKind, OfferState


class Offer(Bookkeeping, Table, tablename="offer"):
    """开放许可声明 (Patent Law art. 50): terms on which anyone may take a licence."""

    patent_id = parent(Patent, index=False)
    declaration = key_text()
    state = text()
    declared_on = date()
    fee_mode = text()
    fee_amount = money()
    fee_rate = number()
    fee_base = text()
    fee_entry_amount = money()
    fee_currency = text()
    fee_text = text()
    licence_from = date()
    licence_to = date()
    licence_years = number()
    area = text()
    conditions = text()
    contact = text()

    offer_key = Unique([patent_id, declaration])
    offer_fee_check = Check("fee_amount >= 0 AND fee_rate >= 0 AND fee_entry_amount >= 0")
    offer_years_check = Check("licence_years >= 0")
    offer_state_check = one_of("state", OfferState)
    offer_fee_mode_check = one_of("fee_mode", FeeMode)
    offer_fee_base_check = one_of("fee_base", FeeBase)
    offer_currency_check = Check("fee_currency ~ '^[A-Z]{3}$'")


class Licence(Bookkeeping, Table, tablename="licence"):
    """许可: a licence given, with its filing (备案; gazette EE01, EM01, EC01)."""

    patent_id = parent(Patent, index=False)
    record_number = key_text()
    licence_kind = text()
    licensors = texts()
    licensees = texts()
    filed_on = date()
    effective_on = date()
    ended_on = date()

    licence_key = Unique([patent_id, record_number, licensees])
    licence_kind_check = one_of("licence_kind", LicenceKind)

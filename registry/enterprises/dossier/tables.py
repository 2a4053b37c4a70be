"""What officers keep in the file of an enterprise (企业档案) as tables: no export brings it."""

from piccolo.columns import Integer
from piccolo.constraints import Check
from piccolo.table import Table

from registry.database.columns import (
    Identity,
    date,
    integer,
    moment,
    money,
    number,
    one_of,
    parent,
    text,
    texts,
)
from registry.enterprises.dossier.terms import ProductStanding, ProductState
from registry.enterprises.tables import Enterprise
from registry.patents.tables import Patent


class Kept:
    """Columns of every entry: whose it is, and which writing of it this is."""

    id = Identity()
    enterprise_id = parent(Enterprise)
    version = Integer(default=1)
    created_at = moment()
    updated_at = moment()


class EnterpriseProduct(Kept, Table, tablename="enterprise_product"):
    """专利产品备案和专利密集型产品认定; money in yuan."""

    name = text(required=True)
    model = text()
    filing_number = text()
    industry = text()
    filed_on = date()
    state = text()
    standing = text()
    patents = texts()
    sales_year = integer()
    sales_revenue = money()
    profit = money()

    enterprise_product_name_check = Check("name <> ''")
    enterprise_product_state_check = one_of("state", ProductState)
    enterprise_product_standing_check = one_of("standing", ProductStanding)
    enterprise_product_sales_check = Check("sales_revenue >= 0")


class EnterpriseTraining(Kept, Table, tablename="enterprise_training"):
    """培训: one that people of the enterprise took part in."""

    title = text(required=True)
    held_on = date(required=True)
    organiser = text()
    attendees = integer()
    hours = number()
    note = text()

    enterprise_training_title_check = Check("title <> ''")
    enterprise_training_counts_check = Check("attendees >= 0 AND hours >= 0")


class EnterpriseContact(Kept, Table, tablename="enterprise_contact"):
    """联系人: personal data, for those whom the enterprise concerns."""

    name = text(required=True)
    duty = text()
    phone = text()
    email = text()
    note = text()

    enterprise_contact_name_check = Check("name <> ''")


class ValueConfirmation(Kept, Table, tablename="value_confirmation"):
    """What an officer confirmed of a patent: a prize, or that what a pledge brought counts as high (高价值的第四、五类)."""

    patent_id = parent(Patent)
    ground = text(required=True)
    name = text(required=True)
    document_number = text()
    on_day = date()

    value_confirmation_ground_check = Check("ground IN ('pledged', 'awarded')")
    value_confirmation_name_check = Check("name <> ''")

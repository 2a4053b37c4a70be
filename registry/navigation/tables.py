"""服务机构 and 专利导航项目 as tables."""

from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.database.columns import Bookkeeping, date, one_of, parent, text, texts
from schemas.navigation_terms import ProjectState, ProjectType
from schemas.titles import TitleLevel


class Agency(Bookkeeping, Table, tablename="agency"):
    """服务机构: an agency that works for enterprises or carries navigation projects."""

    name = text(required=True)
    credit_code = text(index=True)
    agency_type = text()
    address = text()
    contact = text()

    agency_name_key = Unique([name])
    agency_name_check = Check("name <> ''")


class Project(Bookkeeping, Table, tablename="project"):
    """专利导航项目 (GB/T 39551-2020); `agency` as written, `agency_id` where that agency is known."""

    number = text()
    title = text(required=True)
    project_type = text()
    level = text()
    agency = text()
    agency_id = parent(Agency, required=False)
    client = text()
    field = text()
    ipc = texts()
    cluster = text()
    state = text()
    approved_on = date()
    accepted_on = date()
    filing_number = text()
    summary = text()

    project_key = Unique([number, title], nulls_distinct=False)
    project_title_check = Check("title <> ''")
    project_type_check = one_of("project_type", ProjectType)
    project_level_check = one_of("level", TitleLevel)
    project_state_check = one_of("state", ProjectState)

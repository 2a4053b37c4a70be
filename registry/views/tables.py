"""视图 as a table: the query of a list under a name."""

from piccolo.constraints import Check
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.database.columns import Identity, flag, key_text, moment, parent, text


class SavedView(Table, tablename="saved_view"):
    """视图: what `query` says of the list `place`, for its owner or shared with the bureau. One taken away can come back."""

    id = Identity()
    account_id = parent(Account)
    place = text(required=True)
    name = text(required=True)
    query = key_text()
    shared = flag()
    created_at = moment()
    removed_at = moment(required=False)

    saved_view_name_check = Check("name <> ''")

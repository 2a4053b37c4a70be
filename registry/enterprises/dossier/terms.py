"""The words of what officers keep in the file of an enterprise."""

from registry.patents.high_value import Ground
from registry.site.texts import marked
from schemas.vocabulary import Term


class ProductState(Term):
    """How far a product has come on its way to 专利密集型产品 (国知办函运字〔2022〕985号)."""

    FILED = "filed", marked("已备案")
    APPLIED = "applied", marked("申报认定")
    PUBLICISED = "publicised", marked("公示")
    RECOGNISED = "recognised", marked("已认定")
    REFUSED = "refused", marked("未通过认定")


class ProductStanding(Term):
    """By what right the enterprise makes or sells it."""

    OWNER = "owner", marked("专利权人")
    LICENSEE = "licensee", marked("被许可人")


class Confirmable(Term):
    """The kinds of high value that an officer confirms."""

    AWARDED = "awarded", Ground.AWARDED.label
    PLEDGED = "pledged", Ground.PLEDGED.label

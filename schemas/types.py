"""The annotated types records are made of; each carries the value type that reads its texts."""

import datetime as dt
from decimal import Decimal as _Decimal
from typing import Annotated

from schemas import (
    application_number,
    classification,
    credit_code,
    currencies,
    dates,
    fees,
    legal_status,
    licence_kind,
    money,
    names,
    navigation_terms,
    numbers,
    owner_type,
    patent_type,
    publication_number,
    texts,
    titles,
)

Text = Annotated[str, texts.TextValue()]
LongText = Annotated[str, texts.LongTextValue()]
Texts = Annotated[tuple[str, ...], texts.TextsValue()]
Name = Annotated[str, names.NameValue()]
Names = Annotated[tuple[str, ...], names.NamesValue()]
CreditCode = Annotated[str, credit_code.CreditCodeValue()]
EnterpriseCode = Annotated[str, credit_code.EnterpriseCodeValue()]
OrganisationCode = Annotated[str, credit_code.OrganisationCodeValue()]
RegistrationNumber = Annotated[str, credit_code.RegistrationNumberValue()]
Date = Annotated[dt.date, dates.DateValue()]
Money = Annotated[_Decimal, money.MoneyValue()]
FeeMoney = Annotated[_Decimal, money.FeeMoneyValue()]
Currency = Annotated[str, currencies.CurrencyValue()]
Integer = Annotated[int, numbers.IntegerValue()]
Number = Annotated[_Decimal, numbers.NumberValue()]
Percent = Annotated[_Decimal, numbers.PercentValue()]
Boolean = Annotated[bool, numbers.BooleanValue()]
ApplicationNumber = Annotated[str, application_number.ApplicationNumberValue()]
PublicationNumber = Annotated[str, publication_number.PublicationNumberValue()]
PatentType = Annotated[patent_type.PatentType, patent_type.PatentTypeValue()]
OwnerType = Annotated[owner_type.OwnerType, owner_type.OwnerTypeValue()]
Ipc = Annotated[str, classification.IpcValue()]
IpcList = Annotated[tuple[str, ...], classification.IpcListValue()]
LocarnoList = Annotated[tuple[str, ...], classification.LocarnoListValue()]
LegalStatus = Annotated[legal_status.LegalStatus, legal_status.LegalStatusValue()]
OfferState = Annotated[licence_kind.OfferState, licence_kind.OfferStateValue()]
FeeMode = Annotated[fees.FeeMode, fees.FeeModeValue()]
FeeBase = Annotated[fees.FeeBase, fees.FeeBaseValue()]
FeeText = Annotated[str, fees.FeeTextValue()]
LicenceKind = Annotated[licence_kind.LicenceKind, licence_kind.LicenceKindValue()]
TitleKind = Annotated[titles.TitleKind, titles.TitleKindValue()]
TitleLevel = Annotated[titles.TitleLevel, titles.TitleLevelValue()]
ProjectType = Annotated[navigation_terms.ProjectType, navigation_terms.ProjectTypeValue()]
ProjectState = Annotated[navigation_terms.ProjectState, navigation_terms.ProjectStateValue()]

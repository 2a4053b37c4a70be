"""English texts of the finding codes: (problem, expected, action); in braces, details of the finding."""

_RE_EXPORT = "Set the column to text and export again from the source; lost digits cannot be guessed."
_CHECK = "Check against the source."
_ONE_OF = "One of: {known}."

TEXTS: dict[str, tuple[str, str, str]] = {
    "application_number.and_others": (
        "One number is given and others are only hinted at (等).",
        "One patent per row.",
        "The number given was taken; add the others, one row each.",
    ),
    "application_number.check_digit": (
        "The check digit {given} does not fit.",
        "By ZC 0006 the check digit of {digits} is {expected}.",
        "Compare all digits with the certificate; often an earlier digit is the wrong one.",
    ),
    "application_number.check_digit_missing": (
        "The check digit is missing.",
        "By ZC 0006 it is {expected}.",
        "It was added; please check.",
    ),
    "application_number.dot_misplaced": (
        "The dot is not in front of the check digit.",
        "The dot stands before the last character, as in 202110344405.7.",
        "The check digit fits, so the dot was moved; please check.",
    ),
    "application_number.extra_digit": (
        "Too many digits: {count} without the check digit.",
        "{wanted} digits without the check digit.",
        "Compare with the certificate and delete the extra digit.",
    ),
    "application_number.floating_point": (
        "A spreadsheet stored the number as a floating-point value and spoilt its end.",
        "The check digit of the first 12 digits is {expected}, which the spoilt end does not give.",
        _RE_EXPORT,
    ),
    "application_number.floating_point_repaired": (
        "A spreadsheet stored the number as a floating-point value.",
        "Application numbers are text.",
        "Rounding gives a check digit that fits, so it was restored; please check.",
    ),
    "application_number.foreign": (
        "This is a number of {office}, not a Chinese application number.",
        "An application number of the Chinese patent office (CNIPA).",
        "Enter the Chinese application number; patents without one are not registered.",
    ),
    "application_number.kind": (
        "The kind digit is {kind}, which does not exist.",
        "The kind digit is 1, 2, 3, 8 or 9.",
        "Usually a digit was lost; compare with the certificate.",
    ),
    "application_number.embedded_blanks": (
        "There are blanks inside the number.",
        "Blanks only between year, kind and serial.",
        "Blanks do no harm; check whether a digit is missing or wrong.",
    ),
    "application_number.lost_digit": (
        "Digits are missing: {count} without the check digit.",
        "{wanted} digits without the check digit.",
        "Compare with the certificate and add what is missing.",
    ),
    "application_number.not_a_number": (
        "“{text}” is no application number.",
        "An application number such as 202110344405.7.",
        "Check whether the value is in the wrong column.",
    ),
    "application_number.odd_separator": (
        "The sign before the check digit is not a dot.",
        "A dot, as in 202110344405.7.",
        "The check digit fits, so it was changed into a dot; please check.",
    ),
    "application_number.publication_number": (
        "{number} is a publication number, not an application number.",
        "An application number such as 202110344405.7.",
        "Enter the application number; the publication number has its own column.",
    ),
    "application_number.scientific_notation": (
        "The number became scientific notation and its last digits are lost.",
        "The complete application number.",
        _RE_EXPORT,
    ),
    "application_number.several": (
        "One cell holds {count} application numbers: {numbers}.",
        "One number per cell.",
        "Split the row, one patent each.",
    ),
    "application_number.trailing_zero_lost": (
        "A spreadsheet dropped the check digit 0.",
        "By ZC 0006 the check digit is 0.",
        "“.0” was added.",
    ),
    "application_number.unreadable": (
        "No application number can be read from “{text}”.",
        "12 digits (8 before October 2003), a dot and the check digit.",
        "Enter the number from the certificate.",
    ),
    "application_number.wipo_form": (
        "The number is in the 15-digit form of WIPO.",
        "The Chinese form is {fix}.",
        "It was converted by year, kind and serial number, and the check digit computed.",
    ),
    "application_number.year": (
        "The filing year {year} is out of range.",
        "From {first} to {last}.",
        "Check the number; foreign numbers and dates do not belong here.",
    ),
    "boolean.unreadable": ("“{text}” is neither yes (是) nor no (否).", "是 or 否.", "Write 是 or 否."),
    "classification.unreadable": (
        "“{text}” is neither an IPC symbol nor a Locarno class.",
        "For example A01K87/00 or 01-01.",
        "Check the classification.",
    ),
    "credit_code.check_character": (
        "The check character {given} of the unified social credit code does not fit.",
        "By GB 32100 it is {expected}; the organisation code inside is {organisation_code}.",
        "The value was kept; compare with the business licence.",
    ),
    "credit_code.digits_lost": (
        "The code ends in 000 and both of its checks fail: a spreadsheet cut it.",
        "The complete code of 18 characters.",
        _RE_EXPORT,
    ),
    "credit_code.identity_card": (
        "This is a citizen's identity number, not a unified social credit code.",
        "The unified social credit code of an organisation.",
        "It was not registered; delete the identity number from the file.",
    ),
    "credit_code.length": (
        "The code has {count} characters.",
        "18 characters.",
        "Compare with the business licence.",
    ),
    "credit_code.letters": (
        "The code has letters that are not used: {letters}.",
        "GB 32100 does not use I, O, S, V and Z.",
        "Compare with the business licence; 0 and O, 1 and I are often confused.",
    ),
    "credit_code.look_alike": (
        "{letters} is not among the characters of GB 32100.",
        "Put right it is {fix}, whose check character fits.",
        "It was put right; please check.",
    ),
    "credit_code.not_a_code": (
        "“{text}” is no code.",
        "A unified social credit code of 18 characters.",
        "Check whether the value is in the wrong column.",
    ),
    "credit_code.organisation_code": (
        "{number} is an organisation code, not a unified social credit code.",
        "A unified social credit code of 18 characters.",
        "Enter the credit code; the organisation code has its own column.",
    ),
    "credit_code.region": (
        "Characters 3 to 8, {region}, are no region code.",
        "Characters 3 to 8 are digits.",
        "Compare with the business licence.",
    ),
    "credit_code.registration_number": (
        "{number} is a registration number, not a unified social credit code.",
        "A unified social credit code of 18 characters.",
        "Enter the credit code; the registration number has its own column.",
    ),
    "credit_code.scientific_notation": (
        "The code became scientific notation and its last digits are lost.",
        "The complete code of 18 characters.",
        _RE_EXPORT,
    ),
    "currency.unknown": (
        "“{word}” is no known currency.",
        "For example 人民币, 美元, CNY.",
        "Write the name or code.",
    ),
    "date.day_or_month": (
        "Day and month cannot be told apart in “{text}”.",
        "Year-month-day, as in 2024-08-23.",
        "Write year-month-day.",
    ),
    "date.epoch": (
        "The date is a count of seconds or milliseconds since 1970.",
        "In Beijing time it is {fix}.",
        "It was converted.",
    ),
    "date.excel_serial": (
        "The date is a spreadsheet serial number.",
        "It stands for {fix}.",
        "It was converted; format the column as dates.",
    ),
    "date.impossible": ("There is no day {year}-{month}-{day}.", "A day that exists.", _CHECK),
    "date.incomplete": (
        "“{text}” names no day.",
        "Year-month-day, as in 2024-08-23.",
        "Complete the date.",
    ),
    "date.open_ended": ("“{text}” has no end.", "", "Registered without an end date."),
    "date.range": ("“{text}” is a period.", "One date.", "Put start and end into columns of their own."),
    "date.two_digit_year": (
        "The year in “{text}” has two digits, so year, month and day cannot be told apart.",
        "Four digits, as in 2024-08-23.",
        "Write the year with four digits.",
    ),
    "date.unreadable": (
        "“{text}” is no date.",
        "Year-month-day, as in 2024-08-23.",
        "Check whether the value is in the wrong column.",
    ),
    "date.year": ("The year {year} is out of range.", "From {first} to {last}.", _CHECK),
    "enterprise_code.form": (
        "“{text}” is no credit code, registration number or organisation code.",
        "A code of 18, 15 (or 13) or 9 characters.",
        "Compare with the business licence.",
    ),
    "fee.amount_unclear": (
        "The amount in the fee text is no total (per year, per payment, per piece, or without a unit).",
        "The total with its unit.",
        "The text was kept and the amount left empty; add the amount.",
    ),
    "fee.base_missing": (
        "The royalty does not say what it is counted on.",
        "Net sales or profit, such as {rate} of net sales.",
        "The text was kept and the rate left empty; add the base.",
    ),
    "fee.several_amounts": (
        "The fee text names {count} different amounts.",
        "The total.",
        "The text was kept and the amount left empty; add the amount.",
    ),
    "fee.several_rates": (
        "The royalty rate is not one number: {rates}.",
        "One percentage.",
        "The text was kept and the rate left empty; add the rate.",
    ),
    "fee_base.unknown": ("“{word}” is no known base of a royalty.", _ONE_OF, "Choose one of these."),
    "fee_mode.unknown": ("No way of payment can be told from “{word}”.", _ONE_OF, "Choose one of these."),
    "integer.fraction": ("“{text}” has a fraction.", "A whole number.", "Write a whole number."),
    "integer.unreadable": (
        "“{text}” is no whole number.",
        "A whole number of at most 15 digits.",
        "Write a whole number.",
    ),
    "ipc.first_of_several": (
        "The cell holds {count} IPC symbols.",
        "There is one main symbol.",
        "The first was taken; please check.",
    ),
    "ipc.leftover": ("The text “{text}” beside the symbols was not taken.", "Symbols only.", _CHECK),
    "ipc_list.leftover": ("The text “{text}” beside the symbols was not taken.", "Symbols only.", _CHECK),
    "ipc.unreadable": ("“{text}” is no IPC symbol.", "For example A01K87/00 or A01K.", "Check the symbol."),
    "legal_status.unknown": (
        "“{word}” is no known legal status.",
        _ONE_OF,
        "The text was kept and the status set to {taken}; please check.",
    ),
    "licence_kind.unknown": ("“{word}” is no known kind of licence.", _ONE_OF, "Choose one of these."),
    "locarno.leftover": ("The text “{text}” beside the classes was not taken.", "Classes only.", _CHECK),
    "locarno.unreadable": (
        "“{text}” is no Locarno class.",
        "For example 01-01; there are 32 classes.",
        "Check the class.",
    ),
    "money.negative": ("The amount “{text}” is negative.", "Amounts are not negative.", _CHECK),
    "money.range": ("“{text}” is a range.", "One amount.", "Enter one amount."),
    "money.scientific_notation": (
        "The amount became scientific notation and may have lost digits.",
        "The complete number.",
        _RE_EXPORT,
    ),
    "money.too_large": (
        "The amount “{text}” is too large.",
        "Less than 10 to the power of 17.",
        "Check number and unit.",
    ),
    "money.unreadable": (
        "“{text}” is no amount.",
        "For example 50000元, 5万元, 100(万美元).",
        "Check number and unit.",
    ),
    "name.unreadable": (
        "“{text}” is no name.",
        "The name of an organisation or a person.",
        "Check the cell.",
    ),
    "number.rounded": ("There are too many decimals.", "{places} decimals are kept.", "Rounded to {fix}."),
    "number.unreadable": ("“{text}” is no number.", "A number.", "Write a number."),
    "offer_state.unknown": (
        "“{word}” is no known state of a declaration.",
        _ONE_OF,
        "Choose one of these.",
    ),
    "organisation_code.check_character": (
        "The check character {given} of the organisation code does not fit.",
        "By GB 11714 it is {expected}.",
        "The value was kept; please check.",
    ),
    "organisation_code.form": (
        "“{text}” is no organisation code.",
        "Nine characters, as in 70608777-7.",
        "Check the code.",
    ),
    "owner_type.unknown": (
        "“{word}” is no known kind of owner.",
        _ONE_OF,
        "Set to {taken}; please check.",
    ),
    "patent_type.unknown": (
        "“{word}” is not one type of patent.",
        _ONE_OF,
        "Choose one of these; split rows that name several.",
    ),
    "percent.out_of_range": (
        "The percentage “{text}” is out of range.",
        "From 0 to 100.",
        "Check the number.",
    ),
    "percent.unreadable": ("“{text}” is no percentage.", "For example 5%.", "Write a percentage."),
    "project_state.unknown": ("“{word}” is no known project state.", _ONE_OF, "Choose one of these."),
    "project_type.unknown": (
        "“{word}” is no known type of patent navigation.",
        "By GB/T 39551 one of: {known}.",
        "Choose one of these.",
    ),
    "publication_number.application_number": (
        "{number} is an application number, not a publication number.",
        "For example CN107966475B.",
        "Enter the publication number; the application number has its own column.",
    ),
    "publication_number.foreign": (
        "This is a publication number of {office}, not a Chinese one.",
        "It begins with CN, as in CN107966475B.",
        "Enter the Chinese publication number.",
    ),
    "publication_number.kind_code": (
        "There is no kind code {kind_code}.",
        "A, B, C, U, Y, S or D.",
        "Check the letter at the end.",
    ),
    "publication_number.kind_conflict": (
        "The leading digit {digit} does not go with kind code {kind_code}.",
        "With {digit} it is one of {expected}.",
        "Compare with the published document.",
    ),
    "publication_number.leading_digit": (
        "The leading digit is {digit}.",
        "1 (invention), 2 (utility model) or 3 (design).",
        "Compare with the published document.",
    ),
    "publication_number.scientific_notation": (
        "The number became scientific notation and its last digits are lost.",
        "The complete publication number.",
        _RE_EXPORT,
    ),
    "publication_number.several": (
        "One cell holds several publication numbers: {text}.",
        "One number per cell.",
        "Keep one, or split the row.",
    ),
    "publication_number.unreadable": (
        "“{text}” is no publication number.",
        "CN, 7 or 9 digits and the kind code, as in CN107966475B.",
        "Check whether the value is in the wrong column.",
    ),
    "registration_number.scientific_notation": (
        "The registration number became scientific notation and its last digits are lost.",
        "The complete registration number.",
        _RE_EXPORT,
    ),
    "registration_number.unusual": (
        "The registration number “{number}” has an unusual form.",
        "Usually 15 or 13 digits.",
        "The value was kept; please check.",
    ),
    "text.broken_characters": (
        "The text holds unreadable characters (�).",
        "A file in UTF-8 or GB 18030.",
        "The value was kept; export again with the right encoding.",
    ),
    "text.unreadable": ("The cell holds only invisible characters.", "Text.", "Check the cell."),
    "title_kind.unknown": ("“{word}” is no known kind of title.", _ONE_OF, "Set to {taken}; please check."),
    "title_level.unknown": ("“{word}” is no known level.", _ONE_OF, "Choose one of these."),
}

UNKNOWN = ("The content needs checking ({code}).", "", "Compare the cell with the source file.")
MISSING_DETAIL = "(not recorded)"
WORDS = {"valid": "valid", "invalid": "invalid"}

"""Texts of everything reading may say: code → (Chinese, English), with {names} filled from the details."""

MESSAGES: dict[str, tuple[str, str]] = {
    # the file as a whole cannot be read
    "file_missing": ("找不到文件“{file}”。", "The file “{file}” does not exist."),
    "file_not_regular": (
        "“{file}”不是普通文件，请选择一个表格文件。",
        "“{file}” is not a regular file; choose a spreadsheet file.",
    ),
    "file_not_permitted": (
        "没有读取“{file}”的权限，请检查文件权限。",
        "No permission to read “{file}”; check the rights of the file.",
    ),
    "file_empty": ("文件是空的，没有任何内容。", "The file is empty."),
    "no_table": (
        "文件中没有可读取的表格：至少应有一行表头。",
        "The file holds no table: at least one header row is needed.",
    ),
    "format_unknown": (
        "无法识别的文件格式。请使用 xlsx、xls、csv、JSON 或 parquet 文件。",
        "Unknown file format. Use xlsx, xls, csv, JSON or parquet.",
    ),
    "encoding_unknown": (
        "无法判断文本的编码，内容可能已损坏。请用 Excel 另存为 xlsx，或另存为 UTF-8 编码的 csv。",
        "The encoding of the text cannot be told; it may be damaged. Save it as xlsx or as csv in UTF-8.",
    ),
    "format_refused": (
        "这是 {format} 文件，不能直接读取。请{action_zh}后再导入。",
        "This is a {format} file and cannot be read. Please {action_en} and import again.",
    ),
    "password_protected": (
        "文件设有打开密码。请在 Excel 或 WPS 中取消密码并保存，然后再导入。",
        "The file needs a password to open. Remove the password in Excel or WPS, save, and import again.",
    ),
    "file_broken": (
        "文件已损坏或不完整（{reason}）。请重新导出或用 Excel 打开后另存为 xlsx。",
        "The file is damaged or incomplete ({reason}). Export it again, or open and save it as xlsx.",
    ),
    "xml_hostile": (
        "文件内部的 XML 含有文档类型声明或实体，出于安全不予读取。请用 Excel 打开后另存为 xlsx。",
        "The XML inside declares a document type or entities and is refused. Save it again as xlsx.",
    ),
    "unpacked_too_large": (
        "文件解压后过大（{size}，上限 {limit}），不予读取。请拆分后再导入。",
        "The file unpacks to too much ({size}, at most {limit}). Split it and import again.",
    ),
    "packed_suspiciously": (
        "文件的压缩比异常（{ratio} 倍），疑似压缩炸弹，不予读取。",
        "The file is packed {ratio} times over, like a decompression bomb, and is refused.",
    ),
    "too_many_columns": (
        "表格列数过多（{columns} 列，上限 {limit} 列）。",
        "The table has too many columns ({columns}, at most {limit}).",
    ),
    "too_many_rows": (
        "表格行数过多（上限 {limit} 行）。请拆分后再导入。",
        "The table has too many rows (at most {limit}). Split it and import again.",
    ),
    "too_many_cells": (
        "表格单元格过多（上限 {limit} 个）。请拆分后再导入。",
        "The table has too many cells (at most {limit}). Split it and import again.",
    ),
    "record_too_long": (
        "第 {row} 行过长（超过 {limit} 字节），不像表格中的一行。",
        "Row {row} is longer than {limit} bytes and does not look like a row of a table.",
    ),
    "nested_too_deeply": (
        "JSON 嵌套过深，不像一张表格。",
        "The JSON is nested too deeply to be a table.",
    ),
    "json_no_array": (
        "JSON 中没有可当作表格的数组：应为对象数组，或只含一个数组的对象。",
        "The JSON holds no array to read as a table: expected are objects in an array.",
    ),
    "time_exceeded": (
        "读取超时（超过 {seconds} 秒），已停止。请拆分文件后再导入。",
        "Reading took longer than {seconds} seconds and was stopped. Split the file and import again.",
    ),
    "memory_exceeded": (
        "读取该文件所需内存超过上限（{limit}），已停止。请拆分文件后再导入。",
        "Reading the file needs more memory than allowed ({limit}) and was stopped. Split the file.",
    ),
    "reader_crashed": (
        "读取程序在处理该文件时异常终止（{reason}），文件可能已损坏。请用 Excel 打开后另存为 xlsx。",
        "The reader ended abnormally on this file ({reason}); it may be damaged. Save it again as xlsx.",
    ),
    # remarks on the whole file
    "sheet_hidden": (
        "工作表“{sheet}”是隐藏的，已一并读取。",
        "Sheet “{sheet}” is hidden; it was read as well.",
    ),
    "sheet_empty": ("工作表“{sheet}”是空的，已跳过。", "Sheet “{sheet}” is empty and was skipped."),
    "sheet_not_cells": (
        "“{sheet}”不是表格（图表或对话框），已跳过。",
        "“{sheet}” holds a chart or dialogue, no cells, and was skipped.",
    ),
    "macros_ignored": (
        "文件含有宏，宏未被执行，只读取数据。",
        "The file holds macros; only its data were read.",
    ),
    "extension_differs": (
        "文件扩展名是 {extension}，内容实为 {format}，已按内容读取。",
        "The file is named {extension} but is really {format}, and was read as such.",
    ),
    "encoding_damaged": (
        "文件按 {encoding} 读取时有无法解码的字节，所在行已逐行列出。",
        "Some bytes cannot be decoded as {encoding}; the rows are listed.",
    ),
    "header_missing": ("未找到表头，各列没有名称。", "No header was found; the columns have no names."),
    # remarks on a row
    "row_too_long": (
        "该行有 {fields} 个字段，表头只有 {width} 个，无法确定各值属于哪一列。",
        "The row has {fields} fields where the header has {width}: which value belongs where is not certain.",
    ),
    "row_too_short": (
        "该行只有 {fields} 个字段，表头有 {width} 个，缺少的按空值处理。",
        "The row has {fields} fields where the header has {width}; the missing ones are taken as empty.",
    ),
    "cell_outside_table": (
        "第 {column} 列超出表头范围，该单元格的内容未读入。",
        "Column {column} lies outside the header; what stands there was not read.",
    ),
    "number_split": (
        "金额中的千分位逗号把一个值拆成了两个字段，已合并为“{joined}”。",
        "A thousands comma had split one amount into two fields; they were joined to “{joined}”.",
    ),
    "number_split_unsure": (
        "金额“{joined}”被千分位逗号拆成两个字段，合并后字段数与表头仍不一致，各值的位置不可靠。",
        "The amount “{joined}” was split by its comma, and joined the row does not fit the header either.",
    ),
    "quote_unclosed": (
        "引号没有闭合，已按普通字符处理，从下一行重新读取。",
        "A quote is not closed; it was taken literally and reading went on with the next line.",
    ),
    "quote_stray": (
        "字段内部有不成对的引号，已按普通字符处理。",
        "There is an unpaired quote inside a field; it was taken literally.",
    ),
    "bytes_undecodable": (
        "该行有无法解码的字节，已显示为“\ufffd”。",
        "The row holds bytes that cannot be decoded; they show as “\ufffd”.",
    ),
    "nul_removed": ("该行含有空字符（NUL），已去除。", "The row held NUL characters; they were removed."),
    "json_not_object": (
        "该元素不是对象，无法对应到各列。",
        "The element is not an object; its values fit no column.",
    ),
    "json_line_broken": ("该行不是有效的 JSON（{reason}）。", "The line is not valid JSON ({reason})."),
    "json_cut_off": (
        "JSON 在此处中断（{reason}），之后的内容未能读取。",
        "The JSON breaks off here ({reason}); what follows could not be read.",
    ),
    "json_repeated_key": (
        "键“{key}”重复出现，保留第一个值，另有“{other}”。",
        "The key “{key}” occurs twice; the first value is kept, the other was “{other}”.",
    ),
}
"""Keys are the codes of `UnreadableFile`, of a workbook's findings and of `RowProblem`."""

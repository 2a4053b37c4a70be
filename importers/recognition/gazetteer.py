"""Names of places as regular expressions: provinces, the cities of Shandong, words of addresses."""

PROVINCES = (
    "(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|"
    "台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|兵团)"
)
"""省级行政区 (short names)."""

SHANDONG_CITIES = "(?:济南|青岛|淄博|枣庄|东营|烟台|潍坊|济宁|泰安|威海|日照|临沂|德州|聊城|滨州|菏泽)"
"""The sixteen cities of Shandong."""

WEIHAI_DISTRICTS = "(?:环翠|文登|荣成|乳山|高新|经开|临港)"
"""区市 of Weihai."""

REGION = (
    rf"(?:国家级?|{PROVINCES}(?:省|市|自治区)?级?|{SHANDONG_CITIES}市?级?"
    rf"|{WEIHAI_DISTRICTS}(?:区|市)?级?|省级?|市级?|区级?)"
)
"""The level or place in front of a title, such as 国家, 山东省, 威海市; `{region}` in a capture's pattern."""

_COUNTRIES = (
    "美国|日本|德国|韩国|法国|英国|瑞士|荷兰|瑞典|意大利|加拿大|以色列|芬兰|丹麦|比利时|奥地利|西班牙|澳大利亚|新加坡|印度|挪威|爱尔兰|卢森堡|"
    "俄罗斯|巴西|波兰|捷克|匈牙利|新西兰|列支敦士登|开曼群岛|英属维尔京群岛|百慕大|马来西亚|泰国|土耳其|南非|墨西哥|中国台湾|中国香港"
)
PLACE_WORDS = (
    rf"^\d{{6}}\s*[\x{{4e00}}-\x{{9fff}}]|^(?:{_COUNTRIES})[\x{{4e00}}-\x{{9fff}}]"
    rf"|^{PROVINCES}(?:省|市|自治区|壮族|回族|维吾尔|特别).{{2,}}|[省市区县镇乡村街道路].{{0,30}}(?:号|室|楼|栋|幢|村|路|街|园|大厦)"
    r"|^[\x{4e00}-\x{9fff}]{2,4}市.{2,}"
)
"""What makes a text an address: a postcode, a country or province in front, streets and house numbers."""

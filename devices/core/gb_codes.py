"""Codes on ID cards and social security cards: ethnic groups (GB/T 3304-1991) and sex (GB/T 2261.1)."""

from __future__ import annotations

# Codes 01 to 56, ten to a row.
_NAMES_FROM_01 = (
    *("汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜"),
    *("满", "侗", "瑶", "白", "土家", "哈尼", "哈萨克", "傣", "黎", "傈僳"),
    *("佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土"),
    *("达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米"),
    *("塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔"),
    *("独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺"),
)

ETHNIC_NAMES: dict[str, str] = {
    **{f"{code:02d}": name for code, name in enumerate(_NAMES_FROM_01, start=1)},
    # Used by the public-security register beside the standard's list.
    "81": "穿青人",
    "83": "革家人",
    "97": "其他",
    "98": "外国血统中国籍人士",
}

SEX_UNKNOWN = "未知"

SEX_NAMES: dict[str, str] = {"0": SEX_UNKNOWN, "1": "男", "2": "女", "9": "未说明"}

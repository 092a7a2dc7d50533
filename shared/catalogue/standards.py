"""The code tables of the national standards that forms stand on, to hold a catalogue's tables against.

GB/T 2261.1-2003 sex, 2261.2-2003 marital status, 2261.4-2003 occupation, GB/T 3304-1991 ethnic groups; GB/T 2260 are
the divisions of shared.domain. A locality may add to a name; a code of its own, or one left out that people need, is a
fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from shared.catalogue.errors import Fault, FaultCode
from shared.catalogue.index import Finder
from shared.catalogue.yaml_reading import Document, Path
from shared.domain.divisions import divisions

_SEX: Final = {"0": "未知", "1": "男", "2": "女", "9": "未说明"}
_MARITAL: Final = {
    "10": "未婚",
    "20": "已婚",
    "21": "初婚",
    "22": "再婚",
    "23": "复婚",
    "30": "丧偶",
    "40": "离婚",
    "90": "未说明",
}
_OCCUPATION: Final = {
    "11": "公务员",
    "13": "专业技术人员",
    "17": "职员",
    "21": "企业管理人员",
    "24": "工人",
    "27": "农民",
    "31": "学生",
    "37": "现役军人",
    "51": "自由职业者",
    "54": "个体经营者",
    "70": "无业",
    "80": "休",
    "90": "其他",
}
_PEOPLES: Final = """
    汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎
    傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯
    阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺
"""
_ETHNICITY: Final = {f"{number:02}": f"{name}族" for number, name in enumerate(_PEOPLES.split(), 1)}


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard's codes with what each name must hold; `needed` are those without which somebody has no choice."""

    codes: Mapping[str, str]
    needed: frozenset[str] = field(default_factory=frozenset)


def standard_of(reference: str) -> Standard | None:
    """Return the standard that a table names, such as GB/T 3304-1991; None for one that is not held here."""
    known = {
        "GB/T 2260": lambda: Standard(divisions()),
        "GB/T 2261.1": lambda: Standard(_SEX, frozenset({"1", "2"})),
        "GB/T 2261.2": lambda: Standard(_MARITAL),
        "GB/T 2261.4": lambda: Standard(_OCCUPATION),
        "GB/T 3304": lambda: Standard({**_ETHNICITY, "97": "其他", "98": "外国血统"}, frozenset(_ETHNICITY)),
    }
    found = known.get(reference.partition("-")[0].strip())
    return found() if found else None


def check_standard(document: Document) -> Iterator[Fault]:
    """Yield each code of a table that its standard does not have or calls otherwise, and each that is needed."""
    standard = standard_of(document.data["standard"])
    if standard is None:
        return
    finder, name = Finder(document), document.data["standard"]
    for code, label in document.data["codes"].items():
        path: Path = ("codes", code)
        if code not in standard.codes:
            yield finder.fault(path, FaultCode.CODE_WRONG, f"{name} 没有代码“{code}”", "对照标准改正代码。")
        elif standard.codes[code] not in label:
            mend = "对照标准改正名称或者代码。"
            message = f"{name} 的“{code}”是“{standard.codes[code]}”，不是“{label}”"
            yield finder.fault(path, FaultCode.CODE_WRONG, message, mend)
    for code in sorted(standard.needed - document.data["codes"].keys()):
        message = f"缺少“{code}”（{standard.codes[code]}）"
        yield finder.fault(("codes",), FaultCode.VALUE_MISSING, message, "补上，不然有人没有选项。")

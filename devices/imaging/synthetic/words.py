"""Text without meaning that looks like text, and some that has one."""

from __future__ import annotations

from typing import Final

import numpy as np

PHRASES: Final = (
    *("申请表", "证明", "通知书", "登记信息", "身份证号码", "联系电话", "户籍所在地", "出生日期", "居住地址"),
    *("申请人签名", "办理日期", "有效期限", "经营范围", "法定代表人", "统一社会信用代码", "注册资本", "婚姻状况"),
    *("工作单位", "审批意见", "备注", "盖章", "附件材料", "政务服务中心", "受理编号", "不动产权证书", "营业执照"),
    *("结婚证", "样例", "本人承诺以上内容属实"),
)
_SYLLABLES: Final = (
    *("ta", "re", "mi", "con", "ser", "per", "tion", "al", "ly", "ing", "de", "pro", "sta", "men", "for", "der"),
    *("an", "gle", "cu", "ra", "ven", "po", "si", "tor", "ex", "li", "no", "fa", "bri", "um", "de", "sol", "gra"),
)


def hanzi(rng: np.random.Generator, count: int) -> str:
    """Return characters of GB 2312's first level, its 3,755 most used."""
    rows = rng.integers(0xB0, 0xD7, count)
    cells = rng.integers(0xA1, 0xFF, count)
    return bytes(np.stack([rows, cells], 1).astype(np.uint8).ravel()).decode("gb2312", errors="replace")


def chinese_line(rng: np.random.Generator, count: int) -> str:
    """Return a line of about so many characters with punctuation, figures and some real words."""
    parts, length = [], 0
    while length < count:
        chance = rng.random()
        if chance < 0.25:
            part = PHRASES[int(rng.integers(len(PHRASES)))]
        elif chance < 0.4:
            part = str(int(rng.integers(1, 10 ** int(rng.integers(1, 9)))))
        else:
            part = hanzi(rng, int(rng.integers(2, 9)))
        parts.append(part + ("，。、：；"[int(rng.integers(5))] if rng.random() < 0.4 else ""))
        length += len(parts[-1])
    return "".join(parts)[:count]


def latin_line(rng: np.random.Generator, count: int) -> str:
    """Return a line of about so many letters."""
    parts, length = [], 0
    while length < count:
        if rng.random() < 0.12:
            part = str(int(rng.integers(1, 99999)))
        else:
            chosen = rng.integers(0, len(_SYLLABLES), int(rng.integers(1, 5)))
            part = "".join(_SYLLABLES[index] for index in chosen)
        part = part.capitalize() if rng.random() < 0.15 else part
        parts.append(part + (",.;"[int(rng.integers(3))] if rng.random() < 0.15 else ""))
        length += len(parts[-1]) + 1
    return " ".join(parts)[:count]

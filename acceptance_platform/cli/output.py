"""What commands print: one JSON object a line with --json, else the same as `name: value` lines (ARCHITECTURE §7)."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any, Final, TextIO

EXIT_OK: Final = 0
EXIT_FAILED: Final = 2
EXIT_USAGE: Final = 64

_WORDS: Final[Mapping[str, str]] = {
    "address_unavailable": "地址或端口不可用",
    "data_dir_busy": "另一个平台进程正在使用该数据目录",
    "schema_too_new": "数据库由更新版本的程序写入，本版本不能打开",
    "keys_missing": "数据库存在，但密钥目录不完整；不会生成新密钥",
    "keys_unreadable": "密钥文件无法读取",
    "password_too_short": "口令至少 8 个字符",
    "clerk_exists": "该窗口人员编号已存在；如需更换请加 --replace",
    "clerk_invalid": "窗口人员信息不合规格",
    "catalogue_refused": "事项目录包有误或未由本平台根密钥签名",
    "version_taken": "该目录版本已发布过不同内容",
    "file_unreadable": "文件无法读取",
    "not_found": "平台没有这个办件",
    "case_number_invalid": "办件编号不合规格",
    "part_damaged": "密文与其摘要不符",
    "root_mismatch": "清单与登记的根摘要不符",
    "certificate_invalid": "终端证书不是本平台签发",
    "index_mismatch": "登记的事项或页面与密封内容不符",
    "signature_invalid": "清单签名不符",
    "body_unreadable": "密封内容无法打开",
    "body_invalid": "密封内容不合规格",
    "plaintext_mismatch": "页面内容与其摘要不符",
}


class Printer:
    """Prints the lines of one command and remembers whether any failed."""

    def __init__(self, *, as_json: bool, stream: TextIO | None = None) -> None:
        self._as_json = as_json
        self._stream = stream
        self.failed = False

    def line(self, values: Mapping[str, Any]) -> None:
        """Print one success."""
        self._print({"ok": True, **values})

    def failure(self, code: str, *, given: str | None = None, detail: str = "", **values: Any) -> None:
        """Print one failure; the command will exit with 2."""
        self.failed = True
        message = _WORDS.get(code, code) + (f"（{detail}）" if detail else "")
        named = {} if given is None else {"input": given}
        self._print({"ok": False, **named, "error": code, "message": message, **values})

    @property
    def exit_code(self) -> int:
        """0, or 2 when any line was a failure."""
        return EXIT_FAILED if self.failed else EXIT_OK

    def _print(self, values: Mapping[str, Any]) -> None:
        stream = self._stream or sys.stdout
        if self._as_json:
            text = json.dumps(values, ensure_ascii=False)
        else:
            text = "  ".join(f"{name}: {value}" for name, value in values.items() if value not in (None, "", [], ()))
        stream.write(text + "\n")
        stream.flush()

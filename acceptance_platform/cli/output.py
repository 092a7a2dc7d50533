"""What commands print: one JSON object a line with --json, else the same as `name: value` lines (ARCHITECTURE §7)."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, TextIO

from acceptance_platform.errors import FaultCode
from shared.command_line import EXIT_FAILED
from shared.contract.problems import ProblemCode
from shared.contract.submissions import ReturnReason

EXIT_OK: Final = 0

WORDS: Final[Mapping[FaultCode | ReturnReason | ProblemCode, str]] = MappingProxyType(
    {
        FaultCode.ADDRESS_UNAVAILABLE: "地址或端口不可用",
        FaultCode.BACKUP_INCOMPLETE: "这里没有完整的备份",
        FaultCode.BACKUP_UNSUPPORTED: "这种数据库请用它自带的备份工具",
        FaultCode.CASE_NUMBER_INVALID: "办件编号不合规格",
        FaultCode.CATALOGUE_REFUSED: "事项目录包有误，或者不是本平台根密钥签名",
        FaultCode.CERTIFICATE_INVALID: "终端证书不是本平台签发",
        FaultCode.CLERK_EXISTS: "该窗口人员编号已存在；要更换请加 --replace",
        FaultCode.CLERK_INVALID: "窗口人员信息不合规格",
        FaultCode.DATA_DIR_BUSY: "另一个平台进程正在使用该数据目录",
        FaultCode.DATA_DIR_TAKEN: "数据目录不是空的；恢复只写入空目录",
        FaultCode.DATA_DIR_MISSING: "这里没有平台的数据目录；要新建请先运行 migrate",
        FaultCode.DATABASE_UNSUPPORTED: "这个数据库地址写得不对，或者没有装它的驱动",
        FaultCode.ENROLMENT_TAKEN: "密钥或者登记号已属于别的终端",
        FaultCode.FILE_REFUSED: "磁盘或者目录不能读写，什么都没有完成",
        FaultCode.FILE_UNREADABLE: "文件读不出来",
        FaultCode.INDEX_MISMATCH: "登记的事项或者页面与密封内容不符",
        FaultCode.KEY_REVOKED: "该密钥已吊销，请换新密钥",
        FaultCode.BACKUP_DAMAGED: "备份文件损坏或不是密钥备份",
        FaultCode.FILE_EXISTS: "文件已存在，不覆盖",
        FaultCode.KEYS_DIFFER: "备份里缺少正在使用的密钥，请重新备份",
        FaultCode.KEYS_EXIST: "密钥目录不是空的，不覆盖",
        FaultCode.SHARES_INVALID: "密钥份额不对",
        FaultCode.SHARES_TOO_FEW: "密钥份额不够",
        FaultCode.SUITE_UNAVAILABLE: "这套密封算法没有可用的组件，密钥没有更换",
        FaultCode.KEYS_MISSING: "数据库在，密钥目录不完整；不会另造新密钥",
        FaultCode.KEYS_UNREADABLE: "密钥文件读不出来",
        FaultCode.NOT_FOUND: "平台没有这个办件",
        FaultCode.NOT_RETURNED: "这次提交没有被退回",
        FaultCode.REASON_MISSING: "请写明理由",
        FaultCode.STILL_REFUSED: "仍然不能收下",
        FaultCode.PART_DAMAGED: "密文与其摘要不符",
        FaultCode.PART_NOT_TOLD: "这次收件没有分出各部门的部分（旧版终端密封）",
        FaultCode.PASSWORD_TOO_SHORT: "口令太短",
        FaultCode.ROOT_MISMATCH: "清单与登记的根摘要不符",
        FaultCode.SCHEMA_TOO_NEW: "数据库由更新的版本写入，本版本不打开",
        FaultCode.TERMINAL_UNKNOWN: "本平台没有这个终端",
        FaultCode.TIME_IN_FUTURE: "时间还没有到",
        FaultCode.VERSION_TAKEN: "这个目录版本已经发布过别的内容",
        ReturnReason.SIGNATURE_INVALID: "清单签名不符",
        ReturnReason.BODY_UNREADABLE: "密封内容打不开",
        ReturnReason.BODY_INVALID: "密封内容不合规格",
        ReturnReason.PLAINTEXT_MISMATCH: "页面内容与其摘要不符",
        ReturnReason.NUMBER_INVALID: "办件编号不属于该终端",
        ReturnReason.NUMBER_TAKEN: "办件编号已被占用",
        ReturnReason.STALE_BASED_ON: "办件在此之前已有新的提交，请人工核对",
        ReturnReason.UNKNOWN_ITEM: "事项或目录版本没有发布",
        ReturnReason.CLERK_NOT_ALLOWED: "窗口人员没有这项权限",
        ReturnReason.TRANSITION_REFUSED: "办件的当前状态不允许这一步",
        ProblemCode.DIFFERENT_BODY: "同一编号下已有内容不同的提交",
        ProblemCode.EARLIER_MISSING: "同一办件更早的提交还没有到",
        ProblemCode.VERSION_MISSING: "这一版目录还没有在本平台发布，发布后再收",
        ProblemCode.ENROLMENT_MISSING: "本平台不知道该终端的这次登记，请先用 readmit-terminal 恢复",
        ProblemCode.MANIFEST_INVALID: "清单不能接收",
        ProblemCode.NO_ROOM: "磁盘满了，什么都没有完成",
        ProblemCode.TOO_BUSY: "数据库正忙，请稍后再试",
        ProblemCode.PARTS_MISSING: "文件里缺少密文",
        ProblemCode.TERMINAL_UNKNOWN: "不是本平台的终端",
        ProblemCode.TOO_LARGE: "超过大小上限",
    }
)


def words_after_restore(made_at: str) -> str:
    """Return what an operator has to do again: no terminal brings back what was decided here since the backup."""
    return (
        f"{made_at} 以后的终端吊销和人员改动不在备份里，被吊销的终端又能登录："
        "开放服务前请用 revoke、create-clerk --replace 逐项重做"
    )


class Printer:
    """Prints the lines of one command and remembers whether any failed."""

    def __init__(self, *, as_json: bool, stream: TextIO | None = None) -> None:
        self._as_json = as_json
        self._stream = stream
        self.failed = False

    def line(self, values: Mapping[str, Any]) -> None:
        """Print one success."""
        self._print({"ok": True, **values})

    def failure(
        self, code: FaultCode | ReturnReason | ProblemCode, *, given: str | None = None, detail: str = "", **values: Any
    ) -> None:
        """Print one failure; the command will exit with 2."""
        self.failed = True
        message = WORDS.get(code, code.value) + (f"（{detail}）" if detail else "")
        named = {} if given is None else {"input": given}
        self._print({"ok": False, **named, "error": code.value, "message": message, **values})

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

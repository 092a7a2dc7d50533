"""Sentences that depend on where a device was looked for: a cable, a network and a folder are mended differently."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_NOT_FOUND: Final = "device_not_found"
_UNREACHABLE: Final = "unreachable"
_NETWORK: Final = "网络上连不上它。请检查电源和网线，核对地址和端口。"
_MODULE: Final = "没有这个库，或者其中没有这个令牌。请核对路径和令牌名，看 UKey 是否插好。"
_SENTENCES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "escl:": {_NOT_FOUND: _NETWORK},
        "ipp:": {_NOT_FOUND: _NETWORK},
        "ipps:": {_NOT_FOUND: _NETWORK},
        "tcp:": {_NOT_FOUND: _NETWORK},
        "sane:": {_NOT_FOUND: "SANE 里没有这个名字的扫描仪。请检查电源和线缆；用 list --probe 可看到有哪些。"},
        "camera:": {_NOT_FOUND: "没有这个摄像头。请检查 USB 线；用 list 可看到有哪些。"},
        "folder:": {_NOT_FOUND: "没有这个文件夹，或者共享断开了。请核对路径和网络。"},
        "usb:": {
            _NOT_FOUND: "USB 上没有这个设备，或有几台一样的。请检查 USB 线和电源；用 list 可看到有哪些。",
            _UNREACHABLE: "USB 上打不开这台打印机。请检查 USB 线、电源和权限；用 list 可看到有哪些。",
        },
        "serial:": {_UNREACHABLE: "打不开这个串口。请检查端口名、线缆和权限。"},
        "pkcs11:": {_NOT_FOUND: _MODULE},
        "skf:": {_NOT_FOUND: _MODULE},
        "file:": {_UNREACHABLE: "写不进这个文件。请检查文件夹和权限。"},
    }
)


def sentence_at(address: str, code: str) -> str | None:
    """Return what a code means at an address, None where it means the same everywhere."""
    scheme, colon, _ = address.partition(":")
    return _SENTENCES.get(scheme + colon, {}).get(code)

"""What an error code means, for the person at the command line."""

from __future__ import annotations

from typing import Final

from devices.core.errors import DeviceError
from devices.core.signing import PinLevel, PinStatus

_UNNAMED: Final = "设备出错（{code}）。"

_MESSAGES: Final[dict[str, str]] = {
    "access_denied": "没有权限使用这个设备。请把当前用户加入设备所属的用户组（串口为 dialout，扫描仪为 scanner）。",
    "broken_off": "打印途中连接断开，可能没有打完整。",
    "cancelled": "已取消。",
    "card_auth_failed": "证件与读卡器未能相互认证。证件可能损坏或有疑问，请换一台读卡器核对。",
    "card_data_invalid": "证件里的一项内容不合格式，没有采用。",
    "card_mute": "卡片没有应答。请检查是否插反，擦净芯片后再试。",
    "card_not_supported": "不是要读的那种卡。",
    "card_read_failed": "找到了证件但没有读完。请把证件平放在读卡区，不要移动。",
    "card_refused": "卡片拒绝了这项操作。",
    "card_removed": "操作途中卡片被拔出。请插好卡片再试。",
    "card_service_down": "智能卡服务（pcscd）没有运行。请启动它：systemctl start pcscd.socket。",
    "certificate_unreadable": "卡里的证书读不出来，或者密钥类型不受支持。",
    "certificate_untrusted": "证书不是受信任的机构签发的，或者不在有效期内。",
    "checksum_error": "读卡器发来的数据校验不符。请检查线缆和接头。",
    "code_too_long": "扫码枪发来的内容太长，没有结束。请检查串口速率。",
    "code_undecodable": "扫码枪发来的不是文字。请把扫码枪设为 UTF-8 或 GBK 输出，并核对串口速率。",
    "cover_open": "机盖没有合上。",
    "corners_impossible": "这四个角围不成一页。请把角拖到纸的四角上。",
    "cutter_error": "切纸刀卡住。请关机后清理切刀处的纸。",
    "device_busy": "设备正被另一个程序占用。",
    "device_config_invalid": "设备配置有误。请检查配置文件 [devices] 一节里这个设备的地址。",
    "device_disconnected": "与设备的连接中断。请检查线缆。",
    "device_not_found": "找不到这个设备。请检查端口名和线缆。",
    "device_timeout": "设备没有应答。请检查电源和线缆。",
    "document_format_unsupported": "这台打印机不能直接打 PDF。请经 CUPS 队列打印。",
    "document_kind_unknown": "不认识这一类证件。",
    "document_unreadable": "文件读不出来，或者不是 PDF。",
    "expectation_invalid": "没有说清这一页应当是什么。",
    "fault_script_invalid": "故障脚本写得不对。",
    "file_unreadable": "文件读不出来。",
    "font_missing": "缺少中文字体。请安装 fonts-noto-cjk。",
    "foreign_file": "文件夹里的文件不是单页图片（例如 PDF），或者是早先留下的。请移走；扫描仪应每页存一张图片。",
    "image_several_frames": "文件里不止一页。请每页一个文件。",
    "image_too_large": "图片过大，超过一亿像素（GIF、WebP 四千万）或一百二十八兆字节。",
    "image_too_small": "图片过小或者过于狭长，不是一页文件。",
    "image_truncated": "图片文件不完整。",
    "image_unreadable": "不是能读的图片（JPEG、PNG、TIFF、BMP、GIF、WebP），或者已损坏。PDF、HEIC 请先转成 JPEG。",
    "io_error": "设备传送数据时出错。请关闭设备电源，稍等后再开。",
    "ipp_refused": "打印机拒绝了这个请求。",
    "job_aborted": "打印机中止了这个任务，可能没有打完整。",
    "job_cancelled": "任务已取消。",
    "job_gone": "打印机已经不知道这个任务。",
    "job_held": "任务被扣住。请在打印机面板上放行。",
    "mechanical_error": "打印机机械故障。",
    "media_empty": "打印机缺纸。请放入 A4 纸。",
    "no_card": "读卡区没有证件。",
    "no_paper": "没有放纸。",
    "not_ready": "有检查没有通过，处理办法见报告。",
    "offline": "打印机处于脱机状态。",
    "output_failed": "结果写不进指定的位置。",
    "output_full": "出纸口满了。请取走打印好的纸。",
    "overheat": "打印头过热，冷却后会自动恢复。",
    "page_option_unsupported": "这台打印机做不到所要求的份数、双面或纸张。",
    "paper_end": "纸已用完。请换纸卷。",
    "paper_jam": "卡纸。请打开盖子取出纸张。",
    "pdf_empty": "没有可以写进 PDF 的页面。",
    "photo_undecodable": "证件照片解不出来。文字内容不受影响。",
    "pin_attempts_unknown": "卡片不告诉还剩几次机会，没有尝试 PIN。确实要试，请加 --use-last-attempt。",
    "pin_error": "PIN 没有通过。",
    "pin_incorrect": "PIN 不正确。",
    "pin_invalid": "PIN 的长度或字符不合要求，没有尝试。",
    "pin_last_attempt": "只剩最后一次机会，再错就会锁死，没有尝试 PIN。确实要试，请加 --use-last-attempt。",
    "pin_locked": "PIN 已锁死。请联系发证机构解锁。",
    "pin_missing": "没有给出 PIN。请在标准输入的第一行给出。",
    "print_sent": "已发给打印机，但打印机没有确认打印完毕。请看一下出纸口。",
    "print_unknown": "打印机没有任何应答，不知道是否打印。请看一下出纸口。",
    "printer_busy": "打印机一直在打别的任务，没有轮到。什么都没有打印。",
    "printer_paused": "打印机或队列已暂停。请在打印机面板或 CUPS 里恢复。",
    "protocol_error": "设备发来的数据不符合协议。端口上可能不是这种设备。",
    "provider_defect": "列出设备的程序出错。请报告给开发者。",
    "reader_fault": "读卡器的安全模块自检未通过或未获授权。请联系设备供应商。",
    "short_image": "扫描中途停止，图像不完整。请重新扫描。",
    "slip_file_invalid": "文件不是一张凭条的描述。",
    "slip_unprintable": "凭条里有打印机印不出的内容。",
    "slot_empty": "卡里这个位置没有证书或密钥。",
    "tls_untrusted": "打印机的证书不可信。请核对地址，或在地址里写上证书指纹。",
    "social_card_pin_needed": "这张社保卡要输 PIN 才能看持卡人信息，没有尝试。请换其他证件。",
    "token_error": "数字证书介质或它的驱动程序出错。",
    "token_signature_invalid": "签名与数据或证书不符，没有采用。",
    "toner_empty": "碳粉或墨水用完。请更换。",
    "tray_missing": "纸盒没有推好。请装上纸盒。",
    "truncated_frame": "读卡器发来的数据中途断了。请检查线缆。",
    "unknown_card_type": "不认识的证件类型。",
    "unreachable": "连不上打印机。请检查电源和网线。",
    "unrecoverable_error": "打印机故障，需要关机重启或送修。",
    "unsupported": "这台设备或本程序不支持这项操作。",
    "watermark_font_missing": "缺少中文字体，写不了水印。请安装 fonts-noto-cjk。",
    "watermark_text_invalid": "水印没有写用途，或者太长。",
}


def message_for(code: str) -> str:
    """Return the sentence for a code."""
    return _MESSAGES.get(code, _UNNAMED.format(code=code))


def describe(error: DeviceError) -> str:
    """Return the sentence for an error, with the flag where a card has one that nobody knows."""
    flag = getattr(error, "flag", None)
    if isinstance(flag, str):
        return f"不认识的证件类型，类型标志为 {flag!r}。"
    pin = getattr(error, "pin", None)
    if error.code == "pin_incorrect" and isinstance(pin, PinStatus):
        return f"{message_for(error.code)}{attempts_words(pin)}"
    return message_for(error.code)


def attempts_words(pin: PinStatus) -> str:
    """Return how many wrong PINs a token still bears, in words."""
    if pin.level is PinLevel.LOCKED:
        return "PIN 已锁死。"
    if pin.attempts is not None:
        return f"还可以试 {pin.attempts} 次。"
    if pin.level is None:
        return "介质不告诉还可以试几次。"
    return {
        PinLevel.OK: "介质没有说还可以试几次。",
        PinLevel.LOW: "之前输错过，可试的次数不多了。",
        PinLevel.FINAL: "只剩最后一次机会。",
    }[pin.level]

"""Sentences about scanning and pages."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject

_OF_THE_CAMERA: Final = frozenset(
    {"access_denied", "device_busy", "device_disconnected", "device_not_found", "device_timeout", "unsupported"}
)
"""Codes that have words of their own where pages come from under the camera."""
_BY_HAND: Final = frozenset({"no_paper", "cover_open", "short_image"})
"""Codes that a hand settles at once: nothing else need be tried."""


class ScanWords(QObject):
    """What is said of a scan."""

    def finding(self, code: str, seems: str = "", missing: str = "") -> str:
        """Return what was found on a page.

        Args:
            code: of the finding.
            seems: the name of what a wrong side or document is, where that is known.
            missing: front or back, where that side is still to come and the other was taken before.
        """
        if code == "wrong_side" and missing:
            still = {"front": self.tr("正面还没拍"), "back": self.tr("反面还没拍")}[missing]
            return self.tr("{still}：这是{seems}，前面拍过了").format(still=still, seems=seems)
        if code in {"wrong_side", "wrong_document"} and seems:
            return self.tr("这是{seems}").format(seems=seems)
        return {
            "blank": self.tr("这一页像是空白的"),
            "low_resolution": self.tr("分辨率太低，小字会看不清"),
            "blurred": self.tr("这一页拍糊了"),
            "glare": self.tr("这一页有反光，框内的字看不见"),
            "cut_corner": self.tr("有一个角不全"),
            "too_dark": self.tr("这一页太暗"),
            "duplicate": self.tr("这一页前面已经扫过"),
            "wrong_side": self.tr("像是另外一面"),
            "wrong_document": self.tr("像是别的材料"),
            "outline_unsure": self.tr("纸边没有认准"),
        }.get(code, self.tr("这一页不够清楚"))

    def remedy(self, code: str, *, by_camera: bool = False) -> str:
        """Return what to do about a finding."""
        under_the_camera = {
            "blank": self.tr("有字的一面朝上"),
            "low_resolution": self.tr("放到高拍仪正下方；小件换扫描仪"),
            "blurred": self.tr("压平、放稳再拍"),
            "too_dark": self.tr("看看高拍仪的灯"),
            "wrong_side": self.tr("翻过来再拍"),
        }
        if by_camera and code in under_the_camera:
            return under_the_camera[code]
        return {
            "blank": self.tr("看看是不是放反了"),
            "low_resolution": self.tr("换平板，分辨率 200 以上"),
            "blurred": self.tr("压平、放稳再扫"),
            "glare": self.tr("换个角度，或取下塑料套"),
            "cut_corner": self.tr("展平折角，四角放全"),
            "too_dark": self.tr("看看灯和盖板"),
            "duplicate": self.tr("换下一页"),
            "wrong_side": self.tr("翻过来再扫"),
            "wrong_document": self.tr("对照材料名称换一份"),
            "outline_unsure": self.tr("换深色垫底重拍，或手动对边"),
        }.get(code, self.tr("放平、擦净玻璃再扫"))

    def not_taken(self) -> str:
        """Say that the page in sight is not among the material's pages yet."""
        return self.tr("还没收")

    def apart(self, count: int) -> str:
        """Ask whether papers that lie on one glass are pages of their own."""
        return self.tr("玻璃上有 {count} 件，分开收吗？").format(count=count)

    def apart_help(self) -> str:
        """Say what becomes of them."""
        return self.tr("分开后每一页单独检查；分错了能合回一页")

    def corners_help(self) -> str:
        """Return how corners are set."""
        return self.tr("拖角；Tab 换角，方向键调")

    def please_check(self, name: str) -> str:
        """Ask to look at a page that bears no mark of what it should be."""
        return self.tr("请核对：应为{name}").format(name=name)

    def other_side(self, missing: str) -> str:
        """Return the words for a good page of a card whose front or back is still to come."""
        return {"front": self.tr("清楚；正面还没拍"), "back": self.tr("清楚；反面还没拍")}[missing]

    def good(self) -> str:
        """Return the words for a good page."""
        return self.tr("这一页清楚")

    def overridden(self, reason: str) -> str:
        """Return the words for a page that was taken all the same."""
        return self.tr("照用：{reason}").format(reason=reason)

    def override_reasons(self) -> tuple[str, ...]:
        """Return the reasons on offer."""
        return (self.tr("原件如此"), self.tr("背面无内容"), self.tr("当面核对过"))

    def scanning(self) -> str:
        """Return what is said while scanning."""
        return self.tr("正在扫描，请别动纸")

    def stopping(self) -> str:
        """Say why no page can be taken yet."""
        return self.tr("上一件的扫描正在停下，停好就能扫")

    def cutting(self) -> str:
        """Return what is said while a page is cut between other corners."""
        return self.tr("正在重新裁切")

    def readings(self, count: int) -> str:
        """Return how many fields the page says something new of."""
        return self.tr("这一页上读到 {count} 项").format(count=count)

    def doubtful(self) -> str:
        """Say that a reading is not sure."""
        return self.tr("没看准，请对照图")

    def standing(self, value: str) -> str:
        """Say what stands in the field now."""
        return self.tr("表里现在是：{value}").format(value=value)

    def source(self, source: str) -> str:
        """Return what pages come from."""
        return {"scanner": self.tr("扫描仪"), "camera": self.tr("高拍仪")}.get(source, source)

    def camera_opening(self) -> str:
        """Return what is said until the camera's first picture comes."""
        return self.tr("正在打开高拍仪")

    def taking(self) -> str:
        """Return what is said while a photograph is taken."""
        return self.tr("正在拍，请别动纸")

    def sight(self, sight: str) -> str:
        """Return what is said of what the camera sees."""
        return {
            "waiting": self.tr("把纸放到高拍仪下"),
            "unsure": self.tr("四边没认准：放正些，或按 F6 拍"),
            "moving": self.tr("放稳，会自动拍"),
            "holding": self.tr("很好，别动"),
            "taken": self.tr("这一页拍过了，换下一页"),
            "dark": self.tr("太暗，看看高拍仪的灯"),
            "covered": self.tr("镜头像是被挡住了"),
        }.get(sight, "")

    def camera_trouble(self, code: str) -> str:
        """Return why the camera shows nothing."""
        return {
            "device_busy": self.tr("高拍仪被别的程序占着，关掉它就好"),
            "access_denied": self.tr("没有高拍仪的使用权限，请找大厅管理员"),
            "device_timeout": self.tr("高拍仪没有画面，拔下重插试试"),
            "unsupported": self.tr("这个口接的不是高拍仪，请找大厅管理员"),
        }.get(code, self.tr("高拍仪没接好，插上就能接着拍"))

    def hint(self, material: str, *, by_camera: bool = False) -> str:
        """Return what to do where a material has no page."""
        if by_camera:
            return self.tr("按 F6 打开高拍仪，放上{material}").format(material=material)
        return self.tr("把{material}放上扫描仪，按 F6 扫描").format(material=material)

    def no_scanner(self) -> str:
        """Say that the terminal has no scanner."""
        return self.tr("本机没有接扫描仪，请管理员在设置里接上")

    def choose(self) -> str:
        """Return what to do where no material is chosen."""
        return self.tr("按 Alt 加数字，扫描对应的材料")

    def needs_none(self) -> str:
        """Return what is said of a material that needs no page."""
        return self.tr("这一份不用扫描")

    def count(self, page: int, pages: int) -> str:
        """Return which page is in sight."""
        return self.tr("第 {page} 页，共 {pages} 页").format(page=page, pages=pages)

    def problem(self, code: str, *, by_camera: bool = False, instead: str = "") -> tuple[str, str]:
        """Return why no page came; and what to do, and what is kept.

        Args:
            code: of the failure.
            by_camera: the page was to come from under the camera.
            instead: what pages could come from, where there is something else.
        """
        if (of_the_work := self._of_the_work(code, by_camera=by_camera)) is not None:
            return of_the_work
        text, remedy = self._of_the_camera(code) if by_camera else self._of_the_scanner(code)
        other = self.tr("也可以按 F11 用{source}。").format(source=instead) if instead and code not in _BY_HAND else ""
        return text, remedy + other + self.tr("这一页没有存，前面的都在。")

    def _of_the_work(self, code: str, *, by_camera: bool) -> tuple[str, str] | None:
        return {
            "cancelled": (self.tr("停下了，没有拍") if by_camera else self.tr("扫描停下了"), self.tr("这一页没有存。")),
            "corners_impossible": (self.tr("四个角围不成一页"), self.tr("对好四个角，再按 Enter。")),
            "not_asked_for": (self.tr("目录里没有要这份材料"), self.tr("不能多收。")),
            "turned_away": (self.tr("刚才那一页没有收"), self.tr("扫的时候换到了别的材料。点回那一份，再扫一次。")),
        }.get(code)

    def _of_the_camera(self, code: str) -> tuple[str, str]:
        if code in _OF_THE_CAMERA:
            return self.tr("没拍成：{why}").format(why=self.camera_trouble(code)), ""
        return self.tr("没拍成"), self.tr("再试一次；还不行就把高拍仪拔下重插。")

    def _of_the_scanner(self, code: str) -> tuple[str, str]:
        return {
            "no_paper": (self.tr("扫描仪里没有纸"), self.tr("放好纸，再按 F6。")),
            "cover_open": (self.tr("扫描仪盖开着"), self.tr("合上盖子，再按 F6。")),
            "paper_jam": (self.tr("卡纸了"), self.tr("别硬拉：开盖取出纸，放平后再按 F6。")),
            "device_busy": (self.tr("扫描仪正忙"), self.tr("可能别的程序在用。等它停下来，再按 F6。")),
            "access_denied": (self.tr("没有扫描仪的使用权限"), self.tr("请大厅管理员把本机用户加入 scanner 组。")),
            "foreign_file": (self.tr("文件夹里没有刚扫的图片"), self.tr("移走 PDF、多页的和旧的，再按 F6。")),
            "short_image": (self.tr("只扫到半页"), self.tr("再按 F6 重新扫。")),
            "device_not_found": (self.tr("没有找到扫描仪"), self.tr("看看电源和连线，接好后再按 F6。")),
            "device_timeout": (self.tr("扫描仪没有回应"), self.tr("看看电源和连线，再按 F6。")),
            "device_disconnected": (self.tr("扫描仪断开了"), self.tr("接好后再按 F6。")),
        }.get(code, (self.tr("没扫成"), self.tr("再试一次；还不行就重启扫描仪。")))

"""Sentences about an open case: fields, sources, materials, identification."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from counter_app.words.faults import FaultWords
from shared.domain.identity import IdentityMethod
from shared.forms.definition import CrossRule
from shared.intake.draft import FieldSource, GivenBy, Promise


class FieldWords(QObject):
    """What is said of a field."""

    def source(self, source: FieldSource) -> str:
        """Return the tag of a value's source."""
        return {
            FieldSource.CARD: self.tr("身份证"),
            FieldSource.TYPED: self.tr("申请人填"),
            FieldSource.DEFAULT: self.tr("默认"),
            FieldSource.CLERK: self.tr("录入"),
            FieldSource.READ: self.tr("识别后核对"),
            FieldSource.EARLIER: self.tr("以前办件"),
            FieldSource.E_LICENCE: self.tr("电子证照"),
            FieldSource.SHARED: self.tr("数据共享"),
        }[source]

    def other_value(self, source: FieldSource, value: str, *, later: bool = False) -> str:
        """Return the offer of what another source says of a field; `later`: entered after the draft was handed over."""
        offer = self.tr("用交出以后改的（{source}）：{value}") if later else self.tr("用{source}的：{value}")
        return offer.format(source=self.source(source), value=value)

    def summary(self, asked: int, single: int, known: int) -> str:
        """Return the counts of a form; `single` is 0 where one form spares nothing."""
        parts = [
            self.tr("共 {asked} 项，单办要填 {single} 项").format(asked=asked, single=single)
            if single
            else self.tr("共 {asked} 项").format(asked=asked)
        ]
        if known:
            parts.append(self.tr("已自动填 {known} 项").format(known=known))
        return "；".join(parts)

    def fault_tag(self, code: str) -> str:
        """Return a fault in a few characters."""
        if code == "missing":
            return self.tr("必填")
        if code in set(CrossRule):
            return self.tr("前后对不上")
        return FaultWords().brief(code)

    def fault_sentence(self, label: str, code: str, params: Mapping[str, str]) -> str:
        """Return a fault as a sentence that says what to do."""
        sentences = {
            "choice": self.tr("{label}：没有这个选项。打首字母，从列表里选一个。"),
            "too_short": self.tr("{label}：太短，至少 {min} 个字。"),
            "too_long": self.tr("{label}：太长，最多 {max} 个字。"),
            "length": self.tr("{label}：位数不对，再数一遍。"),
            "check_digit": self.tr("{label}：末位校验不通过，多半有一位打错了，请对着证件再看一遍。"),
            "birth_date": self.tr("{label}：号码里的出生日期不存在。"),
            "region": self.tr("{label}：号码开头的地区码不存在。"),
            "no_such_date": self.tr("{label}：日历上没有这一天。"),
            "future_date": self.tr("{label}：日期在今天之后。"),
            "wrong_for_role": self.tr("{label}：{role}应当是{sex}性。"),
            "sources_differ": self.tr("{label}：几个来源说的不一样，请跟申请人核对，点一个。"),
            "path_ended": self.tr("{label}：{note}"),
        }
        if code == "missing":
            return ""
        if params.get("message"):
            said = (params["message"], params.get("mend", ""))
            return f"{label}：" + "".join(f"{part.rstrip('。')}。" for part in said if part)
        template = sentences.get(code, self.tr("{label}：格式不对。"))
        return template.format(**{"label": label, "min": "", "max": "", "role": "", "sex": "", "note": "", **params})


class MaterialWords(QObject):
    """What is said of a material."""

    def given(self, given_by: GivenBy, pages: int, *, is_seen: bool) -> str:
        """Return how a material was given, and whether a clerk held the originals of its pages."""
        if given_by is GivenBy.CARD_READ:
            return self.tr("刷卡读取，免交")
        if given_by is GivenBy.ORIGINAL_SEEN:
            return self.tr("原件已核")
        if given_by is GivenBy.PROMISE:
            return self.tr("容缺，后补")
        if given_by is GivenBy.COMMITMENT:
            return self.tr("承诺代替")
        said = self.tr("{pages} 页 · 原件已核") if is_seen else self.tr("{pages} 页 · 原件未核")
        return said.format(pages=pages)

    def promised(self, promise: Promise, *, kept_open: bool) -> str:
        """Return by when a promised material follows."""
        day = self.tr("{month}月{day}日").format(month=promise.until.month, day=promise.until.day)
        return self.tr("容缺，{day}前补").format(day=day) if kept_open else self.tr("{day}前没有补").format(day=day)

    def by_card(self) -> str:
        """Return what is said of a card that was not read yet."""
        return self.tr("等刷卡")

    def not_given(self, *, deferrable: bool) -> str:
        """Return what is said of a material that is not there."""
        return self.tr("没有扫描（次要材料）") if deferrable else self.tr("没有扫描")

    def brief(self, given_by: GivenBy, pages: int) -> str:
        """Return how a material was given, where room is short."""
        if given_by is GivenBy.CARD_READ:
            return self.tr("已刷卡")
        if given_by is GivenBy.PROMISE:
            return self.tr("容缺")
        if given_by is GivenBy.COMMITMENT:
            return self.tr("承诺")
        return self.tr("{pages} 页").format(pages=pages) if pages else self.tr("已核")

    def brief_missing(self) -> str:
        """Say that a material is not there, where room is short."""
        return self.tr("没扫")

    def brief_supplied(self) -> str:
        """Say that a material need not be given, where room is short."""
        return self.tr("不用交")

    def supplied(self) -> str:
        """Return what is said of a material that another item of the matter results in."""
        return self.tr("不用交，办结后自动带入")

    def summary(self, asked: int, single: int) -> str:
        """Return how many papers are asked for and how many it would be singly."""
        if single > asked:
            return self.tr("{asked} 份，单办要交 {single} 份").format(asked=asked, single=single)
        return self.tr("{asked} 份").format(asked=asked)

    def trust(self, level: str) -> str:
        """Return a trust level; empty for none."""
        return self.tr("可信 {level}").format(level=level) if level else ""

    def overridden(self, pages: int) -> str:
        """Return what is said of a material one of whose pages was taken with a finding."""
        return self.tr("{pages} 页 · 有一页照用").format(pages=pages)


class IdentityWords(QObject):
    """What is said of an applicant."""

    def source(self, method: IdentityMethod, at: str) -> str:
        """Return how and when it became known who someone is."""
        if method is IdentityMethod.TYPED_ORIGINAL_SEEN:
            return self.tr("照原件录入 {at} · 号码校验通过").format(at=at)
        return self.tr("身份证刷卡 {at} · 号码校验通过").format(at=at)

    def items(self, count: int) -> str:
        """Return how many items a matter has."""
        return self.tr("{count} 个事项").format(count=count)

    def waiting(self) -> str:
        """Return what to do where nobody is yet."""
        return self.tr("请刷身份证")

    def which_role(self, name: str) -> str:
        """Ask whose role a card fills."""
        return self.tr("{name} 是哪一方？").format(name=name)

    def who_gives_way(self, name: str) -> str:
        """Ask about a card of somebody who is in no role, where every role is taken."""
        return self.tr("{name} 不在这一件里。换人会清掉原来那个人填的内容。").format(name=name)

    def gives_way(self, label: str) -> str:
        """Return the words of the button that lets a role's person give way."""
        return self.tr("换下{label}").format(label=label)

    def typing(self, label: str) -> str:
        """Return the title of typing by hand."""
        return self.tr("照{label}的原件录入").format(label=label)

    def mistyped(self) -> str:
        """Say that a typed number can't be right."""
        return self.tr("号码校验不通过，多半有一位打错了。请对着原件再看一遍。")

    def refused(self, reason: str) -> str:
        """Return why someone can't be taken, and what to do."""
        sentences = {
            "number_invalid": self.tr("号码校验不通过。请再刷一次；还不行就看证件是不是真的。"),
            "details_differ": self.tr("卡里的出生日期和号码对不上，请查验证件。"),
            "card_expired": self.tr("证件过了有效期。请申请人先换证，或出示临时居民身份证。"),
            "same_person_twice": self.tr("这个人已经在这一件里了。请换另一方的身份证。"),
            "wrong_sex_for_role": self.tr("性别和这一方不符，请换另一方的身份证。"),
            "name_missing": self.tr("请填姓名。"),
            "not_allowed_here": self.tr("这里不能照原件录入。"),
        }
        return sentences.get(reason, self.tr("这张证件不能用在这一件上。"))

    def card_problem(self, code: str) -> str:
        """Return why a card could not be read, and what to do."""
        sentences = {
            "card_auth_failed": self.tr("没读出来：卡没通过认证。请拿起来重新放平；还不行就照原件录入。"),
            "checksum_error": self.tr("没读出来：数据传坏了。请拿起来重新放平。"),
            "truncated_frame": self.tr("没读出来：卡拿开得太早。请重新放平，等两秒。"),
            "device_timeout": self.tr("读卡器没有回应。请重新放卡；还不行就拔下读卡器再插上。"),
            "device_disconnected": self.tr("读卡器断开了。请检查连线，接好后会自动恢复。"),
            "device_not_found": self.tr("没有找到读卡器。可以先照原件录入。"),
            "unknown_card_type": self.tr("这种卡读不了。请用身份证，或者照原件录入。"),
        }
        return sentences.get(code, self.tr("没读出来。请拿起来重新放平；还不行就照原件录入。"))

    def left_lying(self) -> str:
        """Say that a card lay there while the reader was away, and was not read."""
        return self.tr("读卡器刚才断过，台上的卡没有读。请拿起来再放一次。")

    def held(self, name: str) -> str:
        """Say that a card was read before a matter was chosen."""
        return self.tr("已读到 {name} 的身份证。要办什么？按 Ctrl K 查，或者点下面的事项。").format(name=name)

    def held_beside(self, name: str) -> tuple[str, str]:
        """Say that a card was read while a sealed case is shown."""
        text = self.tr("已读到 {name} 的身份证").format(name=name)
        return text, self.tr("给他办新的件，按 F2；来领结果的，先点“领取结果”，再放一次卡。")

"""What the program itself says of an item that can't be taken; translations may be given for it as for the sources."""

from __future__ import annotations

from typing import Final

BETWEEN_DEPARTMENTS: Final = "这一项由部门之间核查，不用申请人办，也不用交材料。"
NOT_CONFIRMED: Final = "这一项还没有经承办部门确认公布，暂不受理。"
RETIRED: Final = "这一项已经取消，不再受理。"
OWN_WORDS: Final = frozenset({BETWEEN_DEPARTMENTS, NOT_CONFIRMED, RETIRED})

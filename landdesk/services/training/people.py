"""Invented people and organisations of a demo commune.

Names are put together by chance from common Vietnamese family, middle and given names; nobody real is meant.
Identity numbers have the right shape (12 digits; sex, century and year of birth in their places) but begin
with ``999``: real ones begin with the code of a province, 001 to 096, or of the country of birth, and 999 is
the code of none. So no number here can be that of a citizen, and any part of LandDesk can tell them apart.
"""

from dataclasses import dataclass
from random import Random
from typing import Final

INVENTED_PREFIX: Final = "999"
"""First digits of every identity number in training data."""

_FAMILY: Final = (
    *("Nguyễn",) * 34,
    *("Trần",) * 12,
    *("Lê",) * 11,
    *("Phạm",) * 7,
    *("Huỳnh",) * 6,
    *("Võ",) * 6,
    *("Phan",) * 5,
    *("Đặng",) * 3,
    *("Bùi",) * 3,
    *("Đỗ",) * 2,
    *(
        "Hồ",
        "Ngô",
        "Dương",
        "Lý",
        "Đinh",
        "Trương",
        "Đoàn",
        "Mai",
        "Tô",
        "Cao",
        "Lương",
        "Thái",
        "Châu",
        "Hà",
    ),
)
_MALE_MIDDLE: Final = (
    "Văn",
    "Văn",
    "Văn",
    "Hữu",
    "Đức",
    "Ngọc",
    "Minh",
    "Quốc",
    "Thanh",
    "Xuân",
    "Đình",
    "Công",
    "",
)
_MALE_GIVEN: Final = (
    *(
        "An",
        "Bảo",
        "Bình",
        "Cường",
        "Chiến",
        "Dũng",
        "Dương",
        "Đạt",
        "Đức",
        "Được",
        "Hải",
        "Hậu",
        "Hiếu",
        "Hùng",
    ),
    *(
        "Hưng",
        "Khánh",
        "Khải",
        "Lâm",
        "Lộc",
        "Lợi",
        "Long",
        "Mạnh",
        "Nam",
        "Nghĩa",
        "Nhân",
        "Phong",
        "Phúc",
        "Phước",
    ),
    *(
        "Quang",
        "Quý",
        "Sơn",
        "Tài",
        "Tâm",
        "Thắng",
        "Thành",
        "Thịnh",
        "Thuận",
        "Tiến",
        "Toàn",
        "Trung",
        "Tuấn",
        "Vinh",
    ),
)
_FEMALE_MIDDLE: Final = (
    "Thị",
    "Thị",
    "Thị",
    "Thị Ngọc",
    "Thị Kim",
    "Thị Mỹ",
    "Thị Thu",
    "Thị Bích",
    "Ngọc",
    "Thanh",
)
_FEMALE_GIVEN: Final = (
    *(
        "Ánh",
        "Bích",
        "Cúc",
        "Diễm",
        "Diệu",
        "Dung",
        "Đào",
        "Hạnh",
        "Hằng",
        "Hiền",
        "Hoa",
        "Hồng",
        "Huệ",
        "Hương",
    ),
    *(
        "Hường",
        "Khuê",
        "Lan",
        "Lệ",
        "Liên",
        "Loan",
        "Mai",
        "Mận",
        "Nga",
        "Ngân",
        "Nguyệt",
        "Nhung",
        "Oanh",
        "Phượng",
    ),
    *(
        "Quyên",
        "Sương",
        "Thảo",
        "Thắm",
        "Thủy",
        "Tiên",
        "Trang",
        "Trinh",
        "Tuyết",
        "Vân",
        "Xuân",
        "Yến",
        "Thúy",
        "Ửng",
    ),
)
_HAMLETS: Final = (
    *("Phú Điền", "An Định", "Vĩnh Thạnh", "Bình Khánh", "Phước Lợi", "Đông Hòa", "Xuân Mỹ", "Thanh Sơn"),
    *("Tân Quý", "Hội Phú", "Mỹ Lộc", "Trung Nghĩa", "Long Thủy", "Đại Hữu", "Ngọc Diêm", "Quảng Đức"),
)
_FIELD_NAMES: Final = (
    *("Gò Mè", "Bàu Sen", "Đồng Lác", "Cây Da", "Ruộng Sâu", "Đồng Trên", "Đồng Dưới", "Gò Đình"),
    *("Bờ Đắp", "Cầu Ván", "Suối Cạn", "Hóc Tre"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person."""

    name: str
    identity_number: str
    is_woman: bool
    born: int


class Population:
    """Makes people, no identity number twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()

    def person(self, *, is_woman: bool, born: int) -> Person:
        """Return a new person."""
        choose = self._rng.choice
        middle, given = (_FEMALE_MIDDLE, _FEMALE_GIVEN) if is_woman else (_MALE_MIDDLE, _MALE_GIVEN)
        words = [choose(_FAMILY), choose(middle), choose(given)]
        while words[2] in words[:2] or words[1].endswith(words[2]):
            words[2] = choose(given)
        name = " ".join(word for word in words if word)
        return Person(name, self._identity_number(is_woman=is_woman, born=born), is_woman, born)

    def household(self) -> tuple[Person, ...]:
        """Return the people who hold land together: one, a couple, or brothers and sisters."""
        born, chance = self._rng.randint(1938, 1996), self._rng.random()
        if chance < 0.46:
            husband = self.person(is_woman=False, born=born)
            return husband, self.person(is_woman=True, born=born + self._rng.randint(-3, 7))
        if chance < 0.94:
            return (self.person(is_woman=self._rng.random() < 0.4, born=born),)
        return self._siblings(born)

    def _siblings(self, born: int) -> tuple[Person, ...]:
        people = [
            self.person(is_woman=self._rng.random() < 0.5, born=born + 2 * number)
            for number in range(self._rng.randint(2, 4))
        ]
        family = people[0].name.split(" ")[0]
        return tuple(
            Person(" ".join([family, *one.name.split(" ")[1:]]), one.identity_number, one.is_woman, one.born)
            for one in people
        )

    def _identity_number(self, *, is_woman: bool, born: int) -> str:
        century = (born // 100 - 19) * 2 + is_woman
        while True:
            serial = self._rng.randrange(1_000_000)
            number = f"{INVENTED_PREFIX}{century}{born % 100:02}{serial:06}"
            if number not in self._taken:
                self._taken.add(number)
                return number


def hamlet_names(count: int, *, is_urban: bool, rng: Random) -> list[str]:
    """Return that many hamlets (thôn), or residential groups (tổ dân phố) of a ward, as in an address."""
    if is_urban:
        return [f"Tổ dân phố {number + 1}" for number in range(count)]
    # The first stays first, so that every demo has a name to speak of.
    names = [_HAMLETS[0], *rng.sample(_HAMLETS[1:], len(_HAMLETS) - 1)]
    return [f"Thôn {names[number % len(names)]}" for number in range(count)]


def field_name(rng: Random) -> str:
    """Return what people call a stretch of fields."""
    return f"Xứ đồng {rng.choice(_FIELD_NAMES)}"

"""Monday's Excel: a made-up hotline's table as such tables are, and what is true of it. Everybody in it is invented.

`Messy(rows, seed)` knows what each row means before it is made unreadable; the counts come from that, never from reading.
"""

from __future__ import annotations

import datetime as dt
import io
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

HEADINGS = [
    "№", "Дата\nобращения", "Источник ", "Тили", "ФИО", "Пол", "Год рождения", "Гражданство", "Телефон",
    "Страна\u00a0пребывания", "Тема", "Результат", "Открыто дело", "ID", "Примечание",
]  # fmt: skip
FIRST_ROW = 4
# Said once on the page of words: nobody but this hotline knows them.
OWN_WORDS = {("topic", "зп"): "unpaid-wages", ("channel", "ГЛ-1"): "phone", ("outcome", "конс."): "advised"}
TOPICS = {
    "unpaid-wages": [
        "зп",
        "зп",
        "зп",
        "Зарплата",
        "невыплата зарплаты",
        "айлык",
        "маош",
        "музди меҳнат",
        "ish haqi",
        "Зapплaтa",
    ],
    "document-taken": ["забрали паспорт", "паспортту алып койду", "pasport olib qoyildi"],
    "registration": ["регистрация", "Каттоо", "рӯйхат", "прописка "],
    "permit": ["патент", "Разрешение на работу"],
    "detention": ["задержание", "кармалды", "боздошт"],
    "violence": ["насилие", "зомбулук", "zo‘ravonlik"],
    "no-word": ["нет связи", "байланыш жок", "aloqa yo'q"],
    "medical": ["болезнь", "оору", "kasallik"],
}
CHANNELS = {
    "phone": ["ГЛ-1", "телефон", "Звонок", "чалуу", "qo'ng'iroq", "занг"],
    "messenger": ["WhatsApp", "ватсап", "Telegram "],
    "in-person": ["лично", "приём", "shaxsan"],
}
OUTCOMES = {"advised": ["конс.", "консультация", "кеңеш берилди"], "referred": ["направлен", "yo‘naltirildi"]}
LANGUAGES = {
    "ky": ["кырг.", "кыргызский", "Кыргызча"],
    "uz": ["узб", "o‘zbekcha"],
    "tg": ["таджикский", "тоҷикӣ"],
    "ru": ["рус"],
}
COUNTRIES = {
    "RU": ["Россия", "РФ", "Rossiya", "Русия", "Орусия"],
    "KZ": ["Казахстан", "Қазақстан", "Qozog‘iston"],
    "TR": ["Турция", "Turkiya"],
    "KG": ["Кыргызстан", "Киргизия"],
}
CITIZENS = {
    "KG": ["Кыргызстан", "кр-"],
    "UZ": ["Узбекистан", "O‘zbekiston"],
    "TJ": ["Таджикистан", "Тоҷикистон"],
}
SEXES = {"female": ["ж", "Ж.", "аял", "ayol", "F", "зан"], "male": ["м", "эркек", "erkak", "M", "мард"]}
NAMES = {
    "female": [("Назгүл", "Nazgul"), ("Гулнора", "Gulnora"), ("Мадина", "Madina"), ("Айгерим", "Aigerim")],
    "male": [("Азамат", "Azamat"), ("Фаррух", "Farrukh"), ("Бекзод", "Bekzod"), ("Нурлан", "Nurlan")],
}
# Bands of the day of the test: years far from their edges.
BANDS = ((8, "0-13"), (16, "14-17"), (21, "18-24"), (35, "25-44"), (52, "45-59"), (70, "60+"))
REJECTS = (
    ("no-date", 6), ("date-unclear", 6), ("date-future", 4), ("date-no-year", 4), ("phone-cut", 6), ("no-topic", 6),
    ("formula-broken", 4), ("birth-future", 4),
)  # fmt: skip


@dataclass
class Somebody:
    """A person of the table. `number` is the hotline's own."""

    number: int
    sex: str
    names: tuple[str, str]
    surname: str
    year: int
    band: str
    citizenship: str
    phone: str
    by_number: bool


@dataclass
class Truth:
    """What a careful clerk would count, with the rejects left out."""

    contacts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    cases: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    people: dict[int, Somebody] = field(default_factory=dict)
    rejected: Counter[str] = field(default_factory=Counter)
    talks: int = 0
    opened: int = 0
    twice: int = 0


class Messy:
    """`rows` rows of talks and cases, 40 of which cannot be loaded, and what else stands in such a table."""

    def __init__(self, rows: int = 300, seed: int = 7, today: dt.date | None = None) -> None:
        self.random = random.Random(seed)
        self.today = today or dt.datetime.now(dt.UTC).date()
        self.truth = Truth()
        self.lines: list[list[Any]] = []
        self._people = [self._somebody(number) for number in range(1, rows // 4 + 2)]
        wrong = [kind for kind, many in REJECTS for _one in range(many)]
        at = dict(zip(sorted(self.random.sample(range(rows), len(wrong))), wrong, strict=True))
        for number in range(rows):
            self._line(number, at.get(number))

    def _somebody(self, number: int) -> Somebody:
        sex = self.random.choice(list(SEXES))
        age, band = self.random.choice(BANDS)
        # Numbers that the British regulator keeps for films.
        phone = (
            f"+447700900{number % 1000:03}"
            if number < 1000
            else f"+44{(113, 114, 115, 116)[number % 4]}4960{number % 1000:03}"
        )
        return Somebody(
            number, sex, self.random.choice(NAMES[sex]), self.random.choice("АБДКМНРСТ"), self.today.year - age,
            band, self.random.choice(list(CITIZENS)), phone, by_number=self.random.random() < 0.4,
        )  # fmt: skip

    # -- a row, before and after it is messed up

    def _line(self, number: int, wrong: str | None) -> None:
        pick = self.random.choice
        has_case = self.random.random() < 0.35
        day = self.today - dt.timedelta(days=self.random.randrange(3, 330))
        topics = self.random.sample(list(TOPICS), 2 if has_case and self.random.random() < 0.4 else 1)
        country, channel = pick(list(COUNTRIES)), pick(list(CHANNELS))
        outcome = pick(list(OUTCOMES))
        who = self.random.choice(self._people)
        cells: list[Any] = [
            number + 1, self._day(day), pick(CHANNELS[channel]), pick(LANGUAGES[pick(list(LANGUAGES))]),
            self._name(who) if has_case else None, pick(SEXES[who.sex]) if has_case else None,
            self._born(who) if has_case else None, pick(CITIZENS[who.citizenship]) if has_case else None,
            self._phone(who, wide=not has_case), pick(COUNTRIES[country]), self._topics(topics),
            "" if has_case else pick(OUTCOMES[outcome]), pick(["да", "ooba", "ҳа", "Ооба "]) if has_case else pick(["нет", "жок", ""]),
            f"K-{who.number}" if has_case and who.by_number else None, f"запись журнала {number + 1}",
        ]  # fmt: skip
        if wrong:
            self._break(cells, wrong)
            self.truth.rejected[wrong] += 1
        self.lines.append(cells)
        if not wrong:
            self._count(day, topics, country, who if has_case else None)
            if number % 60 == 59:
                self.lines.append(["", *cells[1:]])
                self.truth.twice += 1
        if number % 50 == 49:
            self.lines.append([None, " ", "\u00a0"])
        if number % 120 == 119:
            self.lines.append(list(HEADINGS))

    def _count(self, day: dt.date, topics: list[str], country: str, who: Somebody | None) -> None:
        month = f"{day:%Y-%m}"
        self.truth.talks += 1
        self.truth.contacts[(topics[0], month, country)] += 1
        if who is not None:
            self.truth.opened += 1
            self.truth.people[who.number] = who
            for topic in topics:
                self.truth.cases[(topic, month, country)] += 1

    def _day(self, day: dt.date) -> Any:
        months = [
            "января",
            "февраля",
            "марта",
            "апреля",
            "мая",
            "июня",
            "июля",
            "августа",
            "сентября",
            "октября",
            "ноября",
            "декабря",
        ]
        forms = (
            lambda: day, lambda: f"{day:%d.%m.%y}", lambda: f" {day:%d.%m.%Y} ", lambda: (day - dt.date(1899, 12, 30)).days,
            lambda: f"{day.day} {months[day.month - 1]} {day.year} г.", lambda: f"{day:%d/%m/%Y}", lambda: f"{day:%Y-%m-%d}",
        )  # fmt: skip
        return self.random.choice(forms)()

    def _name(self, who: Somebody) -> str:
        cyrillic, latin = who.names
        return self.random.choice(
            [f"{who.surname}. {cyrillic}", latin, f"{cyrillic.upper()}\u00a0", f" {latin} "]
        )

    def _born(self, who: Somebody) -> Any:
        return self.random.choice([who.year, str(who.year), f"{who.year} г.р.", f"15.06.{who.year}"])

    def _phone(self, who: Somebody, *, wide: bool) -> Any:
        """Who has a number of their own in the table often leaves no phone; a talk without a case neither."""
        digits = who.phone.removeprefix("+")
        if (wide or who.by_number) and self.random.random() < 0.5:
            return None
        forms = (
            who.phone,
            f"00{digits}",
            int(digits),
            float(digits),
            f"+{digits[:2]} {digits[2:6]} {digits[6:]}",
            f"{digits}.0",
        )
        return self.random.choice(forms)

    def _topics(self, topics: list[str]) -> str:
        between = self.random.choice([", ", "; ", " / ", "\n", " и "])
        return between.join(self.random.choice(TOPICS[topic]) for topic in topics)

    def _break(self, cells: list[Any], wrong: str) -> None:
        ahead = self.today.year + 2
        column, value = {
            "no-date": (1, None),
            "date-unclear": (1, f"31.02.{self.today.year}"),
            "date-future": (1, f"12.03.{ahead}"),
            "date-no-year": (1, "12 марта"),
            "phone-cut": (8, "4,47701E+11"),
            "no-topic": (10, " "),
            "formula-broken": (10, "=#REF!"),
            "birth-future": (6, str(ahead)),
        }[wrong]
        cells[column] = value

    # -- as a file

    def as_xlsx(self) -> bytes:
        """Title and groups above the headings, merged; totals at the end."""
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        sheet, date = book.add_worksheet("Журнал"), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.merge_range(0, 0, 0, 8, "Журнал обращений горячей линии (вымышленный)")
        sheet.merge_range(1, 4, 1, 8, "Заявитель")
        sheet.merge_range(1, 9, 1, 12, "Обращение")
        sheet.write_row(FIRST_ROW - 2, 0, HEADINGS)
        for number, cells in enumerate(self.lines, FIRST_ROW - 1):
            for column, value in enumerate(cells):
                _write(sheet, number, column, value, date)
        end = FIRST_ROW - 1 + len(self.lines)
        sheet.write(end, 0, "ИТОГО:")
        sheet.write_formula(end, 2, f"=COUNTA(C{FIRST_ROW}:C{end})", None, len(self.lines))
        book.close()
        return out.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, date: Any) -> None:
    if isinstance(value, dt.date):
        sheet.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), date)  # noqa: DTZ001 - a workbook knows no zones
    elif isinstance(value, str) and value.startswith("="):
        sheet.write_formula(row, column, value, None, value.removeprefix("="))
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value)

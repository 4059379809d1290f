"""Invented content for the pattern page. Samples are not translated: they are there to be looked at.

Russian has the long words, Kyrgyz the extra letters; the public samples follow the reader's language between the two.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import get_language

from sapar.ui import icons
from sapar.ui.forms import CheckCards, ChoiceCards, DayField, FlexibleDate, OnceMixin, PhoneField, SaparForm

NOON = datetime(2024, 3, 21, 6, 5, tzinfo=UTC)

WORDS: dict[str, dict[str, str]] = {
    "ru": {
        "home": "Что вам нужно?",
        "now": "Мне нужна помощь сейчас",
        "how": "Что мне делать?",
        "who": "Кто может мне помочь?",
        "mine": "Моё обращение",
        "free": "Это бесплатно",
        "nameless": "Имя называть не нужно",
        "stored": "Мы ничего не храним, пока вы сами не отправите обращение",
        "found": "Кто может помочь",
        "count": "Нашлось 3 организации рядом с Екатеринбургом",
        "org1": "Дом дружбы на Вокзальной",
        "what1": "Юрист по документам и невыплаченной зарплате; ночлег до трёх суток",
        "org2": "Профсоюз трудящихся-мигрантов «Сапарлаш»",
        "what2": "Переговоры с работодателем о невыплаченной заработной плате и компенсациях",
        "costs": "бесплатно",
        "member": "членам бесплатно, остальным от 500 ₽",
        "langs": "русский, кыргызча, тоҷикӣ",
        "open": "открыто до 18:00",
        "shut": "закрыто, откроется в понедельник в 9:00",
        "far": "2,3 км",
        "sure": "подтверждено 12 марта 2024 г.",
        "unsure": "не подтверждалось с 2013 года",
        "call": "Позвонить",
        "way": "Как добраться",
        "save": "Сохранить",
        "place": "Где вы?",
        "need": "Что случилось?",
        "search": "Найти",
        "ask": "Попросить о помощи",
        "ask_lead": "Ответит человек на вашем языке. Отвечать можно не на всё.",
        "send": "Отправить",
        "after": "После отправки вы увидите номер обращения и слово. По ним можно узнать ответ. Запишите их.",
    },
    "ky": {
        "home": "Сизге эмне керек?",
        "now": "Мага азыр жардам керек",
        "how": "Мен эмне кылышым керек?",
        "who": "Мага ким жардам бере алат?",
        "mine": "Менин кайрылуум",
        "free": "Бул бекер",
        "nameless": "Атыңызды айтуунун кереги жок",
        "stored": "Өзүңүз жөнөтмөйүнчө, биз эч нерсе сактабайбыз",
        "found": "Ким жардам бере алат",
        "count": "Екатеринбургдун жанында 3 уюм табылды",
        "org1": "Вокзал көчөсүндөгү Достук үйү",
        "what1": "Документ жана төлөнбөгөн айлык боюнча юрист; үч суткага чейин түнөк",
        "org2": "«Сапарлаш» мигрант эмгекчилердин кесиптик бирлиги",
        "what2": "Төлөнбөгөн айлык акы жана өтөө боюнча жумуш берүүчү менен сүйлөшүү",
        "costs": "бекер",
        "member": "мүчөлөргө бекер, башкаларга 500 ₽дөн",
        "langs": "кыргызча, орусча, тажикче",
        "open": "18:00гө чейин ачык",
        "shut": "жабык, дүйшөмбүдө 9:00дө ачылат",
        "far": "2,3 км",
        "sure": "2024-жылдын 12-мартында ырасталган",
        "unsure": "2013-жылдан бери ырасталган эмес",
        "call": "Чалуу",
        "way": "Кантип барса болот",
        "save": "Сактап коюу",
        "place": "Сиз кайдасыз?",
        "need": "Эмне болду?",
        "search": "Издөө",
        "ask": "Жардам суроо",
        "ask_lead": "Сиздин тилиңизде сүйлөгөн адам жооп берет. Бардыгына жооп берүү милдеттүү эмес.",
        "send": "Жөнөтүү",
        "after": "Жөнөткөндөн кийин кайрылуунун номерин жана сөздү көрөсүз. Алар менен жоопту билсе болот. Жазып алыңыз.",
    },
}


class AskSample(OnceMixin, SaparForm):
    """The public form, as short as it can be."""

    how = forms.ChoiceField(
        label="Как вам ответить?",
        choices=[("call", "Позвоните мне"), ("page", "Я сам(а) посмотрю ответ здесь")],
        widget=ChoiceCards(
            hints={"call": "Голосом, без сообщений", "page": "По номеру и слову, которые вы получите"},
            icons={"call": "phone", "page": "envelope"},
        ),
    )
    phone = PhoneField(
        label="Телефон", required=False, help_text="В любом виде, например 0555 123 456 или +7 912 345-67-89."
    )
    story = forms.CharField(
        label="Что случилось?",
        max_length=4000,
        widget=forms.Textarea,
        help_text="Пишите как говорите, на любом языке. Имя и адрес писать не нужно.",
    )


class FieldSample(SaparForm):
    """One field of each kind."""

    name = forms.CharField(label="Имя", max_length=300, help_text="Так, как человек пишет его сам.")
    note = forms.CharField(label="Заметка", required=False, widget=forms.Textarea)
    country = forms.ChoiceField(
        label="Страна", choices=[("", "Выберите"), ("kz", "Казахстан"), ("kg", "Кыргызстан")]
    )
    safe = forms.ChoiceField(
        label="Можно звонить?",
        choices=[("yes", "Да"), ("evening", "Только вечером"), ("no", "Нет")],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label="О чём",
        required=False,
        choices=[("wage", "Невыплаченная зарплата"), ("papers", "Документы"), ("bed", "Ночлег")],
        widget=CheckCards(icons={"wage": "money", "papers": "paper", "bed": "bed"}),
    )
    born = FlexibleDate(label="Дата рождения", required=False, help_text="Только год, если день неизвестен.")
    until = DayField(label="Срок", help_text="Например, 21.03.2024")
    phone = PhoneField(label="Телефон")
    paper = forms.FileField(label="Файл", required=False, help_text="До 20 МБ: PDF или снимок.")
    agreed = forms.BooleanField(label="Человек согласен, голосом, на кыргызском языке")


MISTAKES = {
    "name": "Н" * 301,
    "born_day": "31",
    "born_month": "2",
    "born_year": "1984",
    "until": "завтра",
    "phone": "десять",
    "safe": "evening",
}


def everything() -> dict[str, Any]:
    """The whole context of the pattern page."""
    return pages() | {
        "icons": list(icons.DRAWINGS),
        "form": FieldSample(prefix="a"),
        "wrong": FieldSample({f"b-{name}": typed for name, typed in MISTAKES.items()}, prefix="b"),
        "hostile": "<script>alert('x')</script> O’Brien & Ырысбек-кызы",
        "columns": ["Номер", "Кто", "Состояние", "Срок"],
        "rows": [
            ["2024-0117", "Айгүл, мать", "ждёт ответа", "21 марта"],
            ["2024-0118", "семья, 5 человек", "в работе", "2 апреля"],
        ],
        "page": Paginator(range(95), 20).page(2),
        "tabs": [
            {"url": "?v=all", "label": "Все", "current": True, "count": 12},
            {"url": "?v=mine", "label": "Мои", "current": False, "count": 4},
        ],
        "parts": [{"label": "мои дела", "url": "?"}, {"label": "ждут", "url": "?"}],
        "states": [
            "new",
            "draft",
            "offered",
            "in_work",
            "done",
            "overdue",
            "declined",
            "closed",
            "restricted",
        ],
    }


def pages() -> dict[str, Any]:
    """What the five sample pages read."""
    language = (get_language() or "ru")[:2]
    return {
        "w": WORDS.get(language, WORDS["ru"]),
        "noon": NOON,
        "ask": AskSample(prefix="ask"),
        "step_names": ["Что случилось", "Как ответить", "Проверка"],
        "case_facts": [("Кто звонил", "Мать, из Оша"), ("Язык", "кыргызча"), ("Открыто", "21 марта 2024 г.")],
    }

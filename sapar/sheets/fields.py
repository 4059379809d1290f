"""What a column can be, and the headings that we know it by. The order is that of the standard table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sapar.sheets.reading.texts import spoken

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True)
class Field:
    """`coded`: its words are looked up in a list of ours. `headings`: known spellings, in any of our languages."""

    key: str
    label: StrPromise
    headings: str
    coded: bool = False


FIELDS = (
    Field("sapar_id", _("Sapar number of the talk"), "sapar id|sapar_id"),
    Field("record", _("Talk or case"), "record|kind of row|обращение или дело|открыто дело|дело открыто|тип записи|иш ачылды|ish ochildi|парванда|case opened|is case|іс ашылды|caz deschis|iş açyldy", coded=True),
    Field("case_number", _("Their case number"), "case number|case no|case id|номер дела|№ дела|дело №|дело|иштин номери|иш номери|ish raqami|рақами парванда|іс нөмірі|numărul cazului|işiň belgisi"),
    Field("date", _("Date"), "date|дата|дата обращения|дата звонка|число|күнү|кун|датасы|күні|sana|murojaat sanasi|сана|рӯз|санаи муроҷиат|дата обр|data|senesi|sene"),
    Field("time", _("Time"), "time|время|час|убакыт|убактысы|vaqt|soat|вақт|соат|уақыты|сағат|ora|wagt"),
    Field("channel", _("Channel"), "channel|канал|источник|способ обращения|как обратился|байланыш каналы|kanal|aloqa turi|роҳи муроҷиат|арна|тәсіл|canal", coded=True),
    Field("topic", _("Problems"), "topic|topics|problem|problems|тема|темы|проблема|проблемы|вопрос|суть обращения|вид обращения|көйгөй|маселе|маселеси|көйгөйү|muammo|muammolar|mavzu|мушкилот|мушкилӣ|мавзӯъ|мавзуъ|мәселе|тақырып|tema|problema|problemă|mesele|temasy", coded=True),
    Field("outcome", _("Outcome of the talk"), "outcome|result|результат|итог обращения|что сделано|исход|принятые меры|жыйынтыгы|натыйжа|natija|натиҷа|нәтиже|rezultat|netije", coded=True),
    Field("language", _("Language"), "language|язык|язык обращения|тили|тил|til|murojaat tili|забон|тілі|limba|dili|dil", coded=True),
    Field("country", _("Country it is about"), "country|страна|страна пребывания|где находится|страна нахождения|өлкө|мамлекет|өлкөсү|davlat|mamlakat|кишвар|давлат|ел|елі|мемлекет|țara|tara|ýurt|ýurdy|yurdy", coded=True),
    Field("industry", _("Kind of work"), "industry|sector|kind of work|отрасль|сфера|сфера работы|сфера деятельности|вид работы|где работает|жумуш түрү|иш түрү|тармак|ish turi|soha|навъи кор|соҳа|жұмыс түрі|сала|domeniu|domeniul muncii|iş görnüşi|pudak", coded=True),
    Field("caller_is", _("Who spoke"), "caller|who calls|who spoke|кто обратился|кто звонит|заявитель|ким кайрылды|ким чалды|kim murojaat qildi|кӣ муроҷиат кард|кім хабарласты|cine a sunat|kim jaň etdi", coded=True),
    Field("phone", _("Phone"), "phone|phone number|телефон|тел|номер телефона|контакт|контактный телефон|тел номери|телефону|telefon|telefon raqami|рақами телефон|телефоны|telefon belgisi"),
    Field("phone_of", _("Whose phone"), "whose phone|чей телефон|кимдин телефону|kimning telefoni|телефони кӣ|кімнің телефоны|al cui telefon", coded=True),
    Field("may_call", _("May we call?"), "may we call|можно звонить|можно ли звонить|чалууга болобу|qongiroq qilsa boladimi|занг задан мумкин|қоңырау шалуға бола ма|putem suna", coded=True),
    Field("safety_words", _("When to call, what to say"), "when to call|what to say|safety|как связаться|безопасность|когда звонить|качан чалуу керек|qachon qongiroq qilish|кай занг занем|қашан қоңырау шалу"),
    Field("person_id", _("Their number of the person"), "person id|client id|id клиента|id заявителя|код|код клиента|id|личный код|коду|kodi|рамз|коды"),
    Field("name", _("Name of the person seeking help"), "name|full name|имя|фио|ф и о|фамилия имя|фамилия имя отчество|аты жөнү|аты-жөнү|аты|ism|ism familiya|familiyasi ismi|fish|f i sh|ном|ному насаб|насаб|аты жөні|nume|numele|ady|ady familiýasy"),
    Field("sex", _("Sex"), "sex|gender|пол|жынысы|жыныс|jinsi|jins|ҷинс|ҷинсият|жынысы|sexul|sex|jynsy", coded=True),
    Field("birth", _("Date or year of birth"), "birth|date of birth|year of birth|born|дата рождения|год рождения|г р|г.р.|д.р.|туулган күнү|туулган жылы|tugilgan sanasi|tugilgan yili|tugilgan kuni|санаи таваллуд|соли таваллуд|туған күні|туған жылы|data nașterii|anul nașterii|doglan senesi|doglan ýyly"),
    Field("age", _("Age"), "age|возраст|лет|жашы|жаш|yoshi|yosh|синну сол|син|жасы|vârsta|varsta|ýaşy"),
    Field("citizenship", _("Citizenship"), "citizenship|гражданство|жарандыгы|жарандык|fuqaroligi|fuqarolik|шаҳрвандӣ|азаматтығы|cetățenia|raýatlygy", coded=True),
    Field("document", _("Document number"), "document|passport|паспорт|документ|номер паспорта|№ паспорта|паспорт номери|паспорту|pasport|pasport raqami|шиноснома|рақами шиноснома|құжат|pașaport"),
    Field("words", _("What was said"), "words|notes|comment|комментарий|примечание|описание|что произошло|кратко|содержание|суть|мазмуну|кыскача|баяны|izoh|mazmuni|tavsif|эзоҳ|шарҳ|мазмун|мазмұны|ескерту|note|descriere|bellik|mazmuny"),
)  # fmt: skip

BY_KEY = {field.key: field for field in FIELDS}
CODED = tuple(field.key for field in FIELDS if field.coded)


@lru_cache(maxsize=1)
def known_headings() -> dict[str, str]:
    """Rough spelling of a heading to the key of its field: the standard table's own headings, then everybody's."""
    from django.conf import settings
    from django.utils import translation

    known: dict[str, str] = {}
    for field in FIELDS:
        for heading in (field.key, *field.headings.split("|")):
            known.setdefault(spoken(heading), field.key)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for field in FIELDS:
                known.setdefault(spoken(str(field.label)), field.key)
    return known


def guessed(heading: str) -> str:
    """The key of the field that a heading names, "" when we do not know it."""
    return known_headings().get(spoken(heading), "")

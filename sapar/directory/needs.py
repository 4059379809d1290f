"""Needs in people's own words: the beginnings of words in our languages, and the problem or service each one means.

`understand` is for the one search box. It keeps nothing: what was typed becomes codes and is forgotten.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from sapar.directory.spelling import words
from sapar.directory.taxonomy import Problem, Service

# Kind ("p" problem, "s" service) and code; then beginnings of words: Russian, English, Kyrgyz, Uzbek, Tajik, Kazakh,
# Turkmen, Romanian. A beginning of two words asks for both.
_BEGINNINGS: dict[tuple[str, str], str] = {
    ("p", Problem.UNPAID_WAGES): (
        "зарплат|не платят|не заплатил|не выплат|wage|salary|unpaid|not paid|айлык|айлыг|эмгек акы|ish haqi|oylik|maosh|маош|"
        "музд|жалақы|еңбекақы|aýlyk|salari"
    ),
    ("p", Problem.DOCUMENT_TAKEN): (
        "забрал паспорт|отобрал|отнял паспорт|изъял паспорт|passport taken|took passport|паспорт алып|паспортумду|"
        "pasportimni oldi|шиносномаро гирифт|confiscat"
    ),
    ("p", Problem.FORCED_LABOUR): "рабств|принужд|forced|slavery|кул|qullik|ғулом|құлдық|sclavi",
    (
        "p",
        Problem.NOT_FREE_TO_LEAVE,
    ): "не отпуск|держат|заперл|locked up|not allowed|чыгарбай|chiqarmay|тургіз",
    ("p", Problem.CONTROLLED_REGISTER): "контролируем|реестр|рккл|controlled|register of",
    (
        "p",
        Problem.DETENTION,
    ): "задержа|арест|сизо|цвсиг|detain|arrest|камак|камалды|qamoq|ҳабс|қамауға|tussag|retinut",
    ("p", Problem.DEPORTATION): "депорт|выдвор|deport|expel",
    ("p", Problem.POLICE): "полици|милици|рейд|взятк|омон|police|raid|bribe|politsiya|пулис|poliți",
    ("p", Problem.ARMY_PRESSURE): "арми|военкомат|контракт с|сво|войн|army|military|аскер|armiya|сарбоз",
    (
        "p",
        Problem.INTERMEDIARY_FRAUD,
    ): "посредник|обману|мошен|fraud|cheat|scam|алдады|алдам|aldad|фиреб|înșel",
    ("p", Problem.DEBT): "долг|кредит|debt|loan|карыз|qarz|қарз|қарыз|bergi|datori",
    ("p", Problem.WORK_INJURY): "травм|покалеч|injur|accident|жаракат|jarohat|ҷароҳат|accident",
    (
        "p",
        Problem.IDENTITY_PAPERS,
    ): "потеря паспорт|потерял паспорт|нет паспорт|lost passport|no passport|без документ|паспорт жок",
    ("p", Problem.DISCRIMINATION): "дискримин|национал|discrimin|кемсин|kamsit",
    ("p", Problem.MISSING_PERSON): "пропал|пропав|ищу челов|missing|дайынсыз|жоголуп|yo‘qol|бедарак|dispăr",
    ("p", Problem.NO_WORD): "не отвеча|не звонит|нет связи|no word|not answer|кабар жок|xabar yo‘q",
    (
        "p",
        Problem.STATELESSNESS,
    ): "без граждан|stateless|гражданств|citizenship|жарандык|fuqarolik|шаҳрванд|азаматтық",
    (
        "p",
        Problem.RETURN_DEAD,
    ): "груз 200|умер|похорон|тело|died|death|body|өлдү|сөөк|o‘ldi|vafot|фавт|қайтыс|decedat",
    (
        "p",
        Problem.VIOLENCE,
    ): "насили|бьет|бьёт|избил|violen|beat|зомбулук|зордук|zo‘ravon|зӯровар|зорлық|zorluk",
    ("p", Problem.SCHOOL_REFUSED): "школ|school|мектеп|maktab|мактаб|mekdep|școal",
    (
        "p",
        Problem.CHILD_PAPERS,
    ): "свидетельств рожден|birth certificate|туулгандыгы|tug‘ilganlik|таваллуд|născut",
    ("s", Service.HOTLINE): "горяч|телефон довер|hotline|ишеним телефон|ishonch telefon|қайноқ",
    (
        "s",
        Service.LEGAL_ADVICE,
    ): "юрист|юридич|правов|консультац|lawyer|legal|advice|укук|yurist|huquq|ҳуқуқ|заңгер|ýurist|jurist",
    ("s", Service.LEGAL_REPRESENTATION): "адвокат|суд|attorney|court|сот|sud|advokat|avocat|вакил",
    ("s", Service.EMPLOYER_TALKS): "работодат|employer|иш берүүч|ish beruvchi|корфармо|жұмыс беруші",
    ("s", Service.UNION): "профсоюз|union|кесиптик|kasaba|иттифоқ|кәсіподақ|sindicat",
    ("s", Service.PAPERS): (
        "регистрац|патент|разрешен|прописк|внж|рвп|registration|permit|patent|каттоо|катталуу|ro‘yxat|рӯйхат|тіркеу|"
        "înregistr"
    ),
    (
        "s",
        Service.RETURN_PAPERS,
    ): "справк возвращ|сертификат возвращ|свидетельств возвращ|return certificate|кайтуу документ",
    ("s", Service.PASSPORT): "паспорт|passport|pasport|шиноснома|pașaport",
    ("s", Service.CONSULAR): "посол|консул|embassy|consul|элчи|elchi|сафорат|елші|ilçihana|ambasad",
    (
        "s",
        Service.ENTRY_BAN,
    ): "запрет|въезд|черн спис|чс|ban|blacklist|кара тизме|тыюу|taqiq|мамнӯъ|тыйым|interdic",
    ("s", Service.TRAFFICKING): "торгов людьми|траффик|trafficking|адам соод|odam savdosi|савдои одам",
    (
        "s",
        Service.SHELTER,
    ): "приют|убежищ|шелтер|ночле|ноче|shelter|refuge|баш калкалоо|boshpana|паноҳгоҳ|баспана|adăpost",
    (
        "s",
        Service.HOUSING,
    ): "жиль|общежит|квартир|комнат|housing|dormitory|room|турак жай|uy-joy|манзил|тұрғын|locuin",
    (
        "s",
        Service.AID,
    ): "гуманитар|помощ продукт|еда|голод|продукты|одежд|деньг|денег|food|clothes|humanitarian|жардам|yordam|ёрии|көмек|ajutor",
    (
        "s",
        Service.MEDICAL,
    ): "врач|больниц|медицин|роды|беремен|doctor|hospital|medical|дарыгер|врачка|shifokor|духтур|дәрігер|lukman|medic",
    ("s", Service.PSYCHOLOGICAL): "психолог|psycholog|психологиял|psixolog|равоншинос",
    ("s", Service.CHILD_PROTECTION): "ребен|ребён|дети|детям|детск|child|бала|bola|кӯдак|çaga|copil",
    (
        "s",
        Service.TRAINING,
    ): "курс|обучен|сварщик|швея|повар|training|course|welding|окуу|kurs|омӯзиш|оқу|curs",
    (
        "s",
        Service.JOBS,
    ): "работ|ваканс|трудоустр|job|work|vacanc|жумуш|ish topish|ish kerak|кор меҷӯ|жұмыс|lucru|munc",
    ("s", Service.BEFORE_DEPARTURE): "перед выезд|до выезда|before depart|before leav|чыгар алдында",
    (
        "s",
        Service.RETURN_LIVING,
    ): "домой|вернуться|возвращ|репатри|return|go home|repatri|үйгө|мекен|uyga|ватан|үйге|acas",
    ("s", Service.REINTEGRATION): "реинтегр|reintegr",
    ("s", Service.ACCESS_POINT): "интернет|компьютер|internet|computer",
    ("s", Service.INFORMATION): "информац|information|маалымат|ma’lumot|маълумот|ақпарат|informa",
}


@lru_cache(maxsize=1)
def _known() -> list[tuple[tuple[str, ...], tuple[str, str]]]:
    found = []
    for meaning, beginnings in _BEGINNINGS.items():
        for beginning in beginnings.split("|"):
            found.append((tuple(words(beginning)), meaning))
    return found


def need_in(typed: list[str]) -> tuple[str, str, list[str]]:
    """Kind and code of the need that folded words tell of ("", "" if none), and the words that were no part of it."""
    votes: Counter[tuple[str, str]] = Counter()
    used: set[str] = set()
    for beginning, meaning in _known():
        matched = [_first_with(part, typed) for part in beginning]
        if all(matched):
            votes[meaning] += sum(len(part) for part in beginning) * len(beginning)
            used.update(word for word in matched if word)
    if not votes:
        return "", "", typed
    (kind, code), _weight = votes.most_common(1)[0]
    return kind, str(code), [word for word in typed if word not in used]


def _first_with(beginning: str, typed: list[str]) -> str:
    """The first word with this beginning; a beginning of three letters or less must be the whole word."""
    for word in typed:
        if word == beginning or (len(beginning) > 3 and word.startswith(beginning)):
            return word
    return ""

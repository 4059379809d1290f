"""Words that sheets have for our codes, besides the words of the lists themselves in the eight languages.

Field → code → spellings in any script, divided by |. Rough spellings are compared, see `reading.texts.spoken`.
"""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "record": {
        "contact": "contact|call|talk|обращение|звонок|консультация|нет|жок|йок|yoq|не|no|0|-|кайрылуу|чалуу|murojaat|qongiroq|муроҷиат|занг|қоңырау|жоқ",
        "case": "case|дело|кейс|да|ооба|ha|ҳа|иә|yes|1|+|v|открыто|иш|ish|парванда|іс|bar|caz",
    },
    "channel": {
        "phone": "phone|тел|телефон|звонок|горячая линия|чалуу|telefon|qongiroq|занг|қоңырау|hotline|call",
        "messenger": "whatsapp|ватсап|вотсап|вацап|telegram|телеграм|телеграмм|viber|вайбер|imo|мессенджер|messenjer|сообщение|смс|sms",
        "web": "сайт|web|website|форма|онлайн|интернет|sayt|сомона|online",
        "in-person": "лично|очно|приём|прием|визит|офис|келди|жеке|shaxsan|keldi|шахсан|өзі келді|in person|office|visit|personal",
        "letter": "письмо|почта|email|e-mail|имейл|кат|xat|мактуб|хат|scrisoare|hat",
    },
    "topic": {
        "unpaid-wages": "зарплата|невыплата зарплаты|не платят|задержка зарплаты|айлык|айлык акы|айлык берилбейт|маош|ish haqi|oylik|maosh|музд|музди меҳнат|жалақы|salariu|aýlyk",
        "document-taken": "забрали паспорт|отобрали паспорт|изъятие документов|паспортту алып койду|pasport olib qoyildi|pasportini olib qoygan|шиносномаро гирифтанд",
        "forced-labour": "принудительный труд|рабство|мажбурлап иштетүү|majburiy mehnat|меҳнати маҷбурӣ",
        "entry-ban": "запрет на въезд|чёрный список|черный список|запрет|кирүүгө тыюу|kirish taqiqi|манъи вуруд|депорт лист",
        "registration": "регистрация|прописка|каттоо|royxat|рӯйхат|бақайдгирӣ|тіркеу",
        "permit": "патент|разрешение на работу|рнр|патент алуу|patent|патенти корӣ",
        "controlled-register": "реестр контролируемых лиц|ркл|реестр",
        "detention": "задержание|задержан|кармалды|ushlangan|ҳабс|боздошт|ұсталды",
        "deportation": "депортация|выдворение|deportatsiya|ихроҷ",
        "police": "полиция|рейд|вымогательство|милиция|politsiya|пулис",
        "army-pressure": "сво|контракт в армию|армия|аскерге|armiya|артиш",
        "intermediary-fraud": "мошенничество|обман посредника|посредник|алдамчылык|firibgarlik|фиреб|қаллоб",
        "debt": "долг|кредит|карыз|qarz|қарз|қарыз|datorie|bergi",
        "medical": "медицина|болезнь|здоровье|оору|kasallik|беморӣ|ауру|роды|medicina",
        "work-injury": "травма|травма на работе|жаракат|jarohat|ҷароҳат|осеби корӣ",
        "child-papers": "документы ребёнка|документы ребенка|свидетельство о рождении|баланын документи|bola hujjati|ҳуҷҷати кӯдак",
        "identity-papers": "потеря паспорта|утеря паспорта|паспорт утерян|паспорт жоголду|pasport yoqolgan|гум кардани шиноснома",
        "housing": "жильё|жилье|негде жить|турак жай|uy joy|манзил|баспана|locuință",
        "violence": "насилие|избили|зомбулук|zoravonlik|зӯроварӣ|зорлық|violență",
        "discrimination": "дискриминация|басмырлоо|kamsitish|табъиз",
        "missing-person": "пропал человек|розыск|пропал|дайынсыз|bedarak|бедарак|ғойиб",
        "no-word": "нет связи|не выходит на связь|байланыш жок|aloqa yoq|дарак нест",
        "return": "возвращение|вернуться домой|кайтуу|qaytish|бозгашт",
        "return-dead": "груз 200|перевозка тела|умер|маркум|marhum|марҳум|ҷасад",
        "work-search": "поиск работы|работа|иш издөө|ish izlash|ҷустуҷӯи кор|жұмыс",
        "other": "другое|прочее|иное|башка|boshqa|дигар|басқа|alte|beýleki",
    },
    "outcome": {
        "advised": "консультация|проконсультирован|дана консультация|кеңеш берилди|maslahat berildi|машварат|кеңес берілді|ok|ок",
        "referred": "перенаправлен|направлен|жөнөтүлдү|yonaltirildi|равона шуд",
        "call-back": "перезвонить|кайра чалуу|qayta qongiroq|занги дубора",
        "case": "открыто дело|взято в работу|в работе|иш ачылды|ish ochildi|ишке алынды",
        "cut-off": "сорвался|обрыв|молчание|бросил трубку|үзүлүп калды|uzildi|канда шуд",
        "wrong-number": "ошиблись номером|не туда|ката номер|notogri raqam",
        "no-help": "не смогли помочь|отказ|жардам бере албадык|yordam bera olmadik",
    },
    "caller_is": {
        "self": "сам|сама|сам(а)|лично|өзү|ozi|худаш|өзі|self",
        "relative": "родственник|родственница|мать|отец|жена|муж|сестра|брат|тууганы|апасы|қариндоши|qarindoshi|onasi|хеш|модар|туысы",
        "friend": "друг|подруга|знакомый|сосед|досу|dosti|дӯст|досы",
        "organisation": "организация|нко|консульство|уюм|tashkilot|созмон|ұйым",
        "unknown": "аноним|не сказал|неизвестно|белгисиз|noma'lum|номаълум",
    },
    "sex": {
        "female": "ж|жен|женский|женщина|f|female|woman|аял|кыз|ayol|xotin|qiz|зан|духтар|әйел|қыз|femeie|femeiesc|zenan|ж.|а",
        "male": "м|муж|мужской|мужчина|m|male|man|эркек|эр|erkak|мард|ер|еркек|ер адам|bărbat|erkek|э|е",
        "unknown": "?|-|не указан|неизвестно|н/д",
    },
    "may_call": {
        "yes": "да|можно|ооба|ha|ҳа|иә|yes",
        "no": "нет|нельзя|жок|yoq|не|жоқ|no",
        "times": "по времени|в определённое время|вечером|кечинде|kechqurun|бегоҳ",
    },
    "phone_of": {
        "own": "свой|личный|өзүнүн|ozining|аз худаш|өзінікі",
        "shared": "общий|общая|жалпы|umumiy|умумӣ|ортақ",
        "relative": "родственника|мамин|тууганынын|qarindoshining|аз хеш",
        "employer": "работодателя|хозяина|кожоюндун|xojayinning|аз соҳибкор",
    },
    "language": {
        "ky": "кырг|кыргызский|кыргызча|kyrgyz|kirgizcha|кирг|киргизский",
        "ru": "рус|русский|орусча|ruscha|русӣ|орысша|rusça",
        "uz": "узб|узбекский|өзбекче|ozbekcha|ӯзбекӣ|узбекча",
        "tg": "тадж|таджикский|тажикче|tojikcha|тоҷикӣ|таджикча",
        "kk": "каз|казахский|казакча|qozoqcha|қазақша",
        "tk": "туркм|туркменский|türkmençe",
        "ro": "рум|румынский|молдавский|română",
        "en": "англ|английский|english",
    },
    "country": {
        "RU": "рф|россия|российская федерация|орусия|rossiya|русия|russia|ресей|москва|спб|санкт-петербург|moskva|питер",
        "KZ": "рк|казахстан|казакстан|qozogiston|қазоқистон|kazakhstan|қазақстан|алматы|астана",
        "KG": "кр|киргизия|кыргызстан|qirgiziston|қирғизистон|kyrgyzstan|ош|бишкек",
        "UZ": "узбекистан|өзбекстан|ozbekiston|ӯзбекистон|uzbekistan|ташкент",
        "TJ": "таджикистан|тажикстан|tojikiston|тоҷикистон|tajikistan|душанбе",
        "TM": "туркменистан|туркмения|turkmaniston",
        "TR": "турция|түркия|turkiya|туркия|turkey|стамбул",
        "KR": "корея|южная корея|koreya|корея республикасы|south korea",
        "AE": "оаэ|эмираты|дубай|baa|uae|dubay",
        "PL": "польша|polsha|лаҳистон|poland",
        "MD": "молдова|молдавия|moldova",
    },
    "industry": {
        "A": "ферма|сельское хозяйство|поле|скот|чабан|пастух|теплица|сбор урожая|айыл чарба|малчы|qishloq xojaligi|dala|fermer|чорво|кишоварзӣ|ферма иши|agriculture|farm|farming|agricultura",
        "C": "завод|фабрика|цех|швейный цех|пошив|швея|тикмечилик|тигүүчү|zavod|fabrika|tikuvchi|корхона|завод иши|factory|sewing",
        "F": "стройка|строительство|строитель|ремонт|отделка|курулуш|қурилиш|qurilish|сохтмон|құрылыс|construction|building|construcții|gurluşyk",
        "G": "рынок|базар|торговля|магазин|продавец|соода|дүкөн|bozor|savdo|dokon|бозор|савдо|сауда|market|trade|shop|comerț|söwda",
        "H": "такси|водитель|курьер|доставка|склад|грузчик|таксист|айдоочу|жеткирүү|haydovchi|kuryer|yuk|ронанда|жүргізуші|driver|courier|delivery|warehouse|transport",
        "I": "кафе|ресторан|повар|официант|гостиница|кухня|ашпозчу|oshpaz|ошпаз|аспаз|cafe|restaurant|hotel|kitchen",
        "N": "уборка|клининг|дворник|охрана|жкх|тазалоочу|тазалык|tozalash|qorovul|тозакунӣ|тазалау|cleaning|curățenie",
        "T": "домработница|няня|сиделка|у хозяев|бала багуучу|enaga|доя|бала күтуші|nanny|household|menajeră",
    },
}  # fmt: skip
WORDS["citizenship"] = {
    code: "|".join(word for word in words.split("|") if len(word) > 1)
    for code, words in WORDS["country"].items()
}

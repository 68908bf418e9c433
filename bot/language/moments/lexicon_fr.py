"""The French words of time, folded: a table of phrases for each role that a word can play in the grammar."""

from __future__ import annotations

from collections.abc import Mapping

Terms = Mapping[str, Mapping[str, object]]


def _all(phrases: str, value: object = True) -> dict[str, object]:
    return dict.fromkeys((phrase.strip() for phrase in phrases.split("|")), value)


_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin",
    "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip

NUMBERS: Mapping[str, int] = {
    "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15,
    "seize": 16, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "huitante": 80, "nonante": 90, "cent": 100,
}  # fmt: skip
ORDINALS: Mapping[str, int] = {
    "premier": 1, "premiere": 1, "premiers": 1, "premieres": 1, "deuxieme": 2, "deuxiemes": 2,
    "second": 2, "seconds": 2, "troisieme": 3, "troisiemes": 3, "quatrieme": 4, "quatriemes": 4,
    "cinquieme": 5, "cinquiemes": 5,
    "dernier": -1, "derniere": -1, "derniers": -1, "dernieres": -1, "avant dernier": -2, "avant derniers": -2,
    "avant derniere": -2, "avant dernieres": -2,
}  # fmt: skip
SUFFIXES = frozenset(
    (
        "er",
        "ier",
        "iere",
        "re",
        "ere",
        "ers",
        "eres",
        "es",
        "nds",
        "ndes",
        "e",
        "eme",
        "emes",
        "ieme",
        "iemes",
        "nd",
        "nde",
    )
)
SPACED_SUFFIXES = frozenset(("er", "ere", "ers", "ier", "iere", "eme", "emes", "ieme", "iemes", "nd", "nde"))
"""Those that make an ordinal even after a space: `1 er`."""

TERMS: Terms = {
    "weekday": {name: number for number, name in enumerate(_WEEKDAYS)},
    "weekdays": {f"{name}s": number for number, name in enumerate(_WEEKDAYS)},
    "weekday_abbr": {
        "lun": 0,
        "mar": 1,
        "mer": 2,
        "merc": 2,
        "jeu": 3,
        "ven": 4,
        "vend": 4,
        "sam": 5,
        "dim": 6,
    },
    "month": {name: number for number, name in enumerate(_MONTHS, 1)},
    "month_abbr": {
        "jan": 1,
        "janv": 1,
        "fev": 2,
        "fevr": 2,
        "avr": 4,
        "juil": 7,
        "juill": 7,
        "aou": 8,
        "sept": 9,
        "sep": 9,
        "oct": 10,
        "nov": 11,
        "dec": 12,
    },
    "unit": {
        **_all("seconde|secondes|sec|secs", "second"),
        **_all("minute|minutes|min|mn|mins|mns", "minute"),
        **_all("heure|heures|h|hr|hrs", "hour"),
        **_all("jour|jours|j|jrs|jr", "day"),
        **_all("semaine|semaines|sem", "week"),
        **_all("mois", "month"),
        **_all("an|ans|annee|annees", "year"),
        **_all("trimestre|trimestres", "quarter"),
        **_all("semestre|semestres", "half-year"),
    },
    "weeks": _all("semaine|semaines|sem"),
    "second_letter": _all("s"),
    "hour": _all("h|heure|heures|hr|hrs"),
    "calendar": {
        **_all("semaine|sem", "week"),
        **_all("mois", "month"),
        **_all("annee|an", "year"),
        **_all("week end|weekend|we|week ends|weekends", "weekend"),
    },
    "part": {
        **_all("matin|matinee|mat", "morning"),
        **_all("apres midi|aprem|aprems|apresmidi|aprm", "afternoon"),
        **_all("soir|soiree", "evening"),
        **_all("nuit", "night"),
        **_all("midi", "noon"),
    },
    "parts": {
        **_all("matins", "morning"),
        **_all("apres midis|aprems", "afternoon"),
        **_all("soirs", "evening"),
        **_all("midis", "noon"),
    },
    "noon": _all("midi"),
    "midnight": _all("minuit"),
    "day": {
        **_all("aujoud hui|aujour hui|ojourd hui|ajourd hui|aujord hui|aujourdui|aujourhui", 0),
        **_all("aujourd hui|aujourdhui|aujourd'hui|auj|ajd|aujd|ojd|ce jour", 0),
        **_all("demain|dem|2main|dmain", 1),
        **_all("apres demain|apresdemain|ap demain|apres dem", 2),
    },
    "day_abbr": _all("dem|auj"),
    "every": _all(
        "tous les|toutes les|tou les|ts les|tte les|tt les|tts les|chq|chaq|tout les|toute les|chaque|"
        "chaques|chque|chaqe|chauqe|a chaque|touts les|ttes les"
    ),
    "each_of": _all("par"),
    "les": _all("les"),
    "next": _all("prochain|prochaine|prochains|prochaines|proch|qui vient"),
    "slang_next": _all("pro"),
    "this": _all("ce|cet|cette|ces|de ce|de cette"),
    "last": _all("dernier|derniere|passe|passee|derniers|dernieres"),
    "in": _all("dans|ds|d ici|dici|sous|d ici a|dans les|d ici les"),
    "by": _all("d ici|dici|d ici a|au plus tard|d ici au|dici au|d ici le|d ici la|dici la"),
    "for": _all("pendant|durant|pour une duree de"),
    "length": _all("pour"),
    "until": _all("jusqu a|jusqua|jusqu au|jusquau|jusqu en|jusque|jusqu|jusqu a la|jusqua la|jusqu aux"),
    "from": _all("a partir|a compter|apartir"),
    "since": _all("des"),
    "de": _all("de|du|d|des|de la|de l"),
    "span_start": _all("de|du|entre|d"),
    "span_end": _all("a|au|et|jusqu a|jusqua|jusqu au|jusquau"),
    "between": _all("entre"),
    "and": _all("et"),
    "or": _all("ou|ou bien|sinon|voire"),
    "also": _all("et|puis|ensuite|et aussi|ou|ou bien|sinon|voire"),
    "at": _all(
        "a|vers|pour|environ|aux alentours de|autour de|aux environs de|vers les|sur les|sur le coup de"
    ),
    "at_strict": _all("a"),
    "approx": _all(
        "vers|environ|aux alentours de|autour de|aux environs de|vers les|sur les|sur le coup de|"
        "sur les coups de"
    ),
    "hedge": _all("environ|a peu pres|genre|max|maxi|maximum|juste|encore|presque|a peine|les"),
    "bound": _all("moins de|moins d|plus de|plus d"),
    "the": _all("le|l|la"),
    "en": _all("en"),
    "of": _all("de|du|d|de la|de l|des"),
    "half": _all("demi|demie"),
    "quarter": _all("quart|quarts"),
    "minus": _all("moins"),
    "meridiem": {"am": "am", "pm": "pm"},
    "sharp": _all("pile|precise|precises|tapante|tapantes|tapant|petantes|petante"),
    "times": _all("fois"),
    "except": _all(
        "sauf|hors|excepte|a l exception de|a l exception des|sauf les|hors les|hormis|"
        "sauf le|hormis les|excepte les"
    ),
    "even": _all("meme|y compris|incluant"),
    "holidays": _all("jours feries|jour ferie|feries|ferie|jours ferie|jour feries"),
    "working": {
        **_all(
            "jours ouvres|jour ouvre|jours ouvre|jours de travail|jour de travail|"
            "jours travailles|jour travaille",
            5,
        ),
        **_all("jours ouvrables|jour ouvrable", 6),
    },
    "week_days": _all("jours de semaine|jour de semaine"),
    "in_week": _all("en semaine"),
    "weekend": _all("week end|weekend|we|week ends|weekends"),
    "periodic": {
        **_all("tlj|quotidien|quotidienne|quotidiennement|journellement|journalier|journaliere", "day"),
        **_all("hebdomadaire|hebdomadairement|hebdo", "week"),
        **_all("mensuel|mensuelle|mensuellement", "month"),
        **_all("annuel|annuelle|annuellement", "year"),
        **_all("trimestriel|trimestrielle|trimestriellement", "quarter"),
        **_all("semestriel|semestrielle|semestriellement", "half-year"),
        **_all("quinzomadaire|quinzomadairement", "fortnight"),
        **_all("bimestriel|bimestrielle|bimestriellement|bi mestriel|bi mestrielle", "two months"),
        **_all("quadrimestriel|quadrimestrielle", "four months"),
        **_all("bisannuel|bisannuelle|biennal|biennale", "two years"),
        **_all("biquotidien|biquotidienne|bi quotidien|bi quotidienne|biquotidiennement", "twice a day"),
        **_all("bihebdomadaire|bi hebdomadaire|bihebdo|bi hebdo", "twice a week"),
        **_all("bimensuel|bimensuelle|bimensuellement|bi mensuel|bi mensuelle", "twice a month"),
        **_all("biannuel|biannuelle|biannuellement|bi annuel|bi annuelle", "unclear years"),
    },
    "edge": {
        **_all("debut|au debut|en debut|tout debut|le debut", "start"),
        **_all("mi|milieu|au milieu|le milieu|en milieu", "middle"),
        **_all("fin|a la fin|en fin|la fin|toute fin", "end"),
    },
    "mi": _all("mi"),
    "in_eight": _all("en"),
    "hence": _all("plus tard|apres"),
    "eve": _all("veille|la veille|l avant veille"),
    "vague": _all(
        "a l aube|au petit matin|a la mi journee|dans la foulee|a l instant|a la tombee de la nuit|"
        "bientot|plus tard|des que possible|asap|un de ces jours|un de ces quatre|un jour|"
        "un jour prochain|"
        "prochainement|tantot|tout a l heure|tout de suite|maintenant|immediatement|"
        "de suite|la veille|veille|"
        "l avant veille|le lendemain|lendemain|surlendemain|le surlendemain|"
        "dans quelque temps|dans quelques|dans quelques jours|"
        "dans quelques minutes|dans quelques heures|dans quelques semaines|dans quelques mois|dans peu|"
        "dans un moment|dans un instant|dans la semaine|dans la journee|dans le mois|"
        "dans l annee|sous peu|d ici peu|"
        "a l occasion|quand tu peux|quand tu veux|quand tu pourras|quand j aurai le temps|"
        "de temps en temps|parfois|souvent|regulierement|de temps a autre|"
        "courant|courant de|courant du|"
        "ces jours ci|ces prochains jours|les prochains jours|dans les prochains|"
        "dans les prochaines|dans les jours|dans plusieurs|d ici quelques|d ici quelque temps|dans longtemps|"
        "a la rentree|a la prochaine rentree|cet ete|cet hiver|cet automne|ce printemps|"
        "l ete prochain|l hiver prochain|"
        "le printemps prochain|l automne prochain|l avant midi|un peu plus tard|"
        "dans le courant|un autre jour|une autre fois|un de ces matins|un de ces soirs|n importe quand|"
        "a la saint glinglin|le moment venu|en temps voulu|au plus vite|rapidement|des que|"
        "le jour meme|le jour j|la prochaine fois|la semaine suivante|le mois suivant|l annee suivante|"
        "la semaine d apres|le jour suivant|a la premiere heure|premiere heure|d ici la|tot|tres tot|tard|"
        "tt a l heure|toute a l heure|tout a l h|tte a l heure|a la meme heure|meme heure|dans l heure|"
        "semaine suivante|semaine d apres|mois suivant|mois d apres|annee suivante|annee d apres|"
        "dans qq|dans qqs|dans qques|dans qlq|dans qlqs|dans la minute|"
        "dans une demi journee|dans la demi journee"
    ),
    "soft": _all(
        "un jour|des que|rapidement|souvent|parfois|regulierement|tot|tard|tres tot|maintenant|courant|"
        "courant de|courant du|veille|tout de suite|de suite|immediatement|"
        "la prochaine fois|des que possible|asap|"
        "le moment venu|au plus vite|de temps en temps|quand tu peux|quand tu veux|"
        "quand tu pourras|bientot|plus tard|"
        "prochainement|un autre jour|une autre fois|le jour j|le jour meme|en temps voulu|"
        "a l occasion|dans longtemps"
    ),
    "bygone": _all("hier|avant hier|avanthier|hier soir|hier matin|autrefois|jadis|la nuit derniere|naguere"),
    "ago": _all("il y a|y a|ya|il ya"),
    "before": _all("avant|avant le|avant la|avant l"),
    "after": _all("apres|apres le|apres la|passe le|passe"),
    "until_from": _all("depuis|depuis le"),
    "holiday": {
        **_all("noel|jour de noel", "christmas"),
        **_all("reveillon de noel", "christmas eve"),
        **_all("jour de l an|nouvel an|premier de l an", "new year"),
        **_all(
            "saint sylvestre|st sylvestre|reveillon du nouvel an|reveillon du jour de l an", "new year's eve"
        ),
        **_all("lundi de paques", "easter monday"),
        **_all("dimanche de paques|paques", "easter"),
        **_all("jeudi de l ascension|ascension", "ascension"),
        **_all("dimanche de pentecote|pentecote", "pentecost"),
        **_all("lundi de pentecote", "pentecost monday"),
        **_all("fete du travail", "labour day"),
        **_all("fete nationale", "national day"),
        **_all("assomption", "assumption"),
        **_all("toussaint", "all saints"),
        **_all("armistice", "armistice"),
        **_all("saint valentin|st valentin", "valentine"),
        **_all("vendredi saint", "good friday"),
    },
    "iso": _all("t|z"),
    "name": _all("dernier delai|mardi gras|mercredi des cendres|black friday|midi libre|mi temps|jeudi noir"),
    "once": _all("une fois|1 fois"),
    "odd": _all("sur"),
    "number_noun": {
        **_all("quinzaine", 15),
        **_all("huitaine", 8),
        **_all("dizaine", 10),
        **_all("douzaine", 12),
        **_all("vingtaine", 20),
        **_all("trentaine", 30),
        **_all("quarantaine", 40),
        **_all("cinquantaine", 50),
    },
    "half_hour": _all("demi heure|demi h|demie heure|demi heures"),
    "morning_of": _all("du matin|du mat", "morning")
    | _all("du soir", "evening")
    | _all("de l apres midi|de l aprem|de l aprm|de l apresmidi", "afternoon"),
    "glue": _all("a|le|la|l|de|du|d|des|vers|pour|au|en|dans|les|et|donc|environ|ce|cet|cette|ca|soit|rdv"),
    "street": _all(
        "rue|avenue|boulevard|bd|place|bis|ter|allee|impasse|quai|chemin|route|pieces|euros|euro|km|kg|"
        "personnes|pages|places|cables|points|pourcent|eme|mars|%|€"
    ),
}

DISTINCTIVE = frozenset(
    (
        *_WEEKDAYS, *(f"{name}s" for name in _WEEKDAYS),
        "janvier", "fevrier", "avril", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
        "decembre", "aujourd", "aujourdhui", "demain", "matin", "soir", "midi", "minuit", "chaque", "tous",
        "toutes", "dans", "heure", "heures", "jours", "jour", "semaine", "mois", "prochain", "prochaine",
        "hier", "bientot", "noel", "ans", "veille", "quinzaine", "aprem", "ici", "le", "du", "mars", "mai",
        "fin", "lun", "jeu", "ven", "sous",
        "quotidien", "hebdomadaire", "mensuel", "annuel", "trimestriel", "semestriel", "bimensuel",
        "bimestriel",
    )
)  # fmt: skip
"""Words that belong to this language alone: without one, a text in the other language is left alone."""

TYPOS = (
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "janvier", "fevrier",
    "juillet", "septembre", "octobre", "novembre", "decembre", "demain", "prochain", "prochaine", "semaine",
    "quotidien", "hebdomadaire", "mensuel", "trimestriel", "semestriel", "bimensuel", "bimestriel",
)  # fmt: skip
NOT_TYPOS = frozenset(
    (
        "levrier",
        "domain",
        "mari",
        "jedi",
        "ardi",
        "madi",
        "eudi",
        "mardis",
        "demaine",
        "sensuel",
        "sensuelle",
        "prochains",
        "semaines",
        "dimanches",
    )
)

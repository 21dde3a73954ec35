"""Invented names: organisations that do not exist, and people put together from common names.

Six organisations for each of the ten countries, in Latin script with the letters of their language. They are built
from things nobody names an organisation after on purpose, and compared with known organisations in the tests.
"""

from unicodedata import normalize

ORGANISATION_NAMES: dict[str, tuple[str, ...]] = {
    "AL": (
        "Qendra Ura e Mesme",
        "Shoqata Drita e Fushës",
        "Fondacioni Pragu i Hapur",
        "Lëvizja Zëri i Lagjes Tetë",
        "Qendra Rinore Çati e Kaltër",
        "Shoqata e Grave Fija e Kuqe",
    ),
    "BA": (
        "Centar za komšiluk Lipov Hlad",
        "Udruženje Četiri Potoka",
        "Fondacija Šarena Kapija",
        "Udruženje žena Srebrna Igla",
        "Omladinski klub Žuti Voz",
        "Udruženje roditelja Topla Klupa",
    ),
    "HR": (
        "Udruga Prozor u Dvorište",
        "Centar Plavi Mlin na Brijegu",
        "Zaklada Tiha Uvala",
        "Udruga mladih Zelena Čaplja",
        "Udruga Deveti Val Dobrote",
        "Centar za starije Kuća od Borovine",
    ),
    "XK": (
        "Qendra Shtegu i Gjelbër i Luginës",
        "Organizata Dera Pa Çelës",
        "Nisma Oborri i Përbashkët",
        "Rrjeti i Grave Tri Burimet",
        "Qendra Rinore Çadra e Verdhë",
        "Shoqata Hëna e Re e Fshatit",
    ),
    "ME": (
        "NVO Glas sa Katuna",
        "NVO Kamena Lađa",
        "Udruženje Sedmi Vidikovac",
        "Centar Bijeli Konop",
        "NVO Vrata do Vrata",
        "Udruženje mladih Modra Brodica",
    ),
    "MK": (
        "Centar Tri Česmi",
        "Fondacija Otvoreno Maalo",
        "Združenie na ženi Crven Konec",
        "Združenie Kuḱa na Ridot",
        "Mladinski klub Sina Topka",
        "Združenie Polska Svetulka",
    ),
    "RO": (
        "Asociația Podul de Sticlă",
        "Fundația Casa cu Nuci Albi",
        "Asociația Glasul din Vâlcea Mică",
        "Centrul Fereastra din Colț",
        "Asociația Tinerilor Barca de Hârtie",
        "Asociația Pâine și Țărână",
    ),
    "RS": (
        "Inicijativa Komšijski Sto",
        "Udruženje Jutro na Keju",
        "Fondacija Krug Trešnje",
        "Udruženje Nit po Nit",
        "Omladinski prostor Papirni Zmaj",
        "Centar Đačka Klupa",
    ),
    "SI": (
        "Društvo Žarek na Pragu",
        "Zavod Četrta Postaja",
        "Društvo Vaški Zvonec",
        "Zavod Modri Dež",
        "Društvo mladih Papirnat Čoln",
        "Ustanova Skupna Miza",
    ),
    "TR": (
        "Yedinci Basamak Derneği",
        "Üç Kapı Vakfı",
        "Uzun Sofra Derneği",
        "Kâğıt Gemi Gençlik Derneği",
        "Çınar Gölgesi Dayanışma Derneği",
        "Beş Pınar Kadın Derneği",
    ),
}

NETWORK_NAME = "Open Table Network"
SECRETARIAT_NAME = "Open Table Secretariat"
SECRETARIAT_COUNTRY = "MK"
MAIN_ORGANISATION = "Inicijativa Komšijski Sto"

GIVEN_NAMES: dict[str, tuple[str, ...]] = {
    "AL": ("Ardita", "Besnik", "Drita", "Ermal", "Flutura", "Gentian", "Ilirjana", "Klea"),
    "BA": ("Adnan", "Amila", "Dragana", "Emir", "Jasna", "Mirza", "Selma", "Vedran"),
    "HR": ("Ana", "Domagoj", "Iva", "Lucija", "Marin", "Petra", "Tomislav", "Zrinka"),
    "XK": ("Agon", "Arbnora", "Blerim", "Donika", "Fitore", "Kushtrim", "Teuta", "Valon"),
    "ME": ("Anđela", "Balša", "Ivana", "Luka", "Milica", "Nikola", "Tamara", "Vuk"),
    "MK": ("Aleksandra", "Bojan", "Elena", "Goran", "Kiril", "Marija", "Stojan", "Vesna"),
    "RO": ("Andrei", "Bianca", "Cristina", "Dan", "Ioana", "Mihai", "Raluca", "Ștefan"),
    "RS": ("Dušan", "Jelena", "Jovana", "Marko", "Nevena", "Sanja", "Stefan", "Žarko"),
    "SI": ("Alenka", "Boštjan", "Eva", "Gregor", "Katja", "Matej", "Nina", "Žiga"),
    "TR": ("Ayşe", "Can", "Deniz", "Elif", "Emre", "Gülşen", "Mehmet", "Zeynep"),
}

FAMILY_NAMES: dict[str, tuple[str, ...]] = {
    "AL": ("Bregu", "Dervina", "Gjata", "Lumani", "Malaj", "Shkrepi"),
    "BA": ("Brezić", "Dubović", "Humčanin", "Jezerčić", "Potočnik", "Vranjak"),
    "HR": ("Bukvić", "Gorčić", "Jablančić", "Mlinarec", "Otočan", "Šimrak"),
    "XK": ("Bjeshka", "Drenaj", "Gurra", "Kodrani", "Lugina", "Rrapi"),
    "ME": ("Brđović", "Kamenjak", "Lipovac", "Planinić", "Rijekić", "Vrelović"),
    "MK": ("Česmarovski", "Gorčevska", "Jablanoski", "Orevski", "Polski", "Ridova"),
    "RO": ("Alunaru", "Brândușan", "Câmpeanca", "Izvoraru", "Nucaru", "Țărmure"),
    "RS": ("Breskvić", "Drenić", "Kejević", "Lastić", "Trešnjić", "Vrbanov"),
    "SI": ("Brezovšek", "Jesenik", "Lipnik", "Mlinšek", "Potokar", "Zvončar"),
    "TR": ("Bağcılı", "Çınarlı", "Gökpınar", "Karasofra", "Ormanlı", "Yelkenci"),
}

LANGUAGES: dict[str, str] = {  # interface language people write in: the tag of the country's most used one
    "AL": "sq",
    "BA": "bs",
    "HR": "hr",
    "XK": "sq",
    "ME": "cnr",
    "MK": "mk",
    "RO": "ro",
    "RS": "sr",
    "SI": "sl",
    "TR": "tr",
}

_PLAIN = str.maketrans({"ë": "e", "ç": "c", "đ": "d", "ḱ": "k", "ș": "s", "ț": "t", "ı": "i", "ş": "s", "ğ": "g"})


def plain(text: str) -> str:
    """The text in the letters a to z, words joined by hyphens: what an address can hold."""
    letters = normalize("NFKD", text.lower().translate(_PLAIN)).encode("ascii", "ignore").decode()
    return "-".join("".join(letter if letter.isalnum() else " " for letter in letters).split())

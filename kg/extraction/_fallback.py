"""Stand-in until kg.vocabulary.actors is there; to be deleted with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TABLE = """
JPN Japan|Japanese|Tokyo
RUS Russian Federation|Russia|Russian|Moscow|Kremlin|RF
USA United States of America|United States|U.S.|US|USA|U.S.A.|American|America|Washington
CHN People's Republic of China|China|Chinese|PRC|Beijing
KOR Republic of Korea|ROK|South Korea|South Korean|Korean|Seoul
PRK Democratic People's Republic of Korea|DPRK|North Korea|North Korean|Pyongyang
GBR United Kingdom|UK|U.K.|British|Britain|London
FRA French Republic|France|French|Paris
DEU Federal Republic of Germany|Germany|German|Berlin
ITA Italy|Italian|Rome
IND Republic of India|India|Indian|New Delhi
PAK Islamic Republic of Pakistan|Pakistan|Pakistani|Islamabad
CAN Canada|Canadian|Ottawa
AUS Commonwealth of Australia|Australia|Australian|Canberra
EGY Arab Republic of Egypt|Egypt|Egyptian|Cairo
EUE European Union|E.U.|EU|European Commission|European Council|European External Action Service|EEAS
UKR Ukraine|Ukrainian|Kyiv
UZB Republic of Uzbekistan|Uzbekistan|Uzbek|Tashkent
KAZ Republic of Kazakhstan|Kazakhstan|Kazakh
KGZ Kyrgyz Republic|Kyrgyzstan|Kyrgyz
TJK Republic of Tajikistan|Tajikistan|Tajik
TKM Turkmenistan|Turkmen
TUR Republic of Türkiye|Republic of Turkey|Türkiye|Turkey|Turkish|Ankara
IRN Islamic Republic of Iran|Iran|Iranian|Tehran
SAU Kingdom of Saudi Arabia|Saudi Arabia|Saudi
ISR State of Israel|Israel|Israeli
PSE Palestinian Authority|Palestinian|Palestine
ZAF Republic of South Africa|South Africa|South African
KEN Republic of Kenya|Kenya|Kenyan
NGA Federal Republic of Nigeria|Nigeria|Nigerian
GHA Republic of Ghana|Ghana|Ghanaian
PHL Republic of the Philippines|Philippines|Philippine
VNM Socialist Republic of Viet Nam|Viet Nam|Vietnam|Vietnamese
MMR Republic of the Union of Myanmar|Myanmar|Burma
LTU Lithuania|Lithuanian
LVA Latvia|Latvian
EST Estonia|Estonian
POL Poland|Polish
NLD Netherlands|Dutch
CYP Cyprus
GEO Georgia|Georgian
ARM Armenia|Armenian
AZE Azerbaijan|Azerbaijani
CUB Cuba|Cuban
MEX Mexico|Mexican
PAN Panama|Panamanian
BRA Brazil|Brazilian
ARG Argentina|Argentine
CHL Chile|Chilean
COL Colombia|Colombian
VEN Venezuela|Venezuelan
GUY Guyana
SGP Singapore
MYS Malaysia|Malaysian
IDN Indonesia|Indonesian
BRN Brunei Darussalam|Brunei
NPL Nepal|Nepali
LKA Sri Lanka|Sri Lankan
BGD Bangladesh
MDV Republic of the Maldives|Maldives
NZL New Zealand
PNG Papua New Guinea
VUT Vanuatu
VAT Holy See|Vatican
JOR Jordan|Jordanian
IRQ Iraq|Iraqi
MAR Morocco|Moroccan
STP Democratic Republic of Sao Tome and Principe|Sao Tome and Principe
UGA Republic of Uganda|Uganda|Ugandan
RWA Rwanda|Rwandan
ETH Ethiopia|Ethiopian
DJI Republic of Djibouti|Djibouti
COD Democratic Republic of Congo|DRC|Congo
MDA Moldova|Moldovan
NOR Norway|Norwegian
CHE Switzerland|Swiss
ROU Romania|Romanian
ESP Spain|Spanish
TWN Taiwan
QAT Qatar|Qatari
"""
_NAMES = {w: line[:3] for line in _TABLE.split("\n") if line for w in line[4:].split("|")}
_ALL = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(w) for w in sorted(_NAMES, key=len, reverse=True)) + r")(?!\w)")


@dataclass(frozen=True, slots=True)
class Mention:
    start: int
    end: int
    code: str
    kind: str = "name"


class Actors:
    def find(self, text: str) -> list[Mention]:
        return [Mention(m.start(), m.end(), _NAMES[m[0]]) for m in _ALL.finditer(text)]


class Officials:
    def resolve(self, name: str, *, state: str | None = None, year: int | None = None, post: str | None = None) -> list:
        return []


def actors() -> Actors:
    return Actors()


def officials() -> Officials:
    return Officials()

"""Which day notices which trap: each does what a good server takes well, and compares."""

from collections.abc import Callable, Mapping

from tests.collect_site import Site
from tests.traps.days_of_sending import (
    attacking,
    being_impatient,
    being_installed_anew,
    being_late,
    being_off,
    breaking_off,
    carrying_much,
    differing,
    editing,
    naming,
    old_spelling,
    resending,
    sending,
    splitting,
)
from tests.traps.days_of_sync import (
    asking_of_many,
    being_a_stranger,
    news,
    publishing_meanwhile,
    saying_nonsense_of_entities,
    syncing,
)

Day = Callable[[Site], None]

DAYS: Mapping[str, Day] = {
    "01": syncing,
    "02": syncing,
    "03": sending,
    "04": sending,
    "05": sending,
    "06": syncing,
    "07": publishing_meanwhile,
    "08": syncing,
    "09": syncing,
    "10": resending,
    "11": differing,
    "12": sending,
    "13": being_late,
    "14": editing,
    "15": editing,
    "16": naming,
    "17": breaking_off,
    "18": carrying_much,
    "19": attacking,
    "20": asking_of_many,
    "21": being_a_stranger,
    "22": syncing,
    "23": being_off,
    "24": news,
    "25": syncing,
    "26": saying_nonsense_of_entities,
    "27": being_impatient,
    "28": sending,
    "29": sending,
    "30": syncing,
    "32": syncing,
    "33": splitting,
    "34": being_installed_anew,
    "35": syncing,
}
"""The day that notices a trap, by the trap's number."""

OTHER_DAYS: Mapping[str, Day] = {
    "02 no X-OpenRosa-Version on integrity": asking_of_many,
    "07 data of the user in the form": syncing,
    "10 the second POST is a second record": splitting,
    "11 an identical document is 409": resending,
    "14 orx:version is not seen": old_spelling,
    "16 a name is unique everywhere": splitting,
    "24 a form list that may be kept": news,
    "25 integrity deletes what it does not know": asking_of_many,
    "29 errors in GBK": differing,
    "29 errors in JSON": differing,
    "29 bytes before the XML declaration": syncing,
}

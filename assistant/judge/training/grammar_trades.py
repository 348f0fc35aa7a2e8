"""Trades of the synthetic grammar, each with who acts in it and what they do.

An action is "base/gerund/participle|object|rest", so that it can be put in the active, the passive
and as a subject: "may share the key with a colleague", "the key may be shared with a colleague",
"sharing the key with a colleague".
"""

from __future__ import annotations

TRADES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "software licences": (
        ("subscribers", "licensees", "partners", "customers"),
        (
            "share/sharing/shared|the licence key|with a subsidiary",
            "transfer/transferring/transferred|a seat|to another employee",
            "resell/reselling/resold|the licences|",
            "install/installing/installed|the software|on a second device",
            "decompile/decompiling/decompiled|the program|",
            "combine/combining/combined|two promotions|in one order",
            "activate/activating/activated|the product|offline",
            "register/registering/registered|every device|in the portal",
        ),
    ),
    "the library": (
        ("readers", "members", "visitors", "card holders"),
        (
            "renew/renewing/renewed|a loan|online",
            "reserve/reserving/reserved|a reading room|for the weekend",
            "copy/copying/copied|rare books|",
            "take/taking/taken|reference works|home",
            "return/returning/returned|books|at another branch",
            "bring/bringing/brought|drinks|into the reading hall",
            "lend/lending/lent|a card|to a family member",
            "show/showing/shown|photo ID|at the desk",
        ),
    ),
    "rented flats": (
        ("tenants", "residents", "lodgers", "occupants"),
        (
            "keep/keeping/kept|a dog|in the flat",
            "sublet/subletting/sublet|a room|to students",
            "paint/painting/painted|the walls|in dark colours",
            "replace/replacing/replaced|the locks|",
            "store/storing/stored|bicycles|in the hallway",
            "barbecue/barbecuing/barbecued|food|on the balcony",
            "report/reporting/reported|water damage|within a day",
            "clean/cleaning/cleaned|the stairwell|every week",
        ),
    ),
    "travel bookings": (
        ("passengers", "travellers", "guests", "ticket holders"),
        (
            "change/changing/changed|the travel date|free of charge",
            "cancel/cancelling/cancelled|a booking|by phone",
            "carry/carrying/carried|liquids|in hand luggage",
            "check in/checking in/checked in|sports equipment|as ordinary baggage",
            "break/breaking/broken|the journey|overnight",
            "print/printing/printed|the boarding pass|before arrival",
            "choose/choosing/chosen|a seat|in advance",
            "pass on/passing on/passed on|a ticket|to a friend",
        ),
    ),
    "company expenses": (
        ("employees", "staff members", "contractors", "managers"),
        (
            "claim/claiming/claimed|hotel breakfasts|as expenses",
            "book/booking/booked|first-class tickets|",
            "submit/submitting/submitted|paper receipts|",
            "use/using/used|a private car|for business trips",
            "pay/paying/paid|suppliers|by company card",
            "enter/entering/entered|mileage|every month",
            "order/ordering/ordered|equipment|from outside vendors",
            "split/splitting/split|an invoice|across two budgets",
        ),
    ),
    "clinical records": (
        ("patients", "nurses", "doctors", "clinics"),
        (
            "download/downloading/downloaded|test results|from the portal",
            "email/emailing/emailed|X-ray images|to third parties",
            "delete/deleting/deleted|old records|",
            "correct/correcting/corrected|a wrong entry|without a form",
            "encrypt/encrypting/encrypted|backup files|",
            "sign/signing/signed|a consent form|before treatment",
            "postpone/postponing/postponed|an appointment|twice",
            "record/recording/recorded|a consultation|on video",
        ),
    ),
    "online shopping": (
        ("shoppers", "buyers", "customers", "account holders"),
        (
            "return/returning/returned|opened goods|",
            "pay/paying/paid|an order|in instalments",
            "combine/combining/combined|vouchers|with sale prices",
            "collect/collecting/collected|a parcel|in person",
            "change/changing/changed|the delivery address|after dispatch",
            "exchange/exchanging/exchanged|a gift card|for cash",
            "keep/keeping/kept|the original box|for a return",
            "create/creating/created|an account|to order",
        ),
    ),
    "university courses": (
        ("students", "applicants", "exchange students", "course members"),
        (
            "retake/retaking/retaken|an exam|in the same term",
            "hand in/handing in/handed in|coursework|late",
            "drop/dropping/dropped|a module|after week four",
            "record/recording/recorded|lectures|on a phone",
            "attend/attending/attended|the safety briefing|in person",
            "swap/swapping/swapped|tutorial groups|",
            "bring/bringing/brought|a calculator|to the exam",
            "cite/citing/cited|every source|in the essay",
        ),
    ),
    "cloud services": (
        ("administrators", "tenants", "users", "organisations"),
        (
            "move/moving/moved|a workspace|to another region",
            "disable/disabling/disabled|audit logs|",
            "rename/renaming/renamed|a project|after creation",
            "export/exporting/exported|raw data|as CSV",
            "restart/restarting/restarted|the node|during an upgrade",
            "rotate/rotating/rotated|access keys|every quarter",
            "connect/connecting/connected|a personal account|to the tenant",
            "restore/restoring/restored|deleted mailboxes|",
        ),
    ),
    "the sports club": (
        ("members", "coaches", "juniors", "guests"),
        (
            "bring/bringing/brought|a guest|on weekends",
            "freeze/freezing/frozen|a membership|for the summer",
            "wear/wearing/worn|outdoor shoes|in the hall",
            "book/booking/booked|two courts|at once",
            "lock/locking/locked|valuables|in the lockers overnight",
            "use/using/used|the sauna|without a towel",
            "wipe down/wiping down/wiped down|the machines|after use",
            "hire/hiring/hired|private trainers|",
        ),
    ),
    "insurance": (
        ("policyholders", "claimants", "drivers", "households"),
        (
            "add/adding/added|a second driver|to the policy",
            "file/filing/filed|a claim|by email",
            "repair/repairing/repaired|the car|before inspection",
            "lower/lowering/lowered|the excess|mid-term",
            "insure/insuring/insured|rented tools|under the home policy",
            "notify/notifying/notified|the police|after a theft",
            "choose/choosing/chosen|the garage|freely",
            "backdate/backdating/backdated|cover|to last month",
        ),
    ),
    "open source contributions": (
        ("contributors", "maintainers", "distributors", "redistributors"),
        (
            "remove/removing/removed|the copyright notice|",
            "relicense/relicensing/relicensed|the code|under another licence",
            "sell/selling/sold|copies|",
            "publish/publishing/published|modified versions|",
            "mention/mentioning/mentioned|the author|in derived works",
            "merge/merging/merged|a change|without review",
            "bundle/bundling/bundled|the library|with closed products",
            "sign/signing/signed|the contributor agreement|",
        ),
    ),
    "the conference": (
        ("speakers", "exhibitors", "attendees", "volunteers"),
        (
            "film/filming/filmed|the talks|from the front row",
            "hand out/handing out/handed out|flyers|in the foyer",
            "extend/extending/extended|a talk|past its slot",
            "swap/swapping/swapped|a workshop place|on the day",
            "wear/wearing/worn|the badge|at all times",
            "set up/setting up/set up|a stand|the night before",
            "invite/inviting/invited|the press|",
            "submit/submitting/submitted|slides|ahead of the session",
        ),
    ),
    "energy contracts": (
        ("households", "landlords", "consumers", "businesses"),
        (
            "switch/switching/switched|the tariff|during the term",
            "read/reading/read|the meter|once a year",
            "feed/feeding/fed|solar power|into the grid",
            "pay/paying/paid|the bill|in cash",
            "relocate/relocating/relocated|the connection|",
            "grant/granting/granted|access|to the technician",
            "install/installing/installed|a wall box|in the garage",
            "terminate/terminating/terminated|the contract|by text message",
        ),
    ),
}
"""Trade -> (actors, actions)."""

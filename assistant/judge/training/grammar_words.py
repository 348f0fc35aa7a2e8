"""The rest of the grammar's vocabulary: conditions, audiences, and what facts are about."""

from __future__ import annotations

CONDITIONS: tuple[tuple[str, str, str], ...] = (
    (
        "the contract has run for at least a year",
        "Our contract is in its third year.",
        "We only signed the contract two months ago.",
    ),
    (
        "a manager has approved it in writing",
        "Our manager has signed off on it in writing.",
        "Nobody has approved it in writing.",
    ),
    (
        "all invoices have been paid",
        "All our invoices are settled.",
        "One of our invoices is still open.",
    ),
    (
        "the request is made before noon",
        "We sent the request at nine in the morning.",
        "We sent the request at four in the afternoon.",
    ),
    (
        "the account is verified",
        "Our account went through verification last week.",
        "We never had our account verified.",
    ),
    ("the applicant is over 18", "I turned 21 in May.", "I'm 16 years old."),
    (
        "at least three people take part",
        "There will be five of us.",
        "There are just the two of us.",
    ),
    (
        "the packaging is unopened",
        "The seal is still intact.",
        "I have already torn the packaging open.",
    ),
    (
        "proof of purchase is provided",
        "I still have the receipt.",
        "I lost the receipt and have no other proof.",
    ),
    (
        "two-factor authentication is switched on",
        "We turned on two-factor sign-in for everybody.",
        "We sign in with a password alone.",
    ),
    (
        "the project is non-commercial",
        "Ours is a hobby project that earns nothing.",
        "We run it as a commercial project.",
    ),
    (
        "the head office has been informed",
        "We told the head office on Monday.",
        "The head office knows nothing about it.",
    ),
    (
        "the fee has been paid in advance",
        "We paid the fee up front.",
        "We have not paid the fee yet.",
    ),
    (
        "a safety course has been completed",
        "Everyone here passed the safety course.",
        "None of us has done the safety course.",
    ),
    (
        "the order is worth more than 100 euros",
        "Our order comes to 240 euros.",
        "Our order comes to 35 euros.",
    ),
    (
        "the device is less than five years old",
        "Our device is two years old.",
        "Our device is nine years old.",
    ),
    ("it rains", "It is pouring right now.", "The sky is clear and dry today."),
    (
        "the building is occupied",
        "There are people living in the building.",
        "The building stands empty.",
    ),
    (
        "the notice period has been observed",
        "We gave notice in good time.",
        "We gave notice far too late.",
    ),
    ("a deposit has been left", "We left a deposit.", "We did not leave any deposit."),
    (
        "the data is anonymised",
        "All names have been taken out of our data.",
        "Our data still shows real names.",
    ),
    ("the person is a resident of the city", "I live in the city.", "I live in another town."),
    (
        "the trip lasts more than eight hours",
        "We will be on the road for eleven hours.",
        "We will be back after three hours.",
    ),
    (
        "the subscription is active",
        "Our subscription is active.",
        "Our subscription lapsed last month.",
    ),
    ("the item is on sale", "The item is marked down.", "The item is sold at its regular price."),
    ("the team has more than ten members", "We are a team of fourteen.", "We are a team of six."),
    (
        "the request concerns a public holiday",
        "It is about Easter Monday.",
        "It is about an ordinary Tuesday.",
    ),
    (
        "the server runs the latest version",
        "Our server is fully up to date.",
        "Our server is two versions behind.",
    ),
)
"""(clause of a policy, the asker meets it, the asker does not)."""

AUDIENCES: tuple[tuple[tuple[str, str], tuple[str, str]], ...] = (
    (("Gold members", "a Gold member"), ("Basic members", "a Basic member")),
    (("full-time employees", "a full-time employee"), ("freelancers", "a freelancer")),
    (
        ("Premium customers", "a Premium customer"),
        ("customers on the free plan", "on the free plan"),
    ),
    (("residents", "a resident"), ("day visitors", "a day visitor")),
    (("administrators", "an administrator"), ("guest users", "a guest user")),
    (("adults", "an adult"), ("children under 12", "eleven years old")),
    (
        ("Enterprise subscribers", "an Enterprise subscriber"),
        ("Starter subscribers", "a Starter subscriber"),
    ),
    (
        ("teaching staff", "one of the teaching staff"),
        ("first-year students", "a first-year student"),
    ),
    (
        ("business travellers", "a business traveller"),
        ("economy passengers", "an economy passenger"),
    ),
    (("owners", "an owner"), ("tenants", "a tenant")),
    (("competency partners", "a competency partner"), ("trial partners", "a trial partner")),
)

PACKAGES = (
    "the standard rate",
    "the annual fee",
    "the room price",
    "the basic package",
    "the service contract",
    "the membership",
    "the ticket price",
    "the starter plan",
    "the lease",
)
ITEMS = (
    "breakfast",
    "parking",
    "technical support",
    "delivery",
    "insurance",
    "training material",
    "data storage",
    "cleaning",
    "equipment hire",
    "luggage transport",
    "heating",
    "maintenance",
    "installation",
    "access to the archive",
    "phone support at weekends",
    "the final inspection",
)
GROUPS: tuple[tuple[str, str], ...] = (
    ("students", "I'm a student."),
    ("charities", "We are a charity."),
    ("pensioners", "I'm retired and draw a pension."),
    ("new customers", "I have just become a customer."),
    ("small businesses", "We are a small business."),
    ("schools", "I'm asking for a school."),
    ("volunteers", "I work here as a volunteer."),
    ("families with young children", "We are a family with two toddlers."),
    ("first-time buyers", "This is the first time I buy anything here."),
    ("non-profit partners", "Our organisation is a non-profit partner."),
)
FEES = (
    "the booking fee",
    "the deposit",
    "the registration charge",
    "the late fee",
    "the service charge",
    "the entrance fee",
    "the shipping surcharge",
    "the setup fee",
    "the annual contribution",
)
RIGHTS = (
    "the licence",
    "the warranty",
    "the voucher",
    "the season ticket",
    "the permit",
    "the discount code",
    "the certificate",
    "the support plan",
    "the data plan",
    "the membership card",
)
PLACES = (
    "Germany",
    "Canada",
    "the city area",
    "the European Union",
    "Scotland",
    "the campus",
    "the home branch",
    "Japan",
    "the northern region",
)
ELSEWHERE = (
    "abroad",
    "in Brazil",
    "at a branch in another country",
    "in Kenya",
    "on another continent",
    "in New Zealand",
)
COUNTED = (
    ("user", "users", "profile"),
    ("device", "devices", "licence"),
    ("guest", "guests", "booking"),
    ("bag", "bags", "passenger"),
    ("book", "books", "card"),
    ("copy", "copies", "customer"),
    ("booking", "bookings", "week"),
    ("visitor", "visitors", "resident"),
    ("test environment", "test environments", "subscription"),
    ("parcel", "parcels", "shipment"),
)
TIME_UNITS = ("days", "weeks", "months")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
PAPERS = (
    "the application",
    "the report",
    "the claim",
    "the order form",
    "the tax return",
    "the entry",
    "the proposal",
    "the renewal request",
)
KINDS = (
    ("An electric scooter", "an electric scooter", "a bicycle"),
    ("A tablet", "a tablet", "a mobile device"),
    ("A trainee", "a trainee", "an employee"),
    ("A shared mailbox", "a shared mailbox", "a user account"),
    ("A garden shed", "a garden shed", "living space"),
    ("A podcast", "a podcast", "a publication"),
    ("A sandbox", "a sandbox", "a production environment"),
    ("A subsidiary", "a subsidiary", "a separate customer"),
    ("An upgrade", "an upgrade", "a new purchase"),
    ("A webinar", "a webinar", "an event"),
)

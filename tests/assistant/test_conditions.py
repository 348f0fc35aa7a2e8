import pytest

from assistant.conditions import (
    find_conditions,
    holds,
    listed_conditions,
    statements,
    what_to_ask,
    without,
)


@pytest.mark.parametrize(
    ("sentence", "conditions"),
    [
        (
            "You may swap seats at any time, as long as you stay below the limit.",
            ["as long as you stay below the limit"],
        ),
        ("If you renew late, the seat is lost.", ["If you renew late"]),
        ("Dogs are welcome unless they bark.", ["unless they bark"]),
        ("Tickets are refunded, except for day passes.", ["except for day passes"]),
        (
            "Offices must be registered to be eligible for the discount.",
            ["Offices must be registered to be eligible for the discount"],
        ),
        ("The total cannot exceed ten.", ["The total cannot exceed ten"]),
        ("The library opens at nine.", []),
        ("The licenses provided are for internal use.", []),
        ("Dogs are welcome, provided they are quiet.", ["provided they are quiet"]),
        ("Dogs may stay provided that they are quiet.", ["provided that they are quiet"]),
        ("Dogs may stay if the owner (or a friend) stays.", ["if the owner (or a friend) stays"]),
        ("If the owner (or a friend, say) stays, go.", ["If the owner (or a friend, say) stays"]),
        ("Dogs may stay (unless they bark) over night.", ["unless they bark"]),
        ("Dogs may stay unless they eat, e.g. a shoe.", ["unless they eat, e.g. a shoe"]),
        ("If the cats, dogs, or both bark, go.", ["If the cats, dogs, or both bark"]),
        ("If you bark, cats may hiss, and dogs, too, go.", ["If you bark"]),
        ("Return it within 30 days (see the table).", ["within 30 days"]),
        ("Return it within eight weeks.", ["within eight weeks"]),
        ("Dogs may run in the garden only.", ["in the garden only"]),
        ("Leads are sold at the gate only, and tags are free.", ["at the gate only"]),
        ("Dogs in the garden are puppies only.", []),
        ("Dogs may stay only after six.", ["only after six"]),
        ("Entry is free for everybody under 18.", ["for everybody under 18"]),
        ("Entry is free for dogs under 2 and for cats.", ["for dogs under 2 and for cats"]),
        ("Loads of up to 1,000 kg need no ticket.", ["up to 1,000 kg"]),
        ("Take up to 2 dogs and up to 3 cats.", ["up to 2 dogs", "up to 3 cats"]),
        # A date by which something has to be done is no condition, a deed before another one is.
        ("All keys must be returned on or before your last day.", []),
        ("You must hand in the form before the 5th.", []),
        ("Dogs must sit before you feed them.", ["Dogs must sit before you feed them"]),
        ("Dogs may stay, but they cannot exceed ten; ask us.", ["they cannot exceed ten"]),
        # What a quantity does not go on to.
        ("Answer within 30 minutes and stay within reach of us.", ["within 30 minutes"]),
        ("Answer within 2 days, also at weekends.", ["within 2 days"]),
        ("Within two days you hear from us.", ["Within two days"]),
        ("A seat not paid within 2 days of booking is sold.", ["within 2 days of booking"]),
        ("Dogs may swim within 2 days but not dive.", ["within 2 days"]),
        ("Owners who ask within two hours get a lead.", ["within two hours"]),
        (
            "Ask within 2 days of the day the dog was seen.",
            ["within 2 days of the day the dog was seen"],
        ),
        ("Stay within two hours and ten minutes.", ["within two hours and ten minutes"]),
        (
            "Up to 2 cats are free; for cats over 9 a fee is due.",
            ["Up to 2 cats", "for cats over 9"],
        ),
        ("Up to two dogs that are quiet can stay.", ["Up to two dogs that are quiet"]),
        ("Stay up to 5 days if you ask.", ["up to 5 days", "if you ask"]),
        ("Dogs may stay; if they bark, they go.", ["if they bark"]),
        ("Taxis are paid when public transport is closed.", ["when public transport is closed"]),
        ("Once you have a card, you may borrow.", ["Once you have a card"]),
        ("Write once a year, at once, the whole page.", []),
        ("Leave in case of fire.", ["in case of fire"]),
        ("Ask if the gate is open, and when to come, even if you are late.", []),
        ("Refuse, if too many dogs are in.", ["if too many dogs are in"]),
        (
            "Dogs may stay with the written approval of the owner.",
            ["with the written approval of the owner"],
        ),
        ("Stays are subject to a fee.", ["subject to a fee"]),
        ("You may go as soon as you have paid.", ["as soon as you have paid"]),
        ("Entry is free on presentation of a card.", ["on presentation of a card"]),
        ("Should you lose the card, a fee is due.", ["Should you lose the card"]),
        ("What you should know: dogs should sit.", []),
        ("Dogs may stay, assuming that they sit.", ["assuming that they sit"]),
        ("Dogs may stay only where a sign says so.", ["only where a sign says so"]),
        ("We pay only in case of illness.", ["only in case of illness"]),
        ("Coins are taken only in full bags.", ["only in full bags"]),
        ("Visits are only possible for owners.", ["only possible for owners"]),
        ("Owners only need to ask.", []),
        ("We help if:", []),
        ("Dogs may stay **only if:**", []),
        ("Smoking is only allowed at the gate.", ["only allowed at the gate"]),
        ("Bags can only be collected at the desk.", ["only be collected at the desk"]),
        ("Only the owner can cancel the stay.", ["Only the owner can cancel the stay"]),
        ("You get it back, but if you are late, you pay.", ["if you are late"]),
        ("Dogs must not eat before they sit.", []),
        ("We tell you if a seat is free; it does not matter if you are late.", []),
        # What a condition does not go on to.
        ("You pay when you arrive, and we refund it at the end.", ["when you arrive"]),
        ("You go if you bark, and it is late, too.", ["if you bark"]),
        (
            "If a dog is over 60 days old we consider it grown, and you pay.",
            ["If a dog is over 60 days old"],
        ),
        ("If you move we help.", ["If you move"]),
        ("If a guest barks you are liable.", ["If a guest barks"]),
        ("If the fee was not paid the seat is given away.", ["If the fee was not paid"]),
        ("If the seat you have is lost, ask.", ["If the seat you have is lost"]),
        ("If you are one of those who are late, go.", ["If you are one of those who are late"]),
        (
            "If it had no cough, fever or rash for a day, we go.",
            ["If it had no cough, fever or rash for a day"],
        ),
        ("For dogs aged 8 or over you pay more.", ["For dogs aged 8 or over"]),
        ("Stay up to 45 days a year under Settings > Holiday.", ["up to 45 days a year"]),
        ("We pay up to £25 a day for food.", ["up to £25 a day for food"]),
        (
            "We pay up to £2,000 of travel costs if you ask.",
            ["up to £2,000 of travel costs", "if you ask"],
        ),
        ("Up to two bags cost nothing.", ["Up to two bags"]),
        ("Gifts are up to £9 and do not have to be paid back.", ["up to £9"]),
        ("Keep up to two dogs and walk them.", ["up to two dogs"]),
        ("Keep up to two dogs and three cats.", ["up to two dogs and three cats"]),
        ("Entry is free as long as you sit and costs 2 otherwise.", ["as long as you sit"]),
        ("Go if the dog is ill and is late.", ["if the dog is ill and is late"]),
        (
            "We pay 8 if you wait for an hour, and 4 for each hour more.",
            ["if you wait for an hour"],
        ),
        ("Go if you have a dog, and 4 cats.", ["if you have a dog, and 4 cats"]),
        # A requirement begins with its "only" and ends with its clause.
        ("Wine is sold only by adults who ask, and we check.", ["only by adults who ask"]),
        ("Tickets are valid only for one day.", ["only for one day"]),
        ("Only the young dog can sit, under the tree.", ["Only the young dog can sit"]),
        ("Bags go only double-tied and after a call.", ["only double-tied and after a call"]),
        # Limits, and the group that something is for.
        ("At most two dogs are let in.", ["At most two dogs"]),
        ("Stay for no more than three nights.", ["for no more than three nights"]),
        ("Bring dogs of no more than 10 kg and sign.", ["no more than 10 kg"]),
        ("Tell us at least ten days before you come.", []),
        ("Tell us no later than two hours ahead.", []),
        ("A lead is needed for dogs worth 25 euros or more.", ["for dogs worth 25 euros or more"]),
        ("It is open to owners with at least 2 dogs.", ["to owners with at least 2 dogs"]),
        (
            "Anyone who is 18 and lives in A, B or C can come.",
            ["Anyone who is 18 and lives in A, B or C"],
        ),
        (
            "You must be at least 8, have a lead and sit still.",
            ["at least 8, have a lead and sit still"],
        ),
        (
            "Dogs must be at least 8 years old and live here.",
            ["at least 8 years old and live here"],
        ),
        ("It must be at least 20, and the limit is 90.", ["at least 20"]),
        (
            "You must be at least 8 years old and have to sit.",
            ["at least 8 years old and have to sit"],
        ),
        ("You must be at least 8 and you have to sit.", ["at least 8"]),
        # How long the team needs, or how long something takes.
        ("We send it within two hours, and it is free.", []),
        ("We trim fur free of charge, within ten days.", []),
        ("We count the dogs and decide within a day.", []),
        ("We take a lead back within ten days.", ["within ten days"]),
        ("We send leads that are ordered within two hours.", ["within two hours"]),
        ("The lead stops working within two hours.", []),
        ("A bath takes up to two hours; in winter, it may take up to three hours.", []),
        ("Owners can take up to two days a year.", ["up to two days a year"]),
        ("It takes up to two days of leave.", ["up to two days of leave"]),
        (
            "You can take up to two dogs, and it takes up to three.",
            ["up to two dogs", "up to three"],
        ),
        # Times and states.
        ("Keep the lead that you received when coming in.", []),
        ("Make sure that you pay when leaving.", ["when leaving"]),
        ("Ask by e-mail, and we will reply within two days.", []),
        ("We refund it within two days of the purchase.", ["within two days of the purchase"]),
        ("We return the deposit within 9 days of the end.", []),
        ("The money is in your account within ten days, and you get it back within nine.", []),
        (
            "You get a refund within two days; we refund leads within two days.",
            ["within two days"] * 2,
        ),
        ("Dogs may not stay during the first week.", ["during the first week"]),
        ("In your first year you pay less.", ["In your first year"]),
        ("Once a dog has barked, it goes.", ["Once a dog has barked"]),
        ("Write once a calendar year.", []),
        ("Dogs stay while it rains, but cats go.", ["while it rains"]),
        ("Dogs pay 5, while cats pay 6; stay for a while.", []),
    ],
)
def test_conditions_are_found_word_for_word(sentence: str, conditions: list[str]) -> None:
    assert [sentence[start:end] for start, end in find_conditions(sentence)] == conditions


@pytest.mark.parametrize(
    ("lead", "below", "listed"),
    [
        (
            "We help if:",
            "- it rains,\n- they bark; or\n- you ask.",
            ["it rains", "they bark", "you ask"],
        ),
        (
            "**Only if:**",
            "1. They sit. Ask us.\n   - or lie\n2. It rains, and",
            ["They sit", "It rains"],
        ),
        ("We help if you ask:", "- by phone\n- by post", []),
        ("We help with:", "- dogs\n- cats", []),
        ("We help if:", "It rains.\n\n- by phone", []),
    ],
)
def test_the_items_below_an_opener_are_its_conditions(
    lead: str, below: str, listed: list[str]
) -> None:
    text = f"- No.\n\n{lead}\n\n{below}\n\nSee you."
    start = text.index(lead)
    found = [text[a:b] for _, a, b in listed_conditions(text, start, start + len(lead))]
    assert found == listed


def test_the_question_back_asks_for_a_clause_in_words_that_can_be_affirmed() -> None:
    assert what_to_ask(["within ten days", "unless they bark"]) == "they bark"
    assert what_to_ask(["except where they bark"]) == "they bark"
    assert what_to_ask(["in case of fire"]) == "fire"


def test_nothing_is_asked_whose_answer_would_settle_nothing() -> None:
    assert what_to_ask(["within ten days", "up to 10 kg", "subject to a fee"]) == ""
    assert what_to_ask(["only in full bags", "only possible for owners"]) == ""
    assert what_to_ask(["only allowed at the gate", "Only the owner can cancel"]) == ""
    assert (
        what_to_ask(["only by adults", "only to residents", "only double-tied and after a call"])
        == ""
    )
    assert what_to_ask(["except for day passes", "with the exception of dogs that sit"]) == ""
    assert what_to_ask(["while we look for fleas", "if our vet is ill"]) == ""
    assert what_to_ask(["if we look for fleas", "if we have called you"]) == "we have called you"
    assert what_to_ask([]) == ""


@pytest.mark.parametrize(
    "opener", ["if", "when", "only after", "except when", "as soon as", "once", "should"]
)
def test_whatever_is_asked_is_settled_by_yes_or_by_no(opener: str) -> None:
    condition = f"{opener} they sit"
    assert what_to_ask([condition])
    assert {holds(condition, applies=True), holds(condition, applies=False)} != {None}


@pytest.mark.parametrize(
    ("condition", "applies", "does_not"),
    [
        ("unless they bark", False, True),
        ("except when they bark", False, True),
        ("Only if they sit", True, False),
        ("as long as they sit", True, False),
        ("provided that they sit", True, False),
        ("if they sit", True, None),
        ("when they sit", True, None),
        ("only after six", True, False),
        ("up to two dogs", None, None),
        ("within ten days", None, None),
    ],
)
def test_a_condition_says_what_holds_where_it_applies_and_where_not(
    condition: str, applies: bool | None, does_not: bool | None
) -> None:
    assert holds(condition, applies=True) is applies
    assert holds(condition, applies=False) is does_not


def test_otherwise_closes_the_other_case_of_if() -> None:
    assert holds("if they sit", applies=False, otherwise=True) is False


@pytest.mark.parametrize(
    ("sentence", "condition", "rest"),
    [
        ("Dogs are welcome unless they bark.", "unless they bark", "Dogs are welcome."),
        ("If you renew late, the seat is lost.", "If you renew late", "the seat is lost."),
        (
            "Dogs may stay (unless they bark) over night.",
            "unless they bark",
            "Dogs may stay over night.",
        ),
        ("Yes, provided that they sit.", "provided that they sit", "Yes."),
        ("Dogs may stay, and only if they sit.", "only if they sit", "Dogs may stay."),
    ],
)
def test_a_sentence_is_read_without_its_condition(sentence: str, condition: str, rest: str) -> None:
    assert without(sentence, [condition]) == rest


@pytest.mark.parametrize("subject", ["the owner", "an owner", "each owner", "no owner"])
def test_a_statement_begins_with_its_subject(subject: str) -> None:
    sentence = f"Dogs get six days, and {subject} has to pay 9."
    parts = [sentence[start:end] for start, end in statements(sentence)]
    assert parts == ["Dogs get six days", f"{subject} has to pay 9."]

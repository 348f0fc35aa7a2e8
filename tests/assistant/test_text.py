from assistant.text import printable_line, question_key, replace_surrogates


def test_a_lone_surrogate_is_replaced_and_a_smiley_is_not() -> None:
    assert replace_surrogates("a\ud83d b \U0001f600") == "a\ufffd b \U0001f600"


def test_a_line_has_neither_breaks_nor_control_characters() -> None:
    assert printable_line(" \x00 May I\n borrow\x07 films? ") == "May I borrow films?"


def test_a_question_is_known_by_its_letters_and_digits() -> None:
    assert question_key("May I borrow  E-books?!") == question_key("may i borrow e books")
    assert question_key("May I?") != question_key("May we?")
    assert question_key("?!") == ""

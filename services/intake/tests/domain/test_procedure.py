"""The steps of taking a petition in, with their limits."""

from datetime import date

from contracts.vocab import Channel
from intake.domain.procedure import Document, due, steps


def test_r58_the_office_transfers_within_fifteen_days_of_receipt():
    register, forward = steps(
        received_on=date(2026, 11, 2), office=True, reachable=True, channel=Channel.LETTER
    )
    assert register.documents == (Document.REGISTRATION_SLIP,)
    assert (forward.limit_days, forward.due_on) == (15, date(2026, 11, 17))
    assert forward.basis == "《信访工作条例》第二十二条"
    assert set(forward.documents) == {Document.FORWARDING_LETTER, Document.ASSIGNMENT_LETTER}


def test_r58_a_unit_answers_in_writing_within_fifteen_days_but_not_to_an_unknown_address():
    _, answer = steps(
        received_on=date(2026, 11, 2), office=False, reachable=True, channel=Channel.VISIT
    )
    assert (answer.due_on, answer.exempt) == (date(2026, 11, 17), None)
    assert set(answer.documents) == {Document.ACCEPTANCE_NOTICE, Document.NON_ACCEPTANCE_NOTICE}
    _, unknown = steps(
        received_on=date(2026, 11, 2), office=False, reachable=False, channel=Channel.VISIT
    )
    assert (unknown.limit_days, unknown.due_on) == (None, None)
    assert "不清" in str(unknown.exempt)


def test_r58_the_law_of_the_day_of_receipt_governs():
    def basis(day: date) -> str:
        return steps(received_on=day, office=True, reachable=True, channel=Channel.NET)[1].basis

    assert basis(date(2022, 4, 30)) == "《信访条例》（2005）第二十一条"
    assert basis(date(2022, 5, 1)) == "《信访工作条例》第二十二条"


def test_the_day_of_receipt_is_not_counted_and_days_are_calendar_days():
    assert due(date(2026, 2, 14), 15) == date(2026, 3, 1)
    assert due(date(2028, 2, 14), 15) == date(2028, 2, 29)

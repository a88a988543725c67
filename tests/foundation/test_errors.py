"""Errors: which of them the person before the door can mend, and what each door answers."""

import inspect
from http import HTTPStatus

import pytest

from foundation import errors
from foundation.errors import BadInput, Busy, MissingExtra, NotFound, NotReady, StylistError, TooLarge

EVERY = [one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, StylistError)]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (StylistError, HTTPStatus.INTERNAL_SERVER_ERROR),
        (BadInput, HTTPStatus.BAD_REQUEST),
        (NotFound, HTTPStatus.NOT_FOUND),
        (TooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        (Busy, HTTPStatus.TOO_MANY_REQUESTS),
        (MissingExtra, HTTPStatus.NOT_IMPLEMENTED),
        (NotReady, HTTPStatus.SERVICE_UNAVAILABLE),
    ],
)
def test_http_answers_each_error_with_a_status_of_its_own(error: type[StylistError], status: HTTPStatus) -> None:
    assert error.http_status == status


def test_no_two_errors_are_answered_alike() -> None:
    assert len({error.http_status for error in EVERY}) == len(EVERY)


@pytest.mark.parametrize("error", EVERY)
def test_the_console_ends_with_two_where_the_caller_can_do_something_and_with_one_where_the_fault_is_ours(
    error: type[StylistError],
) -> None:
    assert error.exit_status == (1 if error is StylistError else 2)


@pytest.mark.parametrize("error", EVERY)
def test_every_error_has_a_title_of_one_line_that_no_other_has(error: type[StylistError]) -> None:
    assert error.title
    assert "\n" not in error.title
    assert [one.title for one in EVERY].count(error.title) == 1


@pytest.mark.parametrize("error", [TooLarge, NotFound, Busy, MissingExtra])
def test_what_is_wrong_with_the_input_is_caught_as_bad_input(error: type[StylistError]) -> None:
    with pytest.raises(BadInput, match="too long: cut it"):
        raise error("too long: cut it")


def test_a_service_that_is_starting_is_no_bad_input() -> None:
    assert not issubclass(NotReady, BadInput)

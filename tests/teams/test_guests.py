"""A guest of a tenant takes part like any other, known by their own e-mail."""

from adapters.teams.profile import email_of


def test_a_guest_is_known_by_their_own_email():
    member = {
        "email": "nadia@start-up.example",
        "userPrincipalName": "nadia_start-up.example#EXT#@contoso.onmicrosoft.com",
    }
    assert email_of(member) == "nadia@start-up.example"


def test_the_account_of_a_guest_is_no_email():
    account = {"userPrincipalName": "nadia_start-up.example#EXT#@contoso.onmicrosoft.com"}
    assert email_of(account) == ""

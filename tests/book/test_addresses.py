"""Les adresses du livre : celle d'une page, celle d'une section ne changent plus, car quelqu'un les a notées."""

import pytest


@pytest.fixture(scope="module")
def script(ci_script):
    return ci_script("adresses")


@pytest.fixture(scope="module")
def found(script, site, page_names):
    return set(script.addresses(site, page_names))


def test_no_address_of_the_book_has_disappeared(script, found):
    assert set(script.recorded()) - found == set(), "gardez l'ancienne ancre, par une étiquette « (ancre)= »"


def test_every_address_of_the_book_is_recorded(script, found):
    assert found - set(script.recorded()) == set(), "inscrivez-les par « make adresses »"


def test_the_list_is_sorted_and_says_each_address_once(script):
    assert script.recorded() == sorted(set(script.recorded()))

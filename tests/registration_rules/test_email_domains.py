"""Domains: what counts as a slip of the finger, and the rare ones that are right."""

from __future__ import annotations

import pytest

from registration_rules.email_domains import PROVIDERS, correct_domain, is_one_slip


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("gmail", "gmial"),
        ("gmail", "gmai"),
        ("gmail", "mail"),
        ("gmail", "ggmail"),
        ("gmail", "gmaik"),
        ("a", ""),
        ("ab", "ba"),
    ],
)
def test_one_slip(a: str, b: str) -> None:
    assert is_one_slip(a, b)
    assert is_one_slip(b, a)


@pytest.mark.parametrize(
    ("a", "b"), [("gmail", "gmail"), ("gmail", "gimal"), ("gmail", "hotmail"), ("ab", "cd"), ("", "")]
)
def test_none_or_more_than_one_slip(a: str, b: str) -> None:
    assert not is_one_slip(a, b)
    assert not is_one_slip(b, a)


@pytest.mark.parametrize(
    "domain",
    [
        *(f"{provider}.com" for provider in PROVIDERS),
        *(
            "ymail.com",
            "email.com",
            "mail.com",
            "cloud.com",
            "live.com",
            "love.com",
            "rocketmail.com",
            "windowslive.com",
        ),
        *(
            "hotmail.fr",
            "outlook.de",
            "yahoo.co.jp",
            "gmail.saithong.go.th",
            "gmial.org",
            "hotmali.go.th",
            "saithong.go.th",
        ),
        *("who.int", "ldd.mail.go.th", "psu.ac.th", "saithong.local", "x.co", "x.cm", "x.ht", "", "."),
    ],
)
def test_domains_that_may_be_right_are_left_alone(domain: str) -> None:
    assert correct_domain(domain) == domain


@pytest.mark.parametrize("domain", ["gmial.con", "yaho.coth", "hotmail.co.tha", "outlok"])
def test_two_slips_of_different_kinds(domain: str) -> None:
    corrected = correct_domain(domain)
    assert corrected in {"gmail.com", "yahoo.co.th", "hotmail.co.th", "outlook.com"}
    assert correct_domain(corrected) == corrected

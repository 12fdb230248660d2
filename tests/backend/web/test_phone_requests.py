"""What a phone asks about registrations that it has a receipt for: to cancel one, and how several stand."""

from __future__ import annotations

import json
import sqlite3
import uuid
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.built_site.events import Events
from backend.registration.acts import decide
from backend.store.opening import open_store
from tests.backend.small_site import FORM, SLUG, make_submission, write_small_site
from tests.backend.web.test_rate_limits import limited
from tests.backend.web.test_requests import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from backend.registration.acts import Decision
    from tests.backend.conftest import Phone

FORM_TYPE = {"content-type": "application/x-www-form-urlencoded"}
BEGUN = datetime(2022, 1, 14, 1, 30, tzinfo=UTC)
NOWHERE = {"submission_id": "00000000-0000-4000-b000-000000000000", "manage": "0" * 32}


def make_act(answer: dict[str, Any], **fields: str) -> dict[str, str]:
    """A cancellation of what was answered so, as a phone sends it."""
    return {
        "submission_id": answer["submission_id"],
        "manage": answer["manage"],
        "act_id": str(uuid.uuid4()),
        "created_at": "2022-01-05T03:00:00.000Z",
        "sent_at": "2022-01-05T03:00:05.000Z",
        "attempt": "1",
    } | fields


def cancel(phone: Phone, act: dict[str, str], slug: str = SLUG, **headers: str) -> httpx.Response:
    return phone.client.post(f"/r/{slug}/cancel/", content=urlencode(act), headers=FORM_TYPE | headers)


def ask(phone: Phone, *answers: dict[str, Any], slug: str = SLUG) -> httpx.Response:
    lines = "\n".join(f"{answer['submission_id']}.{answer['manage']}" for answer in answers)
    return phone.client.post(f"/r/{slug}/standing/", content=urlencode({"registrations": lines}), headers=FORM_TYPE)


def stand(phone: Phone, *answers: dict[str, Any]) -> list[tuple[str, int | None, bool]]:
    """Status, place and whether it was replaced, of each."""
    told = ask(phone, *answers).json()["registrations"]
    return [(one["status"], one["place"], one["is_replaced"]) for one in told]


def states(phone: Phone) -> list[str]:
    return [state for (state,) in phone.query("SELECT state FROM registrations ORDER BY received_at, rowid")]


def act_of_organiser(phone: Phone, receipt: str, decision: Decision) -> None:
    event = Events(phone.site, is_preview=False).find(SLUG)
    assert event is not None
    with closing(open_store(phone.database.parent)) as store:
        assert decide(store, event, receipt, decision, by="x", at=phone.clock()).hindrance is None


def test_cancelling_says_how_the_registration_stands_then(phone: Phone) -> None:
    write_small_site(phone.site, quota=1, waiting_list=True)
    answer = phone.register(0)
    phone.register(1)
    act = make_act(answer)
    response = cancel(phone, act)
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    assert response.headers["cache-control"] == "no-store"
    assert response.json() == {
        "act_id": act["act_id"],
        "submission_id": answer["submission_id"],
        "status": "cancelled",
    }
    assert states(phone) == ["cancelled", "confirmed"]
    assert phone.query("SELECT submission_id, act, by, before, after FROM decisions") == [
        (answer["submission_id"], "cancel", "person", "confirmed", "cancelled")
    ]


def test_a_copy_of_an_act_has_the_same_answer_also_when_the_event_has_begun(phone: Phone) -> None:
    act = make_act(phone.register(0))
    first = cancel(phone, act)
    copies = [cancel(phone, act | {"attempt": "2"})]
    phone.clock.now = BEGUN
    copies.append(cancel(phone, act | {"attempt": "3"}))
    assert [(copy.status_code, copy.json()) for copy in copies] == [(200, first.json())] * 2
    assert phone.query("SELECT count(*) FROM decisions") == [(1,)]
    assert phone.query("SELECT count(*) FROM outbox WHERE kind = 'cancelled'") == [(2,)]


def test_once_the_event_has_begun_nothing_is_cancelled(phone: Phone) -> None:
    act = make_act(phone.register(0))
    phone.clock.now = BEGUN
    refused = cancel(phone, act)
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    body = refused.json()
    assert (body["code"], body["act_id"], body["submission_id"]) == ("closed", act["act_id"], act["submission_id"])
    assert states(phone) == ["confirmed"]
    phone.clock.now = BEGUN - timedelta(milliseconds=1)
    assert cancel(phone, act).json()["status"] == "cancelled"


@pytest.mark.parametrize(
    ("decisions", "status"),
    [(["decline"], "declined"), (["remove"], "removed"), (["decline", "erase"], "removed"), (["cancel"], "cancelled")],
)
def test_what_had_ended_stays_as_it_ended(phone: Phone, decisions: list[Decision], status: str) -> None:
    phone.clock.now = datetime(2022, 1, 11, tzinfo=UTC)
    answer = phone.register(0, sent_at="2022-01-11T00:00:00.000Z", created_at="2022-01-10T00:00:00.000Z")
    for decision in decisions:
        act_of_organiser(phone, answer["receipt"], decision)
    response = cancel(phone, make_act(answer))
    assert (response.status_code, response.json()["status"]) == (200, status)
    assert phone.query("SELECT count(*) FROM decisions WHERE by = 'person'") == [(0,)]
    assert stand(phone, answer) == [(status, None, False)]


def test_only_who_has_the_key_cancels(phone: Phone) -> None:
    one, other = phone.register(0), phone.register(1)
    write_small_site(phone.site, event="other")
    acts = [
        (SLUG, make_act(NOWHERE)),
        (SLUG, make_act(one, manage=other["manage"])),
        (SLUG, make_act(one, submission_id=NOWHERE["submission_id"])),
        ("other", make_act(one)),
    ]
    for slug, act in acts:
        refused = cancel(phone, act, slug)
        assert (refused.status_code, refused.json()["code"]) == (422, "not_possible")
        assert refused.json()["act_id"] == act["act_id"]
    assert states(phone) == ["confirmed", "confirmed"]
    assert ask(phone, NOWHERE, one | {"manage": other["manage"]}).json()["registrations"] == []
    assert ask(phone, one, slug="other").json()["registrations"] == []


def test_a_key_speaks_for_what_the_registration_has_become(phone: Phone) -> None:
    first = phone.register(0)
    second = phone.register(0, position="ปลัด", replaces=first["submission_id"])
    third = phone.register(1, replaces=second["submission_id"])
    told = ask(phone, first, third).json()["registrations"]
    assert [(one["submission_id"], one["receipt"], one["is_replaced"]) for one in told] == [
        (first["submission_id"], third["receipt"], True),
        (third["submission_id"], third["receipt"], False),
    ]
    assert cancel(phone, make_act(first)).json() | {"act_id": ""} == {
        "act_id": "",
        "submission_id": first["submission_id"],
        "status": "cancelled",
    }
    assert states(phone) == ["replaced", "replaced", "cancelled"]
    assert stand(phone, first, second, third) == [("cancelled", None, is_other) for is_other in (True, True, False)]
    assert phone.query("SELECT submission_id FROM decisions") == [(third["submission_id"],)]


def test_what_was_corrected_and_then_removed_leads_on_all_the_same(phone: Phone) -> None:
    first = phone.register(0)
    second = phone.register(0, position="ปลัด", replaces=first["submission_id"])
    act_of_organiser(phone, first["receipt"], "remove")
    assert stand(phone, first) == [("confirmed", None, True)]
    assert cancel(phone, make_act(first)).json()["status"] == "cancelled"
    assert stand(phone, second) == [("cancelled", None, False)]


def test_a_correction_that_still_waits_has_not_taken_the_place(phone: Phone) -> None:
    write_small_site(phone.site, quota=1, waiting_list=True)
    phone.register(1, organisation="saithong-town")
    first = phone.register(0)
    moved = phone.register(0, organisation="saithong-town", replaces=first["submission_id"])
    assert stand(phone, first, moved) == [("confirmed", None, False), ("waiting", 1, False)]
    assert cancel(phone, make_act(moved)).json()["status"] == "cancelled"
    assert stand(phone, first) == [("confirmed", None, False)]


def test_places_in_line_are_those_of_the_moment(phone: Phone) -> None:
    write_small_site(phone.site, quota=1, waiting_list=True)
    answers = []
    for number in range(4):
        phone.clock.now += timedelta(seconds=1)
        answers.append(phone.register(number))
    assert stand(phone, *answers) == [
        ("confirmed", None, False),
        *(("waiting", place, False) for place in (1, 2, 3)),
    ]
    cancel(phone, make_act(answers[1]))
    assert stand(phone, answers[3], answers[0]) == [("waiting", 2, False), ("confirmed", None, False)]
    cancel(phone, make_act(answers[0]))
    assert stand(phone, answers[2], answers[3]) == [("confirmed", None, False), ("waiting", 1, False)]


def test_the_answer_tells_of_the_event_and_of_no_person(phone: Phone) -> None:
    answer = phone.register(0)
    response = ask(phone, answer)
    assert (response.status_code, response.headers["cache-control"]) == (200, "no-store")
    assert response.json() == {
        "event": {"starts_at": "2022-01-14T01:30:00.000Z", "when": FORM["facts"]["when"], "is_called_off": False},
        "registrations": [
            {
                "submission_id": answer["submission_id"],
                "status": "confirmed",
                "receipt": answer["receipt"],
                "place": None,
                "is_replaced": False,
            }
        ],
    }


def test_the_answer_tells_that_the_event_was_called_off(phone: Phone) -> None:
    answer = phone.register(0)
    file = phone.site / f"r/{SLUG}/form.json"
    text = {"th": "-", "en": "-"}
    file.write_text(json.dumps(json.loads(file.read_text()) | {"called_off": {"on": text, "because": text}}))
    assert ask(phone, answer).json()["event"]["is_called_off"] is True


def test_asking_changes_nothing(phone: Phone) -> None:
    answer = phone.register(0)
    with closing(sqlite3.connect(phone.database)) as connection:
        before = list(connection.iterdump())
        ask(phone, answer, NOWHERE)
        assert list(connection.iterdump()) == before


@pytest.mark.parametrize("count", [1, 30])
def test_up_to_thirty_are_asked_about_at_once(phone: Phone, count: int) -> None:
    answer = phone.register(0)
    assert stand(phone, *[answer] * count) == [("confirmed", None, False)] * count


GOOD = make_act(NOWHERE)
LINE = f"{NOWHERE['submission_id']}.{NOWHERE['manage']}"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "a",
        "%",
        urlencode(GOOD) + "&x=1",
        urlencode(GOOD) + "&attempt=1",
        urlencode({name: text for name, text in GOOD.items() if name != "attempt"}),
        *(urlencode(GOOD | {name: ""}) for name in GOOD),
        urlencode(GOOD | {"act_id": GOOD["act_id"].upper()}),
        urlencode(GOOD | {"manage": "G" * 32}),
        urlencode(GOOD | {"sent_at": "2022-02-30T00:00:00.000Z"}),
        urlencode(GOOD | {"attempt": "๑"}),
        "act_id=%FF",
        "\0",
    ],
)
def test_what_is_no_cancellation_is_a_bad_request(phone: Phone, body: str) -> None:
    response = phone.client.post(f"/r/{SLUG}/cancel/", content=body, headers=FORM_TYPE)
    assert (response.status_code, response.json()["code"]) == (400, "bad_request")
    assert "act_id" not in response.json()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "registrations=",
        "registrations",
        "registrations=.",
        f"registrations={LINE}&registrations={LINE}",
        f"registrations={LINE}&x=1",
        f"registrations={LINE}%0A",
        f"registrations={LINE}%0D%0A{LINE}",
        f"registrations={LINE}.",
        f"registrations=+{LINE}",
        "registrations=" + "%0A".join([LINE] * 31),
        "registrations=" + quote(LINE.replace(".", ":")),
        "registrations=%FF",
    ],
)
def test_what_is_no_question_is_a_bad_request(phone: Phone, body: str) -> None:
    response = phone.client.post(f"/r/{SLUG}/standing/", content=body, headers=FORM_TYPE)
    assert (response.status_code, response.json()["code"]) == (400, "bad_request")


TEXTS = st.text(max_size=20)
FIELDS = st.dictionaries(st.sampled_from([*GOOD, "registrations"]) | TEXTS, TEXTS)
BODIES = st.binary(max_size=200) | FIELDS.map(lambda fields: urlencode(GOOD | fields, errors="replace").encode())
QUESTIONS = st.lists(TEXTS | st.just(LINE), max_size=40).map(
    lambda lines: urlencode({"registrations": "\n".join(lines)}, errors="replace").encode()
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(["cancel", "standing"]), body=BODIES | QUESTIONS, language=st.sampled_from(["th", "x"]))
def test_no_body_makes_the_server_fail(phone: Phone, name: str, body: bytes, language: str) -> None:
    headers = FORM_TYPE | {"accept-language": language}
    assert phone.client.post(f"/r/{SLUG}/{name}/", content=body, headers=headers).status_code in {200, 400, 422}


@pytest.mark.parametrize("name", ["cancel", "standing"])
def test_the_door_is_as_strict_as_that_of_registrations(phone: Phone, name: str) -> None:
    address = f"/r/{SLUG}/{name}/"
    json_body = phone.client.post(address, content="{}", headers={"content-type": "application/json"})
    long_body = phone.client.post(address, content="a" * 70_000, headers=FORM_TYPE)
    nowhere = phone.client.post(f"/r/nowhere/{name}/", content="a", headers=FORM_TYPE)
    foreign = phone.client.post(address, content="a", headers=FORM_TYPE | {"sec-fetch-site": "cross-site"})
    person = phone.client.post(address, content="a", headers=FORM_TYPE | {"accept": "text/html"})
    statuses = [one.status_code for one in (json_body, long_body, nowhere, foreign, person)]
    assert statuses == [415, 413, 404, 403, 400]
    assert person.headers["content-type"] == "application/problem+json"
    assert phone.client.get(address).status_code == 404
    assert phone.client.put(address).status_code == 405


def test_when_the_store_or_the_form_is_away_phones_wait(phone: Phone) -> None:
    answer = phone.register(0)
    away = phone.database.with_name("away")
    phone.database.rename(away)
    responses = [cancel(phone, make_act(answer))]
    away.rename(phone.database)
    with closing(sqlite3.connect(phone.database)) as store:
        store.execute("ALTER TABLE registrations RENAME TO mislaid")
        responses += [cancel(phone, make_act(answer)), ask(phone, answer)]
        store.execute("ALTER TABLE mislaid RENAME TO registrations")
    phone.site.joinpath(f"r/{SLUG}/form.json").write_text("{}")
    responses += [cancel(phone, make_act(answer)), ask(phone, answer)]
    assert [(one.status_code, one.headers["retry-after"], one.json()["code"]) for one in responses] == [
        (503, "5", "unavailable")
    ] * 5
    assert [one for one in responses if "act_id" in one.json()] == []
    assert states(phone) == ["confirmed"]


@pytest.mark.usefixtures("no_new_hour")
def test_cancelling_counts_as_a_post_and_asking_does_not(tmp_path: Path) -> None:
    with limited(tmp_path, posts="2 per hour", questions="2 per hour") as (phone, _):
        answer = phone.register(0, organisation="o0")
        assert [ask(phone, answer).status_code for _ in range(3)] == [200, 200, 429]
        responses = [cancel(phone, make_act(answer)) for _ in range(2)]
        assert [one.status_code for one in responses] == [200, 429]
        assert int(responses[1].headers["retry-after"]) > 0
        assert "act_id" not in responses[1].json()


def test_no_key_is_in_a_log(phone: Phone, caplog: pytest.LogCaptureFixture) -> None:
    def list_lines() -> list[str]:
        records = [record for record in caplog.records if not record.name.startswith(("httpcore", "httpx"))]
        return [record.getMessage() for record in records]

    caplog.set_level("DEBUG")
    answer = phone.register(0)
    ask(phone, answer)
    cancel(phone, make_act(answer))
    wait_for(lambda: any("/cancel/" in line for line in list_lines()))
    of_requests = [line.rpartition(" 200 ")[0] for line in list_lines() if "/standing/" in line or "/cancel/" in line]
    assert of_requests == ["POST /r/{slug}/standing/", "POST /r/{slug}/cancel/"]
    secrets = [answer["manage"], answer["submission_id"], answer["receipt"]]
    assert [line for line in list_lines() if any(secret in line for secret in secrets)] == []


def test_what_was_cancelled_can_be_registered_again(phone: Phone) -> None:
    cancel(phone, make_act(phone.register(0)))
    again = phone.post(make_submission(0))
    assert (again.status_code, json.loads(again.text)["status"]) == (201, "confirmed")
    assert states(phone) == ["cancelled", "confirmed"]

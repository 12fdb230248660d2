"""SMS over HTTP: what gateways are asked, and what their answers are taken for."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from backend.delivery.gateways import Gateway as GatewayProtocol
from backend.delivery.gateways import SmsCarrier, ThaiBulkSms
from backend.delivery.http_gateway import HttpGateway, read_gateway_file
from backend.delivery.outcomes import Failed, Sent, TryAgain
from backend.delivery.settings import SmsSettings
from backend.delivery.sms import render_sms
from backend.delivery.strict_yaml import FileProblemsError
from tests.backend.delivery.samples import SOMCHAI, TEXTS, make_message, rename
from tests.servers.coroutines import run as run_coroutine
from tests.servers.mail_server import make_context, running_silence
from tests.servers.sms_gateways import KEY, SECRET, SENDER, Gateway, answer_as_thaibulksms, running_gateway

if TYPE_CHECKING:
    from pathlib import Path

    from backend.delivery.message import Message
    from backend.delivery.outcomes import Outcome

MESSAGE = make_message("joining_details", "sms")
TEXT = render_sms(MESSAGE, TEXTS)
SETTINGS = SmsSettings("http", key=KEY, secret=SECRET, sender=SENDER)


def deliver(gateway: GatewayProtocol, message: Message = MESSAGE) -> Outcome:
    return run_coroutine(SmsCarrier(gateway, TEXTS, with_link=False).deliver(message))


def describe(folder: Path, url: str, text: str) -> HttpGateway:
    """The gateway at `url` as a file describes it."""
    file = folder / "gateway.yaml"
    file.write_text(f"url: {url}\n{text}", encoding="utf-8")
    return HttpGateway(read_gateway_file(file), SETTINGS, within_s=20)


def test_thaibulksms_is_asked_as_its_documentation_says():
    gateway = Gateway(answer_as_thaibulksms)
    with running_gateway(gateway) as url:
        assert deliver(ThaiBulkSms(KEY, SECRET, SENDER, url=f"{url}/sms")) == Sent("4cDFwsXNDsjlmBP5Oo7aJZ")
    [asked] = gateway.asked
    assert asked.form == {"msisdn": "66812345678", "message": TEXT, "sender": SENDER}


@pytest.mark.parametrize(
    ("credentials", "mobile", "outcome"),
    [
        ((KEY, "wrong", SENDER), SOMCHAI.mobile, TryAgain("credentials_refused", "HTTP 401 UNAUTHORIZED")),
        ((KEY, SECRET, "OTHER"), SOMCHAI.mobile, TryAgain("answered_later", "HTTP 400 ERROR_SENDER_NAME_INVALID")),
        ((KEY, SECRET, SENDER), "+66899999999", Failed("address_unusable")),
    ],
)
def test_thaibulksms_refuses(credentials, mobile, outcome):
    with running_gateway(Gateway(answer_as_thaibulksms)) as url:
        gateway = ThaiBulkSms(*credentials, url=f"{url}/sms")
        assert deliver(gateway, rename(MESSAGE, mobile=mobile)) == outcome


@pytest.mark.parametrize(
    ("status", "answer", "outcome"),
    [
        (429, "", TryAgain("answered_later", "HTTP 429")),
        (500, "<h1>66812345678</h1>", TryAgain("answered_later", "HTTP 500")),
        (503, {"error": {"name": "to 66812345678"}}, TryAgain("answered_later", "HTTP 503")),
        (403, {"error": "no"}, TryAgain("credentials_refused", "HTTP 403")),
        (302, "", TryAgain("answered_later", "HTTP 302")),
        (200, "<h1>Log in to the wireless network</h1>", Failed("answer_not_understood", "HTTP 200")),
        (200, {"phone_number_list": [], "bad_phone_number_list": []}, Failed("answer_not_understood", "HTTP 200")),
        (200, "[" * 100_000, Failed("answer_not_understood", "HTTP 200")),
        (200, [[[1]]], Failed("answer_not_understood", "HTTP 200")),
        (0, "", TryAgain("connection_lost")),
    ],
)
def test_what_other_answers_are_taken_for(status, answer, outcome):
    gateway = Gateway(lambda _asked: (status, answer))
    with running_gateway(gateway) as url:
        assert deliver(ThaiBulkSms(KEY, SECRET, SENDER, url=f"{url}/sms")) == outcome
    assert len(gateway.asked) == 1


@pytest.mark.parametrize(
    "mobile", ["", "0812345678", "+6625550123", "+668123456789", "+44 20 7946 0958", "+668๑2345678"]
)
def test_what_is_no_mobile_number_is_not_tried(mobile):
    gateway = Gateway(answer_as_thaibulksms)
    with running_gateway(gateway) as url:
        outcome = deliver(ThaiBulkSms(KEY, SECRET, SENDER, url=f"{url}/sms"), rename(MESSAGE, mobile=mobile))
    assert (outcome, gateway.asked) == (Failed("address_unusable"), [])


def test_a_gateway_that_is_away_silent_or_not_itself_is_tried_again(tmp_path):
    with running_silence() as port:
        silent = describe(tmp_path, f"http://127.0.0.1:{port}/", "form: {to: '{mobile}', text: '{text}'}\n")
        silent._within_s = 0.3  # noqa: SLF001 - nobody waits half a minute for a test
        assert deliver(silent) == TryAgain("timeout")
    assert deliver(silent) == TryAgain("unreachable")
    gateway = Gateway(answer_as_thaibulksms)
    with running_gateway(gateway, make_context(trustme.CA(), "127.0.0.1")) as url:
        assert deliver(ThaiBulkSms(KEY, SECRET, SENDER, url=f"{url}/sms")) == TryAgain("not_secure")
    assert gateway.asked == []


FORM = """\
headers: {Authorization: "Bearer {secret}", X-Account: "{key}"}
form: {to: "{mobile}", text: "{text}", from: "{sender}", flash: "0"}
"""
JSON = """\
json: '{"messages": [{"to": "{mobile}", "text": "{text}"}], "from": "{sender}", "ttl": 60, "flash": false}'
mobile: "0"
"""
QUERY = """\
method: GET
form: {msisdn: "{mobile}", msg: "{text}"}
mobile: "66"
"""


def test_a_form_is_filled_in(tmp_path):
    gateway = Gateway(lambda _asked: (200, "OK"))
    with running_gateway(gateway) as url:
        assert deliver(describe(tmp_path, f"{url}/send", FORM)) == Sent("")
    [asked] = gateway.asked
    assert (asked.method, asked.path) == ("POST", "/send")
    assert (asked.headers["authorization"], asked.headers["x-account"]) == (f"Bearer {SECRET}", KEY)
    assert asked.form == {"to": "+66812345678", "text": TEXT, "from": SENDER, "flash": "0"}


def test_json_is_filled_in_and_keeps_its_numbers(tmp_path):
    gateway = Gateway(lambda _asked: (202, {"data": [{"id": 17}]}))
    with running_gateway(gateway) as url:
        assert deliver(describe(tmp_path, f"{url}/v1", f"{JSON}message_id: data.0.id\n")) == Sent("17")
    [asked] = gateway.asked
    assert asked.headers["content-type"] == "application/json"
    assert json.loads(asked.body) == {
        "messages": [{"to": "0812345678", "text": TEXT}],
        "from": SENDER,
        "ttl": 60,
        "flash": False,
    }


def test_a_query_is_filled_in_and_not_logged(tmp_path, caplog):
    caplog.set_level(logging.INFO)
    gateway = Gateway(lambda _asked: (200, ""))
    with running_gateway(gateway) as url:
        assert deliver(describe(tmp_path, f"{url}/send", QUERY)) == Sent("")
    [asked] = gateway.asked
    assert (asked.method, asked.body, asked.query) == ("GET", "", {"msisdn": "66812345678", "msg": TEXT})
    assert "66812345678" not in caplog.text


def test_what_a_text_says_is_no_placeholder_and_no_json(tmp_path):
    gateway = Gateway(lambda _asked: (200, ""))
    message = make_message("confirmation", "sms", receipt='{secret}", "to": "')
    with running_gateway(gateway) as url:
        deliver(describe(tmp_path, url, JSON), message)
    assert json.loads(gateway.asked[0].body)["messages"] == [{"to": "0812345678", "text": render_sms(message, TEXTS)}]


@pytest.mark.parametrize(
    ("status", "answer", "outcome"),
    [
        (200, {"status": "ok", "data": {"id": "m1"}}, Sent("m1")),
        (200, {"status": "000"}, Sent("")),
        (200, {"status": "bad-number"}, Failed("refused", "HTTP 200")),
        (400, {"status": "bad-number"}, Failed("refused", "HTTP 400")),
        (400, {"status": "ok"}, TryAgain("answered_later", "HTTP 400")),
        (200, {"status": "no-credit"}, Failed("answer_not_understood", "HTTP 200")),
        (200, {"status": True}, Failed("answer_not_understood", "HTTP 200")),
        (200, "ok", Failed("answer_not_understood", "HTTP 200")),
        (401, {}, TryAgain("credentials_refused", "HTTP 401")),
    ],
)
def test_the_file_says_which_answer_means_what(tmp_path, status, answer, outcome):
    text = f"""{FORM}success: {{at: status, is: [ok, "000"]}}
refused: {{at: status, is: [bad-number]}}
message_id: data.id
"""
    with running_gateway(Gateway(lambda _asked: (status, answer))) as url:
        assert deliver(describe(tmp_path, url, text)) == outcome


BODY = 'form: {to: "{mobile}", text: "{text}"}\n'


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (f"url: https://sms.example.go.th/send\n{BODY}", []),
        (f"url: http://127.0.0.1:8080/\n{BODY}", []),
        (f"url: http://localhost/\n{BODY}", []),
        (f"url: http://sms.example.go.th/\n{BODY}", [("not_a_link", 1)]),
        (f"url: 'http://[x'\n{BODY}", [("not_a_link", 1)]),
        (BODY, [("key_missing", 1)]),
        (f"url:\n{BODY}", [("text_empty", 1)]),
        ("url: https://sms.example.go.th/\n", [("key_missing", 1)]),
        (f"url: https://sms.example.go.th/\n{BODY}json: '{{}}'\n", [("body_twice", 3)]),
        (f"url: https://sms.example.go.th/\n{BODY}path: x\n", [("key_unknown", 3)]),
        (f"url: https://sms.example.go.th/\n{BODY}method: PUT\n", [("not_one_of", 3)]),
        (f"url: https://sms.example.go.th/\n{BODY}mobile: '+44'\n", [("not_one_of", 3)]),
        ("url: https://sms.example.go.th/\nform: [a]\n", [("not_keys", 2)]),
        (
            "url: https://sms.example.go.th/\nform: {to: '{mobile}', text: {a: b}}\n",
            [("not_text", 2), ("text_unused", 2)],
        ),
        ("url: https://sms.example.go.th/\nform: {to: '{mobile}'}\n", [("text_unused", 2)]),
        ("url: https://sms.example.go.th/\njson: '{'\n", [("not_json", 2)]),
        (f"url: https://sms.example.go.th/\njson: '{'[' * 30_000}'\n", [("not_json", 2)]),
        (
            "url: https://sms.example.go.th/\nform: {to: '{mobile}', text: '{text}', a: '{password}'}\n",
            [("placeholder_unknown", 2)],
        ),
        (f"url: https://sms.example.go.th/\n{BODY}headers: {{A: '{{token}}'}}\n", [("placeholder_unknown", 3)]),
        (f"url: https://sms.example.go.th/\n{BODY}headers: {{'A b': x}}\n", [("not_a_header", 3)]),
        (f'url: https://sms.example.go.th/\n{BODY}headers: {{A: "x\\r\\nB: y"}}\n', [("not_a_header", 3)]),
        (f"url: https://sms.example.go.th/\n{BODY}success: {{at: a}}\n", [("key_missing", 3)]),
        (f"url: https://sms.example.go.th/\n{BODY}success: {{at: a, is: ok}}\n", [("not_list", 3)]),
        (f"url: https://sms.example.go.th/\n{BODY}success: ok\n", [("not_keys", 3)]),
    ],
)
def test_every_mistake_in_the_file_is_found_with_its_line(tmp_path, text, problems):
    file = tmp_path / "gateway.yaml"
    file.write_text(text, encoding="utf-8")
    found: list[tuple[str, int]] = []
    try:
        read_gateway_file(file)
    except FileProblemsError as error:
        found = [(problem.code, problem.line) for problem in error.problems]
        error.describe(TEXTS, "th")
        error.describe(TEXTS, "en")
    assert found == problems


def test_secrets_show_nowhere():
    shown: Any = repr(SETTINGS)
    assert [secret for secret in (KEY, SECRET) if secret in shown] == []

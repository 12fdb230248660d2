"""A mail server and what sends by it, beside a backend with its store."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from backend.built_site.messages import StrictMessages
from backend.delivery.carriers import Carriers, make_carriers
from backend.delivery.mail import Sender as From
from backend.delivery.settings import Settings, SmtpSettings
from backend.store.opening import open_store
from tests.servers.mail_server import Mailbox, running_mail_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backend.store.store import Store
    from tests.backend.conftest import Phone


@pytest.fixture
def mailbox() -> Mailbox:
    """What the mail server took."""
    return Mailbox()


@pytest.fixture
def carriers(mailbox: Mailbox, site: Path) -> Iterator[Carriers]:
    """E-mail over a server on loopback."""
    with running_mail_server(mailbox, auth_required=False) as port:
        smtp = SmtpSettings("127.0.0.1", port, "none", From("registration@wian.example.go.th"))
        yield make_carriers(Settings(smtp, None), StrictMessages(site))


@pytest.fixture
def store(phone: Phone) -> Iterator[Store]:
    """The phone's store, opened beside its backend."""
    with closing(open_store(phone.database.parent)) as store:
        yield store

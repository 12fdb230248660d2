"""How values are written and engines made, alike for every database."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy

if TYPE_CHECKING:
    from sqlalchemy import URL, Engine


def create_engine(url: URL, **options: Any) -> Engine:  # noqa: ANN401 - SQLAlchemy's
    """An engine that keeps Thai letters in JSON, and whose errors name no value: it could be personal."""
    serializer = json.JSONEncoder(ensure_ascii=False).encode
    return sqlalchemy.create_engine(url, json_serializer=serializer, hide_parameters=True, **options)

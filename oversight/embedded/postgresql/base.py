"""Django's PostgreSQL backend, which starts the embedded servers when it cannot connect."""

from typing import Any

from django.db import OperationalError
from django.db.backends.postgresql import base
from django.utils.asyncio import async_unsafe

from oversight import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    @async_unsafe
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            pass
        try:
            embedded.start()  # does nothing but look, where the reason was another
        except embedded.Unavailable as sentence:
            raise OperationalError(str(sentence)) from None
        return super().get_new_connection(conn_params)

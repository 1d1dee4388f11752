"""Tables of practitioners that are sent: kept encrypted and for a short time, since they hold personal numbers."""

import json
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from agencies.secrecy import decrypt, encrypt
from kernel import files
from kernel.errors import Unreadable
from kernel.files import readable_by
from kernel.models import StoredFile

PEOPLE_TABLE = "practitioners.table"
Rows = list[tuple[int, dict[str, str]]]


@readable_by(PEOPLE_TABLE)
def has_sent_it(by: Any, file: StoredFile) -> bool:
    return file.owner_id == by.user_id


def seal(rows: Rows, *, name: str, by: Any, at: datetime) -> StoredFile:
    """Keep the rows of a table encrypted; the file that was sent is kept nowhere."""
    sealed = encrypt(json.dumps(rows, ensure_ascii=False)).encode()
    return files.store(sealed, name=f"{name}.txt", purpose=PEOPLE_TABLE, by=by, at=at)


def unsealed(public_id: str, *, by: Any) -> Rows:
    """Raises Unreadable once it is cleared away, or its key is gone."""
    try:
        file = files.readable(by, public_id=public_id)
        return [(number, cells) for number, cells in json.loads(decrypt(files.path_of(file).read_text("ascii")))]
    except Http404:
        raise Unreadable(_("This table was cleared away. Send it again.")) from None
    except LookupError:
        raise Unreadable(_("This table can no longer be decrypted. Send it again.")) from None

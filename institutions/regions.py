"""The regions that a table or a form names: by division code, by name, or by the names from above parted by “/”."""

from collections import defaultdict
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agencies.models import Region, RegionCode
from agencies.models.region import STEP


class Regions:
    """Those of the territory of `by`, on a day."""

    def __init__(self, *, by, on: date):
        known = Region.objects.valid_on(on).filter(path__startswith=by.region_path).order_by("path")
        self.names: dict[str, str] = {}  # path → the names from the territory's own on
        self.found: dict[str, set[tuple[int, str]]] = defaultdict(set)
        for key, path, name in known.values_list("pk", "path", "name"):
            above = self.names.get(path[:-STEP])
            self.names[path] = f"{above}/{name}" if above else name
            for words in {name, self.names[path]}:
                self.found[words].add((key, path))
        codes = RegionCode.objects.valid_on(on).filter(region__path__startswith=by.region_path)
        for text, key, path in codes.values_list("code", "region", "region__path"):
            if path in self.names:
                self.found[text].add((key, path))

    def named(self, text: str) -> tuple[int, str]:
        """Key and path of the one region that a cell means (ValidationError)."""
        found = self.found.get(text, set())
        if not found:
            raise ValidationError(_("No region of your territory has this name or division code."))
        if len(found) > 1:
            words = _("Several regions have this name: write %(names)s.")
            names = pgettext("list", " or ").join(sorted(f"“{self.names[path]}”" for _key, path in found)[:5])
            raise ValidationError(words % {"names": names})
        return next(iter(found))

    def words(self, path: str) -> str:
        """What a table says for a region: its name where that is enough."""
        names = self.names.get(path, "")
        name = names.rpartition("/")[2]
        return name if len(self.found.get(name, ())) == 1 else names

"""The words of bulletins: a text for each section, with places for figures that are checked before they are kept."""

from string import Formatter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.errors import Refused
from reports.enums import Section
from reports.models import BulletinTemplate

LONGEST = 4000
PLACEHOLDERS: dict[str, Any] = {
    "plan": gettext_lazy("title of the plan"),
    "period": gettext_lazy("the period in words"),
    "as_of": gettext_lazy("the moment of the figures"),
    "issuer": gettext_lazy("the unit that issues it"),
    "agencies": gettext_lazy("how many agencies owe something"),
    "owed": gettext_lazy("how many reports are owed"),
    "reported": gettext_lazy("how many are reported"),
    "on_time": gettext_lazy("how many are reported on time"),
    "late": gettext_lazy("how many are reported late"),
    "overdue": gettext_lazy("how many are overdue"),
    "returned": gettext_lazy("how many are sent back"),
    "difficult": gettext_lazy("how many are in difficulty"),
    "confirmed": gettext_lazy("how many are confirmed"),
    "rate": gettext_lazy("the on-time rate, in percent"),
    "before_rate": gettext_lazy("the on-time rate of the period before"),
    "best": gettext_lazy("the agencies that report everything on time"),
    "overdue_agencies": gettext_lazy("the agencies with something overdue"),
}
DEFAULT: dict[str, Any] = {
    Section.OPENING: gettext_lazy(
        "This is how “{plan}” was carried out in {period}, as of {as_of}. {agencies} agencies owed {owed} reports; "
        "{reported} were handed in, {on_time} of them on time. The on-time rate is {rate}; in the period before it was "
        "{before_rate}."
    ),
    Section.RANKING: gettext_lazy(
        "Everything was reported on time by: {best}. All agencies stand in the table, by on-time rate, then by how "
        "much of what they owe is reported."
    ),
    Section.OVERDUE: gettext_lazy("{overdue} reports are overdue. Concerned: {overdue_agencies}."),
    Section.DONE: gettext_lazy("What the leading agencies report:"),
    Section.DIFFICULT: gettext_lazy("{difficult} reports say that the work is in difficulty."),
    Section.CLOSING: gettext_lazy(
        "Agencies with overdue reports hand them in at once and say why they are late. Agencies that are named for "
        "coordination say what they do about it. Leading agencies press ahead with what they lead."
    ),
}


def words_for(region_path: str) -> dict[str, str]:
    """The words of the territory; of those that it has not set, the default."""
    own = BulletinTemplate.objects.filter(region_path=region_path).first()
    kept = own.words if own else {}
    return {section: kept.get(section) or str(DEFAULT[section]) for section in Section}


def filled(words: dict[str, str], facts: dict[str, Any]) -> dict[str, str]:
    return {section: text.format_map(facts) for section, text in words.items()}


def refuse_words(words: dict[str, str]) -> None:
    """Raises Refused for a place that no figure fills, with the places that there are."""
    for section, text in words.items():
        if section not in Section.values or len(text) > LONGEST:
            raise Refused(_("At most %(number)d characters.") % {"number": LONGEST})
        if wrong := wrong_places(text):
            words_of = {"places": ", ".join(sorted(wrong)), "section": Section(section).label}
            raise Refused(_("“%(section)s”: there is no place called %(places)s.") % words_of)


def wrong_places(text: str) -> set[str]:
    """What stands in braces and is no plain name of a figure."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return {"{ }"}
    names = [(name, bool(spec or conversion)) for _text, name, spec, conversion in parts if name is not None]
    return {name or "{ }" for name, is_odd in names if is_odd or name not in PLACEHOLDERS}

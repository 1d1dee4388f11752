"""What the pages about an institution have in common."""

from django import template

from institutions.tabs import tabs_of

register = template.Library()


@register.inclusion_tag("institutions/_tabs.html", takes_context=True)
def institution_tabs(context, institution, current: str):
    """The row of its pages. institution: with its party selected.  current: the key of the page that is shown."""
    return {"tabs": tabs_of(institution.party.public_id, by=context["acting"]), "current": current}

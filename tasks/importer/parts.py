"""From the groups of an assignment to the leads and participants of a task, with the document's rules."""

from dataclasses import dataclass

from tasks.importer.assignments import Group
from tasks.importer.names import Names, split_names
from tasks.importer.plan import Roles
from tasks.importer.roles import SHORT_LABELS, Role
from tasks.importer.rules import Kind, Rule
from tasks.importer.text import Text


@dataclass(frozen=True)
class Parts:
    """Who leads and who participates; `doubts` are pairs of a doubt's code and its facts."""

    lead: tuple[Text, ...] = ()
    participants: tuple[Text, ...] = ()
    roles: Roles = Roles.NONE
    separately: bool = False  # each lead for its own part
    doubts: tuple[tuple[str, dict], ...] = ()


def parts_of(groups: tuple[Group, ...], rule: Rule | None, everywhere: list[Text]) -> Parts:
    """Who does what. An agency that leads is no participant besides, and is named once."""
    by_role: dict[Role | None, list[Group]] = {}
    for group in groups:
        by_role.setdefault(group.role, []).append(group)
    leads, responsible, takes_part, guides = (
        by_role.get(role, []) for role in (Role.LEAD, Role.RESPONSIBLE, Role.PARTICIPANT, Role.GUIDE)
    )
    responsible += by_role.get(None, [])
    if leads:
        return settled(leads, responsible + takes_part + guides, Roles.STATED, everywhere)
    tagged, rest = by_tags(responsible)
    if tagged:
        return finished(tagged, [*rest, *flat(read_all(takes_part + guides))], Roles.STATED, False, [], everywhere)
    if responsible and (takes_part or guides) and rule and rule.kind is Kind.FIRST:
        first, *others = flat(read_all(responsible))
        rest = [*others, *flat(read_all(takes_part + guides))]
        return finished([first], rest, Roles.DOCUMENT_RULE, False, [], everywhere)
    if responsible and (takes_part or guides):
        return settled(responsible, takes_part + guides, Roles.STATED, everywhere)
    if responsible or guides:
        return without_a_lead(responsible or guides, rule, everywhere)
    return settled([], takes_part, Roles.STATED if takes_part else Roles.NONE, everywhere)


def by_tags(groups: list[Group]) -> tuple[list[Text], list[Text]]:
    """市公安局（牵头）、市司法局: who is tagged as leading, and the others; nobody leads where no tag says so."""
    read = read_all(groups)
    tags = dict(tag for names in read for tag in names.tagged)
    leads = [name for name in flat(read) if SHORT_LABELS.get(tags.get(name.chars, "")) is Role.LEAD]
    return leads, [name for name in flat(read) if name not in leads]


def read_all(groups: list[Group]) -> list[Names]:
    return [split_names(group.text) for group in groups]


def without_a_lead(groups: list[Group], rule: Rule | None, everywhere: list[Text]) -> Parts:
    """Of a list in which nobody is said to lead: as the document's rule says, else all jointly."""
    read = [split_names(group.text) for group in groups]
    names = [name for one in read for name in one.names]
    marked = {name for one in read for name in one.marked}
    doubts = [doubt for one in read for doubt in one.doubts]
    separately = any(group.separately for group in groups)
    lead, roles = names, Roles.STATED if len(names) == 1 else Roles.JOINT
    if marked and (rule is None or rule.kind is not Kind.MARKED):
        doubts.append(("unexplained_mark", {"name": "、".join(sorted(marked))}))
    if marked:
        lead, roles = [name for name in names if name.chars in marked], Roles.DOCUMENT_RULE
    elif rule and rule.kind is Kind.FIRST and not (separately and len(groups) > 1):
        lead, roles = names[:1], Roles.DOCUMENT_RULE
    elif rule and rule.kind is Kind.BEFORE:
        lead, roles = before_the_sign(groups, rule.sign) or names, Roles.DOCUMENT_RULE
    elif separately and rule and rule.kind is Kind.EACH:
        roles = Roles.DOCUMENT_RULE
    rest = [name for name in names if name not in lead]
    return finished(lead, rest, roles, separately, doubts, everywhere)


def before_the_sign(groups: list[Group], sign: str) -> list[Text]:
    """The names before the first such separator; all where there is none."""
    first = next(iter(groups[0].text.strip("，,；;、。 ").pieces(sign)), None)
    return list(split_names(first).names) if first else []


def settled(leads: list[Group], others: list[Group], roles: Roles, everywhere: list[Text]) -> Parts:
    read, rest = ([split_names(group.text) for group in groups] for groups in (leads, others))
    doubts = [doubt for names in read + rest for doubt in names.doubts]
    separately = any(group.separately for group in leads)
    return finished(flat(read), flat(rest), roles, separately, doubts, everywhere)


def flat(read: list[Names]) -> list[Text]:
    return [name for names in read for name in names.names]


def finished(
    lead: list[Text], rest: list[Text], roles: Roles, separately: bool, doubts: list, everywhere: list[Text]
) -> Parts:
    """Each agency once, and those who take part everywhere."""
    seen: set[str] = set()
    kept: list[list[Text]] = [[], []]
    for at, names in enumerate((lead, rest)):
        for name in names:
            if name.chars in seen:
                doubts = [*doubts, ("named_twice", {"name": name.chars})]
            else:
                seen.add(name.chars)
                kept[at].append(name)
    more = [name for name in everywhere if name.chars not in seen]
    found = tuple(kept[0]), (*kept[1], *more)
    return Parts(*found, roles if any(found) else Roles.NONE, separately and len(lead) > 1, tuple(doubts))

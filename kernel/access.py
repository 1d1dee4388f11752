"""Who may: one registry of rules, filled by each app's `access.py`, asked through `Membership.has_perm` only."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied

Rule = Callable[[Any, Any], bool]

_RULES: dict[str, Rule] = {}
_COMPETENCE: dict[str, frozenset[str]] = {}


def grants(*perms: str) -> Callable[[Rule], Rule]:
    """Let the decorated rule answer for `perms` ("app.verb_noun"): (by, obj) → bool; obj is None for "anywhere"."""

    def register(rule: Rule) -> Rule:
        for perm in perms:
            if perm in _RULES:
                raise ValueError(f"{perm} has a rule already: {_RULES[perm].__qualname__}")
            _RULES[perm] = rule
        return rule

    return register


def allowed(by, perm: str, obj=None) -> bool:
    """Ask the rule of `perm`; a name without a rule is a mistake in the code (LookupError), never a quiet no."""
    return _RULES[perm](by, obj)


def require(by, perm: str, obj=None) -> None:
    """What every service asks first: PermissionDenied unless `by` may."""
    if not by.has_perm(perm, obj):
        raise PermissionDenied


def has_rule(perm: str) -> bool:
    return perm in _RULES


def rule_of(perm: str) -> Rule:
    return _RULES[perm]


def rules() -> list[str]:
    return sorted(_RULES)


def competence(record_kind: str, agency_kinds) -> None:
    """Say which kinds of agency see records of `record_kind` ("app.model") in their territory; once per kind."""
    if record_kind in _COMPETENCE:
        raise ValueError(f"the competence for {record_kind} is declared already")
    _COMPETENCE[record_kind] = frozenset(agency_kinds)


def competent_kinds(record_kind: str) -> frozenset[str]:
    return _COMPETENCE[record_kind]


class Operator:
    """Whoever runs commands on the server: asked like a membership, may do everything; the trail names no person."""

    pk = user = user_id = None
    region_path = ""

    def has_perm(self, perm: str, obj=None) -> bool:
        if not has_rule(perm):
            raise LookupError(perm)
        return True


OPERATOR = Operator()


@grants("kernel.view_job", "kernel.run_job", "kernel.cancel_job")
def started_it(by, job):
    """Long work belongs to whoever started it, acting for the same unit; a worker does it in that name."""
    return job is None or job.membership_id == by.pk


@grants("kernel.save_view", "kernel.view_savedview")
def keeps_views(by, view):
    """Everybody, for himself."""
    return view is None or view.membership_id == by.pk

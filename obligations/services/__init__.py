"""What happens to duties, orders and requests for more time, one function each."""

from obligations.services.opening import open_duties, open_duty, retitle
from obligations.services.placing import place_duties
from obligations.services.settling import (
    cancel_duty,
    extend_duty,
    meet_duty,
    move_duty,
    pause_duty,
    recall_duty,
    resume_duty,
    return_duty,
    submit_duty,
    waive_duty,
)

__all__ = [
    "cancel_duty",
    "extend_duty",
    "meet_duty",
    "move_duty",
    "open_duties",
    "open_duty",
    "pause_duty",
    "place_duties",
    "recall_duty",
    "resume_duty",
    "retitle",
    "return_duty",
    "submit_duty",
    "waive_duty",
]

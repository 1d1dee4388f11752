"""Who reads the files that replies bring as evidence."""

from kernel.files import readable_by
from obligations.models import OrderFile, SupervisionOrder

EVIDENCE = "obligations.order_reply"


@readable_by(EVIDENCE)
def sees_the_order_or_is_replying(by, file):
    """Whoever sees the order; before a reply has it, the person who has chosen the file."""
    orders = SupervisionOrder.objects.filter(steps__files__file=file)
    if orders.visible_to(by).exists() or orders.shared_with(by).exists():
        return True
    return file.owner_id == by.user_id and not OrderFile.objects.filter(file=file).exists()

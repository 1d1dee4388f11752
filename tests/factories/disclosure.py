"""Publications."""

__all__: list[str] = []

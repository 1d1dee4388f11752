"""The shape of what people send about plans and tasks."""

"""What happens in the kernel: the calendar of a year is loaded, long work runs, what has expired goes."""

from kernel.services.calendar import load_year

__all__ = ["load_year"]

"""What must not be read in public is hidden before anything is stored for the public (rules 11.3).

Pure functions. What is hidden leaves HIDDEN or, of a natural person's name, the surname and a star; masking what is
masked changes nothing.
"""

from disclosure.masking.fields import Masking, mask_fields
from disclosure.masking.names import mask_name
from disclosure.masking.text import HIDDEN, mask_text

__all__ = ["HIDDEN", "Masking", "mask_fields", "mask_name", "mask_text"]

"""Files of partners that others publish: recognised by their content, checked, and read line by line."""

from plugins.partners.reading.files import FileRefusedError, Line, open_file
from plugins.partners.reading.records import Problem, Record, ServiceRecord

__all__ = ["FileRefusedError", "Line", "Problem", "Record", "ServiceRecord", "open_file"]

"""Every write of sheets."""

from sapar.sheets.actions.bringing import bring
from sapar.sheets.actions.checking import begin_check, end_check, judge, write_verdicts
from sapar.sheets.actions.loading import begin_load, load_some
from sapar.sheets.actions.mapping import Said, move_headings, name_columns, name_words
from sapar.sheets.actions.printing import number_stack
from sapar.sheets.actions.undoing import begin_undo, forget, undo_some

__all__ = [
    "Said",
    "begin_check",
    "begin_load",
    "begin_undo",
    "bring",
    "end_check",
    "forget",
    "judge",
    "load_some",
    "move_headings",
    "name_columns",
    "name_words",
    "number_stack",
    "undo_some",
    "write_verdicts",
]

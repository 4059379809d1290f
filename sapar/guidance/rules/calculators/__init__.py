"""The calculators: each a `Rule` with a function over its facts. Policy lives here, figures in the dated parameters."""

from sapar.guidance.rules.calculators import (
    birth,
    eaeu,
    entry_ban,
    late_wages,
    limitation,
    overtime,
    patent,
    registration,
    returning,
    stay,
)

CALCULATORS = (
    registration.REGISTRATION,
    patent.DEADLINE,
    patent.PAPERS,
    patent.CONTRACT,
    patent.RENEWAL,
    stay.STAY,
    entry_ban.ENTRY_BAN,
    limitation.LIMITATION,
    late_wages.LATE_WAGES,
    late_wages.STOP_WORK,
    overtime.OVERTIME,
    eaeu.WORKER,
    birth.BIRTH,
    returning.CERTIFICATE,
)

"""The rules, the flows and the register of acts for other programs; see docs/decisions/0020."""

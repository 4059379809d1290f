"""An attacker who has read everything that was released, and nothing else.

It takes releases as they lie in their folders and shares no reckoning with the code that protects: equations, intervals
and programs are built anew here, with other means (sparse matrices, linear programs), so that one mistake does not hide
behind its twin.
"""

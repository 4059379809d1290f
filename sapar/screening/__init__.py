"""Screening for forced labour and trafficking: indicators asked safely, a result in words, a person's decision, HTCDS."""

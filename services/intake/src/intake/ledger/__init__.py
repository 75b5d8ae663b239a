"""Reads a unit's ledger workbook or text file into checked rows; knows no server."""

"""The catalogue as a spreadsheet: officials who know no code edit it, errors come back marked in place."""

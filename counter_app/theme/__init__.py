"""How the counter looks: sizes and the style sheet, both made from the tokens of shared.qt.theme."""

"""The clerk's workstation: Qt Widgets, one presenter for each view, composed in wiring.py."""

"""One view model per screen: frozen inputs, a pure derive function, frozen props, one notify per field."""

"""Functions on arrays of pixels: reading and writing image files, the page gate, codes on pages."""

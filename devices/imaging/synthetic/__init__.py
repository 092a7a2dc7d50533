"""Pictures of papers on desks that were never photographed: seeded, with the corners known to a fraction of a pixel.

`scene.make_scene` puts papers (`papers`) on a desk (`textures`) among things (`things`), lights it (`light`) and takes
a picture (`camera`); `chance.random_scene` leaves everything to chance. The same seed gives the same picture.
Tests use it, and the networks of page finding and orientation are trained on it alone (`training/`).
"""

"""Page scanners: SANE devices, and a folder of image files for demonstrations."""

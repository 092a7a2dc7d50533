"""From a camera's or scanner's picture to a page that is kept: made, judged, encoded, and mendable by hand. No Qt."""

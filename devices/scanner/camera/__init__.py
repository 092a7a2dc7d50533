"""Document cameras (高拍仪) that speak UVC, through V4L2."""

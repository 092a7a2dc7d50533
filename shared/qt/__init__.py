"""What both faces need from Qt: theme, background jobs, device lanes. The only Qt in shared/."""

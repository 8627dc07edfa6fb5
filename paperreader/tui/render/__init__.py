"""Models -> styled lines; colours by role."""

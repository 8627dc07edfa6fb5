"""From models to styled lines, with colours by role."""

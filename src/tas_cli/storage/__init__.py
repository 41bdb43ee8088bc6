"""Files on disk and git: the only package that touches the outside. Knows nothing of YAML or of deals."""

"""Whether data are as the SHACL shapes want them, and which things may be one."""

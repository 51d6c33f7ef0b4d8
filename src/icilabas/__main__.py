"""``python -m icilabas`` is the command line."""

from icilabas.cli import main

main(prog_name="icilabas")

"""``python -m icilabas`` is the command line."""

from icilabas.cli.main import main

main(prog_name="icilabas")

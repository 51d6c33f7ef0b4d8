"""How long each stage takes, and how much memory, beside what people use today: seconds, ratios, and how they grow.

    python tests/benchmarks/stages.py [--sizes 10000,100000,1000000] [--limit 300] \
        [--into docs/en/explanation/speed.md docs/fr/explanation/speed.md]

Every figure is a process of its own on the same synthetic data (``synthetic.py``): rdflib in memory, pySHACL, owlrl,
NetworkX and plain PyVis as their documentation shows them, kglab where it is installed, and as a limit the bare engine
or the bare arrays. What takes more than ``--limit`` processor seconds is stopped, and not tried at larger sizes. Programs that
are installed elsewhere are found by ``ICILABAS_PEERS``, a folder of packages that stands last on Python's path.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TRIPLES_EACH = 90  # of an actor, see synthetic.py
QUESTIONS = ("partners-and-roles", "several-memberships", "what-they-work-on", "linked-pairs", "findings-about")
OURS = "icilabas"
PATIENCE = 5  # times the limit, for ours: a figure of our own is always wanted
PREPARING = 3  # times the limit, for what comes before the stage
MARKS = ("<!-- table: make bench -->", "<!-- end of table -->")
IN_FRENCH = {  # what a cell begins with
    "stage": "étape", "program": "programme", "growth": "croissance", "× ours": "× le nôtre",
    "read": "lire", "check": "vérifier", "infer": "déduire", "ask": "interroger",
    "project": "mettre en réseau", "measure": "mesurer", "draw": "dessiner", "build": "publier",
    "Oxigraph alone": "Oxigraph seul", "arrays to NetworkX": "des tableaux vers NetworkX",
    "not tried": "pas essayé", "not ready in time": "pas prêt à temps", "not installed": "pas installé",
    "stopped": "arrêté", "failed:": "échec :",
}  # fmt: skip


class Figure(NamedTuple):
    """What one process measured: processor seconds, peak megabytes, and a number that says whether it found the same."""

    seconds: float
    megabytes: float
    found: float


# ---- what is measured: what comes before is done first and not counted; each returns what is counted


def _gathered(path: Path, *, infer: bool) -> Any:
    from icilabas.dataset import access
    from icilabas.dataset.inference import apply_rules
    from icilabas.sources.gathering import gather

    gathered = gather([path])
    if infer:
        access.apply(gathered.store, "public")
        apply_rules(gathered.store)
    return gathered


def _rdflib(path: Path, *, union: bool = True) -> Any:
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(path, format="trig")
    if not union:
        graph = rdflib.Graph()
        for triple in dataset.triples((None, None, None)):
            graph.add(triple)
        return graph
    return dataset


def _ontology(graph: Any) -> Any:
    from icilabas.resources import ONTOLOGY

    for file in ("icilabas.ttl", "alignments.ttl"):
        graph.parse(ONTOLOGY / file, format="turtle")
    return graph


def _inferred_file(path: Path) -> Path:
    """Return the same data with what the rules add, for those who only ask: one union graph in Turtle."""
    from icilabas import engine

    out = path.with_suffix(".inferred.nt")
    if not out.exists():
        out.write_bytes(engine.dump(_gathered(path, infer=True).store, ".nt"))
    return out


def _texts() -> list[str]:
    from icilabas.asking import questions

    return [questions.question(name).text for name in QUESTIONS]


def read_ours(path: Path) -> Callable[[], float]:
    from icilabas.sources.gathering import gather

    return lambda: float(len(gather([path]).store) > 0)


def read_engine(path: Path) -> Callable[[], float]:
    import pyoxigraph as ox

    def load() -> float:
        store = ox.Store()
        store.load(path=str(path), format=ox.RdfFormat.TRIG)
        return 1.0

    return load


def read_rdflib(path: Path) -> Callable[[], float]:
    return lambda: float(len(_rdflib(path)) > 0)


def read_kglab(path: Path) -> Callable[[], float]:
    import kglab  # not one of our packages: measured where somebody has installed it

    turtle = _inferred_file(path)
    return lambda: float(kglab.KnowledgeGraph().load_rdf(str(turtle), format="nt") is not None)


def check_ours(path: Path) -> Callable[[], float]:
    from icilabas.check import validation

    gathered = _gathered(path, infer=False)
    return lambda: float(sum(fault.severity == "Violation" for fault in validation.check(gathered)))


def check_peer(path: Path) -> Callable[[], float]:
    import pyshacl
    import rdflib

    from icilabas.sources.schema import SHAPES

    data = _ontology(_rdflib(path, union=False))
    shapes = rdflib.Graph().parse(SHAPES, format="turtle")
    return lambda: float(not pyshacl.validate(data, shacl_graph=shapes, allow_warnings=True)[0])


def infer_ours(path: Path) -> Callable[[], float]:
    from icilabas.dataset.inference import apply_rules

    store = _gathered(path, infer=False).store
    return lambda: float(apply_rules(store) > 0)


def infer_peer(path: Path) -> Callable[[], float]:
    import owlrl

    graph = _ontology(_rdflib(path, union=False))

    def expand() -> float:
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
        return 1.0

    return expand


def infer_reasonable(path: Path) -> Callable[[], float]:
    import reasonable  # not one of our packages: measured where somebody has installed it

    reasoner = reasonable.PyReasoner()
    reasoner.from_graph(_ontology(_rdflib(path, union=False)))
    return lambda: float(len(reasoner.reason()) > 0)


def ask_ours(path: Path) -> Callable[[], float]:
    from icilabas import engine

    store = _gathered(path, infer=True).store
    return lambda: float(sum(len(set(engine.select(store, text).rows)) for text in _texts()))


def ask_peer(path: Path) -> Callable[[], float]:
    import rdflib

    store = _gathered(path, infer=True).store
    file = path.with_suffix(".inferred.nq")
    from icilabas import engine

    file.write_bytes(engine.dump(store, ".nq"))
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(file, format="nquads")
    return lambda: float(sum(len(set(dataset.query(text))) for text in _texts()))


def project_ours(path: Path) -> Callable[[], float]:
    from icilabas.networks.projection import project

    store = _gathered(path, infer=True).store
    return lambda: float(project(store, "collaboration").number_of_edges())


def project_peer(path: Path) -> Callable[[], float]:
    from rdflib.extras.external_graph_libs import rdflib_to_networkx_multidigraph

    graph = _rdflib(path, union=False)
    return lambda: float(rdflib_to_networkx_multidigraph(graph).number_of_edges() > 0)


def project_arrays(path: Path) -> Callable[[], float]:
    import networkx as nx

    ties = [(a, b, {"weight": w}) for a, b, w in _network(path).edges(data="weight")]

    def bare() -> float:
        graph = nx.Graph()
        graph.add_edges_from(ties)
        return float(graph.number_of_edges())

    return bare


def _network(path: Path) -> Any:
    from icilabas.networks.projection import project

    return project(_gathered(path, infer=True).store, "collaboration")


def measure_ours(path: Path) -> Callable[[], float]:
    from icilabas import measures

    graph = _network(path)
    here = _sides(graph)
    return lambda: math.fsum(measures.gefura(graph, here, normalized=False).values())


def measure_peer(path: Path) -> Callable[[], float]:
    import networkx as nx

    graph = _network(path)
    here = _sides(graph)
    return lambda: 2 * math.fsum(nx.betweenness_centrality_subset(graph, *map(sorted, here)).values())


def _sides(graph: Any) -> list[set[Any]]:
    """Return the actors of the two continents: the first number in the name of their town."""
    sides: list[set[Any]] = [set(), set()]
    for node, place in graph.nodes(data="territory"):
        sides["town-1" in place].add(node)
    return sides


def draw_ours(path: Path) -> Callable[[], float]:
    from icilabas.picture.drawing import draw

    graph = _network(path)

    def page() -> float:
        draw(graph, path.with_suffix(".html"))
        return 1.0

    return page


def draw_peer(path: Path) -> Callable[[], float]:
    import networkx as nx
    from pyvis.network import Network

    graph = nx.Graph()
    graph.add_edges_from(_network(path).edges())

    def page() -> float:
        net = Network(cdn_resources="in_line")
        net.from_nx(graph)
        path.with_suffix(".pyvis.html").write_text(net.generate_html(), encoding="utf-8")
        return 1.0

    return page


def build_ours(path: Path) -> Callable[[], float]:
    from icilabas.site.build import publish

    return lambda: float(publish([path], path.with_suffix(".site")).is_file())


STAGES: dict[str, dict[str, Callable[[Path], Callable[[], float]]]] = {
    "read": {OURS: read_ours, "rdflib": read_rdflib, "kglab": read_kglab, "Oxigraph alone": read_engine},
    "check": {OURS: check_ours, "pySHACL": check_peer},
    "infer": {OURS: infer_ours, "owlrl": infer_peer, "reasonable": infer_reasonable},
    "ask": {OURS: ask_ours, "rdflib": ask_peer},
    "project": {OURS: project_ours, "rdflib_to_networkx": project_peer, "arrays to NetworkX": project_arrays},
    "measure": {OURS: measure_ours, "NetworkX": measure_peer},
    "draw": {OURS: draw_ours, "PyVis": draw_peer},
    "build": {OURS: build_ours},
}
SAME = {"ask", "measure"}  # stages in which all have to find the same


def run_one(stage: str, who: str, path: Path, limit: float) -> None:
    """Measure in this process, and print when it is ready, and the figure as JSON.

    The limits are of processor time, so that a busy machine cuts no program short: the system ends the process.
    """
    sys.path += filter(None, [os.environ.get("ICILABAS_PEERS")])
    _end_after(limit * PREPARING)
    work = STAGES[stage][who](path)
    print("ready", flush=True)
    _end_after(limit)
    start = time.process_time()
    found = work()
    seconds = time.process_time() - start
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, found]))


def _end_after(seconds: float) -> None:
    until = int(time.process_time() + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def measured(stage: str, who: str, path: Path, limit: float) -> Figure | str:
    """Measure in a process of its own; return the figure, or why there is none."""
    command = [sys.executable, __file__, "--run", stage, who, str(path), str(limit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == -signal.SIGXCPU:
        return f"> {limit:.0f} s" if "ready" in done.stdout else "not ready in time"
    if "ModuleNotFoundError" in done.stderr:
        return "not installed"
    if done.returncode:
        return f"failed: {done.stderr.strip().splitlines()[-1][:80] if done.stderr.strip() else done.returncode}"
    return Figure(*json.loads(done.stdout.strip().splitlines()[-1]))


def cell(figure: Figure | str) -> str:
    """Return a figure, or why there is none, as the tables have it."""
    return figure if isinstance(figure, str) else f"{figure.seconds:.2f} s, {figure.megabytes:.0f} MB"


def _ratio(ours: Figure | str, other: Figure | str) -> str:
    if isinstance(ours, str):
        return ""
    if isinstance(other, str):
        return f"> {float(other[2:-2]) / ours.seconds:.0f}" if other.startswith("> ") else ""
    return f"{other.seconds / ours.seconds:.3g}"


def _growth(figures: list[tuple[int, Figure | str]]) -> str:
    """Return the exponent between the two largest sizes that were measured: 1 is linear."""
    known = [(size, figure.seconds) for size, figure in figures if not isinstance(figure, str)]
    if len(known) < 2:  # a line needs two points
        return ""
    (small, before), (large, after) = known[-2:]
    return f"{math.log(after / before) / math.log(large / small):.2f}"


def table(sizes: list[int], limit: float) -> str:
    """Measure all, and return a Markdown table: a row for each stage and program."""
    import synthetic

    head = [f"{size:,} triples".replace(",", "\u202f") for size in sizes]
    lines = [
        f"| stage | program | {' | '.join(f'{name} | × ours' for name in head)} | growth |",
        f"|---|---|{'---|---|' * len(sizes)}---|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        files = [synthetic.write_trig(size // TRIPLES_EACH, Path(folder) / f"s{size}.trig") for size in sizes]
        for stage, programs in STAGES.items():
            ours: list[Figure | str] = []
            for who in programs:
                figures: list[Figure | str] = []
                for file in files:
                    given_up = bool(figures) and isinstance(figures[-1], str)
                    allowed = limit * PATIENCE if who == OURS else limit
                    figures.append("not tried" if given_up else measured(stage, who, file, allowed))
                    print(stage, who, file.stem, cell(figures[-1]), file=sys.stderr, flush=True)
                ours = ours or figures
                _same(stage, who, ours, figures)
                cells = [f"{cell(f)} | {_ratio(o, f)}" for o, f in zip(ours, figures, strict=True)]
                growth = _growth(list(zip(sizes, figures, strict=True)))
                lines.append(f"| {stage} | {who} | {' | '.join(cells)} | {growth} |")
    return "\n".join(lines) + "\n"


def _same(stage: str, who: str, ours: list[Figure | str], theirs: list[Figure | str]) -> None:
    for one, other in zip(ours, theirs, strict=True):
        if stage in SAME and isinstance(one, Figure) and isinstance(other, Figure):
            agree = math.isclose(one.found, other.found, rel_tol=1e-6)
            assert agree, f"{stage}: {who} finds {other.found}, we find {one.found}"


def in_french(table: str, words: Mapping[str, str] = IN_FRENCH) -> str:
    """Return the table with its words and numbers in French."""
    starts = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    found = re.sub(rf"(?<=\| )({starts})(?=[ ,])", lambda word: words[word[1]], table)
    return re.sub(
        r"(?<=\d)\.(?=\d)", ",", found.replace(" triples", " triplets").replace(" MB", "\N{NO-BREAK SPACE}Mo")
    )


def written(document: str, table: str, marks: tuple[str, str] = MARKS) -> str:
    """Return the document with the table between its two marks."""
    before, mark, rest = document.partition(marks[0])
    return f"{before}{mark}\n{table}{marks[1]}{rest.partition(marks[1])[2]}"


def main() -> None:
    """Print the table, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--limit", type=float, default=300, help="processor seconds of a stage")
    parser.add_argument(
        "--into", nargs=2, type=Path, help="two documents, in English and in French, whose table is replaced"
    )
    parser.add_argument("--run", nargs=4, metavar=("STAGE", "PROGRAM", "FILE", "LIMIT"))
    given = parser.parse_args()
    if given.run:
        run_one(given.run[0], given.run[1], Path(given.run[2]), float(given.run[3]))
        return
    found = table([int(size) for size in given.sizes.split(",")], given.limit)
    print(found)
    for path, made in zip(given.into or (), (found, in_french(found)), strict=False):  # none where none is asked for
        path.write_text(written(path.read_text(encoding="utf-8"), made), encoding="utf-8")


if __name__ == "__main__":
    main()

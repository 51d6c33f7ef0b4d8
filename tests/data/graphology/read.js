// Prints, as JSON, what graphology reads in each of the files named: .gexf or .graphml.
const { readFileSync } = require("fs");
const Graph = require("graphology");
const parsers = { gexf: require("graphology-gexf"), graphml: require("graphology-graphml") };

const read = process.argv.slice(2).map((path) => {
  const graph = parsers[path.split(".").pop()].parse(Graph, readFileSync(path, "utf8"));
  return {
    multi: graph.multi,
    nodes: Object.fromEntries(graph.mapNodes((id, attributes) => [id, attributes])),
    edges: graph.mapEdges((id, attributes, source, target, _s, _t, undirected) => [
      id,
      source,
      target,
      !undirected,
      attributes,
    ]),
  };
});
console.log(JSON.stringify(read));

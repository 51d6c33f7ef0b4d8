# What R's sna and igraph say of graphs: read from standard input, a number a line to standard output.
# In: a line a graph, parts parted by tabs: its name, directed (0, 1), the groups of the nodes, ties as from,to,weight
# (nodes from 1), the communities of the nodes. Out: graph, measure, node (0: of the whole graph), value, parted by tabs.
suppressMessages({ library(sna, warn.conflicts = FALSE); library(igraph, warn.conflicts = FALSE) })
say <- function(name, measure, values, nodes = seq_along(values)) {
  cat(sprintf("%s\t%s\t%d\t%.12g\n", name, measure, nodes, as.numeric(values)), sep = "")
}
# Shares of all shortest paths between nodes of two groups, by igraph's paths: one at a time, nothing added up by formula.
unweighted <- function(g) if (is_weighted(g)) delete_edge_attr(g, "weight") else g
between <- function(g, groups) {
  n <- vcount(g); found <- rep(0, n)
  for (a in seq_len(n)) for (b in seq_len(n)) {
    if (a == b || groups[a] == groups[b] || (!is_directed(g) && a > b)) next
    paths <- suppressWarnings(all_shortest_paths(g, a, b, mode = "out"))$res
    for (path in paths) {
      inner <- setdiff(as.integer(path), c(a, b))
      found[inner] <- found[inner] + 1 / length(paths)
    }
  }
  found
}
for (line in readLines(file("stdin"))) {
  parts <- strsplit(line, "\t", fixed = TRUE)[[1]]
  name <- parts[1]; directed <- parts[2] == "1"
  groups <- strsplit(parts[3], ",", fixed = TRUE)[[1]]
  ties <- if (nzchar(parts[4])) do.call(rbind, lapply(strsplit(strsplit(parts[4], ";", fixed = TRUE)[[1]], ","), as.numeric)) else matrix(0, 0, 3)
  found <- as.numeric(strsplit(parts[5], ",", fixed = TRUE)[[1]])
  n <- length(groups); numbers <- as.integer(factor(groups))
  m <- matrix(0, n, n); m[ties[, 1:2, drop = FALSE]] <- 1; if (!directed) m <- pmax(m, t(m))
  roles <- brokerage(m, groups)$raw.nli
  for (role in 1:5) say(name, c("coordinator", "itinerant", "representative", "gatekeeper", "liaison")[role], roles[, role])
  g <- make_empty_graph(n, directed = directed); g <- add_edges(g, as.vector(t(ties[, 1:2, drop = FALSE])))
  if (ecount(g)) E(g)$weight <- ties[, 3]
  say(name, "gefura", between(g, groups))
  say(name, "assortativity", assortativity_nominal(unweighted(g), numbers, directed = directed), 0)
  if (directed) next
  say(name, "constraint", igraph::constraint(g, weights = if (ecount(g)) E(g)$weight else NULL))
  # igraph 1.3 refuses a partition in which each node is alone
  if (max(numbers, found) < n) say(name, "adjusted_rand", compare(numbers, found, "adjusted.rand"), 0)
  if (ecount(g)) {
    say(name, "modularity", modularity(g, found, weights = E(g)$weight), 0)
  }
  first <- which(numbers == 1); others <- which(numbers != 1)
  if (!length(others)) next
  h <- add_vertices(unweighted(g), 2)
  h <- add_edges(h, c(rbind(n + 1, first), rbind(n + 2, others)))
  say(name, "cut", vertex_connectivity(h, n + 1, n + 2), 0)
}

"""The site: a report, pages of each pair and thing, answers, graph and downloads, which open without a connection."""

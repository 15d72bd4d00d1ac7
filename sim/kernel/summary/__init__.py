"""Metrics of a replication in compiled code, straight from the memory of the run: the twin of `sim.metrics`."""

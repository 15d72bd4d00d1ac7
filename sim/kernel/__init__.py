"""What happens in a return hub, compiled: the same journeys as `sim.hub`, bit for bit."""

from sim.kernel.engine import simulate, unsupported

__all__ = ["simulate", "unsupported"]

"""What happens in a return hub, compiled: the same journeys as `sim.hub`, bit for bit."""

from sim.kernel.engine import measured, simulate, unsupported

__all__ = ["measured", "simulate", "unsupported"]

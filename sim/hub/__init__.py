"""What happens in a return hub, told as SimPy processes."""

from sim.hub.world import simulate

__all__ = ["simulate"]

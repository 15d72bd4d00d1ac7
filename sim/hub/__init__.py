"""What happens in a return hub, told as SimPy processes."""

from sim.hub.policies import CaseView, Exit, Policies
from sim.hub.world import simulate

__all__ = ["CaseView", "Exit", "Policies", "simulate"]

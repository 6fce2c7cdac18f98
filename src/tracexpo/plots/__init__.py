"""Pictures: what a person met, what was at a workstation, how an agent was classed and limited over the years.

Each function returns an ordinary figure of matplotlib, to be shown, changed and saved as any other. Persons and places
stand in it by their ids. Colours are told apart by colour-blind people, and never say alone what they say.
Needs the extra `plots`.
"""

from tracexpo.plots.histories import agent_history
from tracexpo.plots.time_lines import worker_time_line, workstation_time_line

__all__ = ["agent_history", "worker_time_line", "workstation_time_line"]

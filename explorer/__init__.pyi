"""The public interface: where each name lives. Type checkers read it, and `explorer.__getattr__` does too."""

from . import charts as charts
from .analysis.backtest import backtest as backtest, scores as scores
from .analysis.bottleneck import first_break as first_break
from .analysis.evidence_sensitivity import believe as believe, leave_one_out as leave_one_out, without as without
from .analysis.presets import presets as presets
from .analysis.scenario_comparison import compare as compare, compare_many as compare_many, differing as differing
from .analysis.sensitivity import questions as questions, sensitivity as sensitivity
from .analysis.solve import solve as solve
from .datasets.tables import (
    agreement as agreement,
    capacity as capacity,
    claims as claims,
    comparables as comparables,
    drift as drift,
    gigawatts as gigawatts,
    independence as independence,
    investment as investment,
    ladder as ladder,
    origins as origins,
    pairs as pairs,
    parameters as parameters,
    scorecard as scorecard,
    series as series,
    sources as sources,
    timelines as timelines,
)
from .documents.verification import verify as verify
from .errors import ArgumentError as ArgumentError, ExplorerError as ExplorerError
from .model import OUTCOMES as OUTCOMES, ModelError as ModelError, share_curve as share_curve, simulate as simulate
from .page import panels as panels
from .page.run_record import (
    TrailError as TrailError,
    check_trail as check_trail,
    trail as trail,
    trail_text as trail_text,
)
from .page.take import brief as brief
from .page.widget import app as app
from .scenario import Scenario as Scenario, ScenarioError as ScenarioError, defaults as defaults
from .scenario.consistency import notices as notices
from .scenario.distributions import (
    DistributionError as DistributionError,
    interval90 as interval90,
    own as own,
    point as point,
    triangular as triangular,
    uniform as uniform,
)
from .scenario.links import LinkError as LinkError, from_link as from_link, link as link, read_link as read_link
from .seeds import SeedsError as SeedsError

__all__: list[str]
__version__: str

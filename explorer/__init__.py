"""How much would the racks that OpenAI and Foxconn announced amount to, and what would have to be true?

>>> import explorer as ex
>>> s = ex.Scenario(openai_share=0.3)
>>> ex.simulate(s).chance("delivered_gw", at_least=10, by="2029-12") > 0
True

What is below is the whole public interface. Datasets (pandas frames): `sources`, `claims`, `timelines`, `capacity`,
`investment`, `agreement`, `parameters`, `series`; what relates claims: `ladder`, `pairs`, `comparables`,
`independence`, `origins`, `drift`, `scorecard`, `gigawatts`; held against documents: `verify`. Model: `Scenario`,
`defaults`, `presets`, `notices`, `simulate`, `share_curve`, `solve`, `sensitivity`, `compare`, `compare_many`,
`differing`, `first_break`, `questions`, `believe`, `without`, `leave_one_out`, `backtest`, `scores`, `link`,
`from_link`, `read_link`, `trail`, `trail_text`, `check_trail`, the distributions `point`, `uniform`, `triangular`,
`interval90`, `own`, and `OUTCOMES`, what it computes, with units. Charts, app and one-page brief: `charts`, `app`,
`panels`, `brief`. Whatever is refused raises an `ExplorerError`, a ValueError whose message is a sentence:
`ArgumentError`, `ScenarioError` (a `LinkError` among them), `DistributionError`, `ModelError`, `TrailError`,
`SeedsError`. Each is imported when first
asked for, so that a script which only computes loads neither pandas nor plotly nor widgets.
"""

from lazy_loader import attach_stub

from explorer import project

__version__ = project.VERSION
# no cast: `typing` takes longer to import than all of this
__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)  # pyright: ignore[reportUnknownVariableType]

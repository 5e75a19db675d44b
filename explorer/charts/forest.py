"""Of the old charts."""

from explorer.charts.rows import Axis as Axis
from explorer.charts.rows import linear_axis as linear_axis

"""The folder that people curate in, read and checked: records out, or every fault at once."""

from explorer.records.vocabulary import own_folder
from explorer.seeds.files import Fault
from explorer.seeds.folder import VARIABLE, Folder, Seeds, SeedsError, check, checksum, default_folder, load
from explorer.seeds.naming import Naming

__all__ = [
    "VARIABLE",
    "Fault",
    "Folder",
    "Naming",
    "Seeds",
    "SeedsError",
    "check",
    "checksum",
    "default_folder",
    "load",
    "own_folder",
]

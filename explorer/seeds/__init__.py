"""The folder that people curate in, read and checked: records out, or every fault at once."""

from explorer.records.vocabulary import own_folder as own_folder
from explorer.seeds.files import Fault as Fault
from explorer.seeds.folder import (
    SEEDS_VARIABLE as SEEDS_VARIABLE,
    Seeds as Seeds,
    SeedsError as SeedsError,
    SeedsLike as SeedsLike,
    check as check,
    checksum as checksum,
    default_folder as default_folder,
    load as load,
)
from explorer.seeds.naming import Naming as Naming

"""The data dictionary as Markdown: datasets with their columns, files with their keys, lists of words.

``python -m tests.tools.data_dictionary > docs/data-dictionary.md`` writes it anew.
"""

from dataclasses import MISSING

from explorer.datasets.columns import TABLES
from explorer.records import Deal, Yardstick
from explorer.records.fields import fields_of
from explorer.records.vocabulary import own_vocabulary
from explorer.seeds.files import DEAL, KINDS


def dictionary() -> str:
    """The whole of it, from the declarations of columns, records and words."""
    lines = ["# Data dictionary", "", "Made from the declarations in `explorer/records/`; do not edit by hand.", ""]
    for name, table in TABLES.items():
        lines += [f"## {name}", "", table.meaning, "", "| column | type | unit | meaning |", "|---|---|---|---|"]
        for column, about in table.described.items():
            index = " (index)" if column == table.index else ""
            words = f" ([words](#{about.words}))" if about.words else ""
            lines.append(f"| `{column}`{index} | {about.dtype} | {about.unit} | {about.meaning}{words} |")
        lines.append("")
    files = [(f"{kind}.toml", f"[[{table}]]", record) for kind, (table, record) in KINDS.items()]
    files += [(DEAL, "[deal]", Deal), (f"Yardsticks of {DEAL}", "[[deal.yardsticks]]", Yardstick)]
    for file, begins, record in files:
        lines += [f"## {file}", "", f"{(record.__doc__ or '').strip().partition(chr(10))[0]}", ""]
        lines += [
            f"One `{begins}`{' each' * begins.startswith('[[')}.",
            "",
            "| key | may be left out | meaning |",
            "|---|---|---|",
        ]
        for one in fields_of(record):
            left_out = "" if one.default is MISSING else "yes"
            words = f" ([words](#{one.check.words}))" if one.check.words else ""
            lines.append(f"| `{one.name}` | {left_out} | {one.meaning}{words} |")
        lines.append("")
    vocabulary = own_vocabulary()
    lists = {name: vocabulary.meanings(name) for name in vocabulary if not name.startswith("answer.")}
    lists["answer"] = {
        f"{metric}: {word}": answer.meaning
        for metric in vocabulary.metrics
        for word, answer in vocabulary.answers(metric).items()
    }
    for name, words in lists.items():
        lines += [f"## {name}", "", "| word | meaning |", "|---|---|"]
        lines += [f"| `{word}` | {meaning} |" for word, meaning in words.items()]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    print(dictionary(), end="")

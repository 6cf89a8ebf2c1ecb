"""Write docs/tutorial.ipynb, executed: `python docs/tutorial.py` (needs the extra `notebook`).

The cells are here, so that a change reads as a change; the notebook holds them with what they gave. Ids are
numbers and times are left out: executed again, it is the same file.
"""  # noqa: INP001 - a script

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

HERE = Path(__file__).parent
CELLS = (
    """# bilateral-kg in a notebook

What foreign ministries say of their meetings, as a graph: who said what to whom, on what, in which words.
This page reads the thirteen readouts that come with the program. Everything here runs offline.""",
    ">>> import kg",
    """## Read one text

`kg.read` takes a path, bytes or a text; no store is touched. Each statement has one speaker, one act and one
issue, and the place of its words in the text.""",
    '''>>> reading = kg.read(
...     """Foreign Ministers' Meeting between Japan and the Russian Federation (Overview)
... May 31, 2005
... Foreign Minister Machimura asked for Russia's understanding on the abductions issue.
... In response, Foreign Minister Lavrov said that Russia fully understands Japan's position.""",
...     publishers=["JPN"],
... )
>>> for statement in reading.statements:
...     print(statement.speaker, statement.act, statement.issue, statement.reply_grade or "")
...     print("   ", statement.start, statement.end, statement.quote)''',
    """"Fully understands" acknowledges; it is not taken for support.

## Read many into a store

A store is a folder. A document goes in whole or not at all; what follows from all of them together (which
accounts are of one meeting, who is one person, how a position changed) is derived at the end.""",
    """>>> from importlib.resources import files
>>> from tempfile import mkdtemp
>>>
>>> graph = kg.open(mkdtemp() + "/store")
>>> report = graph.ingest(str(files("kg.demo") / "readouts"))
>>> len(report.accepted), len(report.failed)""",
    """## Ask

Each question of the catalogue is a name with parameters; `kg ask` on the command line lists them, and
`docs/questions.md` explains each. The answer shows itself, and gives a data frame.""",
    '>>> graph.ask("positions", state="Russia", issue="unsc_reform")',
    """>>> frame = graph.ask("requests-and-replies", state="Japan", other="Russia").df()
>>> frame[["topic", "quote", "reply_grade", "reply"]]""",
    """Every row names its document and the place of its words, so that it can be cited:""",
    '>>> frame[["document", "start", "end"]].head(3)',
    """## Two governments, one meeting

On 31 October 2021 the foreign ministers of China and the United States met; both sides told of it.""",
    """>>> both = graph.ask("readout-diff", state="USA", other="China", since="2021-10", until="2021-10").df()
>>> both[["verdict", "topic", "quote", "other_quote"]]""",
    """## A network

`graph.network` gives a networkx graph: states, and an edge a statement with its sign, day and words.""",
    """>>> network = graph.network(grain="dyads")
>>> sorted(network.nodes)[:6], network.number_of_edges()""",
    """## SPARQL

The store answers SPARQL 1.1; the prefixes are known. `graph.rdf` is the same data for rdflib.""",
    '''>>> results = graph.query("""
...     SELECT ?act (COUNT(*) AS ?n) WHERE { ?statement kg:act/skos:notation ?act ; a kg:Statement }
...     GROUP BY ?act ORDER BY DESC(?n) ?act LIMIT 5
... """)
>>> for act, n in results.rows():
...     print(act.value, n.value)''',
    ">>> graph.close()",
    """Next: [questions](questions.md), [how the reader works](reader.md), [the ontology](ontology.md).""",
)
"""Markdown, and code that begins with a prompt."""


def notebook() -> nbformat.NotebookNode:
    """The notebook with what its cells give."""
    cells = []
    for number, text in enumerate(CELLS):
        code = "\n".join(line[4:] for line in text.splitlines()) if text.startswith(">>> ") else None
        cell = new_markdown_cell(text) if code is None else new_code_cell(code)
        cell["id"] = f"cell-{number}"
        cells.append(cell)
    made = new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
    )
    NotebookClient(made, timeout=300, kernel_name="python3", record_timing=False).execute()
    made["metadata"]["language_info"] = {"name": "python"}
    return made


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "tutorial.ipynb"
    nbformat.write(notebook(), target)

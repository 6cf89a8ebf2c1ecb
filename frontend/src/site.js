// Small conveniences for every page; each page is whole without them.

for (const button of document.querySelectorAll("button.copy[data-copy]")) {
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.copy);
    if (!source) return;
    const words = (source.value ?? source.innerText).trim();
    let done = true;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      done = mark(source);
    }
    button.textContent = done ? "Copied" : "Marked: press Ctrl-C";
    button.setAttribute("aria-live", "polite");
    setTimeout(() => (button.textContent = label), 2500);
  });
}

// Where the clipboard is refused (a page that is not on https or localhost), the words are marked.
function mark(source) {
  if (source.select) source.select();
  else getSelection().selectAllChildren(source);
  return document.execCommand("copy");
}

// "/" goes to the search field, as in many catalogues; never while somebody types.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable], .CodeMirror");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
  const field = document.getElementById("q");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

// A field above each long table leaves only the rows that hold its words.
const LONG = 15;
function sift(table) {
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  if (rows.length < LONG || table.closest("[data-nofilter]")) return;
  const words = rows.map((row) => row.innerText.toLowerCase());
  const label = document.createElement("label");
  const field = document.createElement("input");
  const told = document.createElement("output");
  label.className = "sift";
  field.type = "search";
  label.append("Only rows with ", field, " ", told);
  field.addEventListener("input", () => {
    const wanted = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, k) => {
      row.hidden = !wanted.every((word) => words[k].includes(word));
      shown += !row.hidden;
    });
    told.textContent = wanted.length ? `${shown} of ${rows.length}` : "";
  });
  (table.closest(".scroll") ?? table).before(label);
}

// The headings of a table that says so sort it; numbers as numbers, what is empty last.
function sortable(table) {
  for (const heading of table.tHead.querySelectorAll("th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const down = heading.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.querySelectorAll("th")) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      const at = heading.cellIndex;
      const key = (row) => row.cells[at].dataset.value ?? row.cells[at].innerText.trim();
      const rows = [...table.tBodies[0].rows].sort((a, b) => {
        const [x, y] = [key(a), key(b)];
        if (!x || !y) return !x - !y;
        const order = Number(x) - Number(y) || x.localeCompare(y, "en");
        return down ? -order : order;
      });
      table.tBodies[0].append(...rows);
    });
  }
}

function enhance(root) {
  root.querySelectorAll("table:not(.matrix)").forEach(sift);
  root.querySelectorAll("table.sortable").forEach(sortable);
}
enhance(document.querySelector("main"));
// Part of the page was made anew.
document.addEventListener("fresh", (event) => enhance(event.target));

// On a readout's page a marked statement opens its fields, by its number or anywhere in its words.
function open(mark) {
  const note = document.getElementById(mark.id.replace("statement-", "note-"));
  const fields = note?.querySelector("details");
  if (fields) fields.open = true;
  return note;
}
for (const mark of document.querySelectorAll("mark[id^='statement-']")) {
  mark.classList.add("opens");
  mark.addEventListener("click", (event) => {
    if (event.target.closest("a:not(.n)") || !getSelection().isCollapsed) return;
    open(mark)?.scrollIntoView({ block: "nearest" });
  });
}
const aimed = location.hash.startsWith("#statement-") && document.getElementById(location.hash.slice(1));
if (aimed) open(aimed);

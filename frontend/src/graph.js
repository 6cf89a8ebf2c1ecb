// The graph view: the pairs of the table beside it as lines, with time, side and kind to narrow them.
// The server sends what is drawn and where it stands; nothing here decides what a line is.
import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";
import { colours } from "./colours.js";
import { svg } from "./picture.js";
import { showStatements } from "./statements.js";

cytoscape.use(fcose);

const SIGNS = { 1: "for", 0: "neither", "-1": "against" };
const DASH = { for: [1, 0], neither: [2, 4], against: [9, 4] };
const root = document.getElementById("graph");
if (root) start(root).catch((error) => fail(root, error));

function fail(root, error) {
  const told = document.createElement("p");
  told.className = "problem";
  told.setAttribute("role", "alert");
  told.textContent = `The graph could not be loaded (${error.message}); the picture and the table show the same.`;
  root.before(told);
}

async function start(root) {
  const answer = await fetch(root.dataset.source, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  const data = await answer.json();
  if (!data.edges.length) return;
  const canvas = root.querySelector(".canvas");
  canvas.hidden = false;
  root.querySelector(".picture svg").remove();
  noStyleElement();
  const cy = draw(canvas, data);
  const narrow = narrowing(cy, data, root);
  narrow.apply();

  const open = (id, move) => {
    cy.edges().removeClass("chosen");
    cy.getElementById(id).addClass("chosen");
    for (const row of root.querySelectorAll("tr[data-pair]")) row.classList.toggle("chosen", row.dataset.pair === id);
    const address = new URL(location.href);
    address.searchParams.set("line", id);
    history.replaceState(null, "", address);
    const section = document.getElementById("statements");
    return showStatements(section, narrow.statements(id), move);
  };
  cy.on("tap", "edge", ({ target }) => open(target.id(), false));
  cy.on("tap", "node", ({ target }) => light(cy, target));
  cy.on("tap", ({ target }) => target === cy && light(cy, null));
  root.querySelector("table").addEventListener("click", (event) => {
    const link = event.target.closest("a[data-pair]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link.dataset.pair, true);
  });
  cy.getElementById(root.dataset.line || " ").addClass("chosen");

  const tools = root.querySelector(".tools");
  tools.hidden = false;
  const name = tools.dataset.name;
  tools.querySelector("[data-do=svg]").addEventListener("click", () => {
    save(new Blob([svg(cy, data)], { type: "image/svg+xml" }), `${name}.svg`);
  });
  tools.querySelector("[data-do=png]").addEventListener("click", () => {
    save(cy.png({ output: "blob", full: true, scale: 2, bg: colours().ground }), `${name}.png`);
  });
  tools.querySelector("[data-do=fit]").addEventListener("click", () => cy.fit(undefined, 30));
  tools.querySelector("[data-do=nearer]").addEventListener("click", () => zoom(cy, 1.3));
  tools.querySelector("[data-do=further]").addEventListener("click", () => zoom(cy, 1 / 1.3));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => cy.style(style()));
  root.dataset.ready = "yes";
}

function draw(canvas, data) {
  return cytoscape({
    container: canvas,
    elements: [
      ...data.nodes.map(({ x, y, ...node }) => ({ group: "nodes", data: { ...node, size: 12 + 2 * Math.sqrt(Math.min(node.count, 100)) }, position: { x, y } })),
      ...data.edges.map((edge) => ({ group: "edges", data: { ...edge, width: width(edge.count) }, classes: SIGNS[edge.sign] })),
    ],
    style: style(),
    // From the server's places on: the same data give the same picture.
    layout: { name: "fcose", randomize: false, animate: false, quality: "default", nodeRepulsion: 9000, idealEdgeLength: 110, padding: 30 },
    minZoom: 0.2,
    maxZoom: 4,
    boxSelectionEnabled: false,
    autounselectify: true,
  });
}

function width(count) {
  return 1.5 + Math.sqrt(Math.min(count, 60));
}

function style() {
  const colour = colours();
  return [
    { selector: "node", style: { label: "data(label)", width: "data(size)", height: "data(size)", "background-color": colour.node, color: colour.ink, "font-size": 13, "text-valign": "top", "text-margin-y": -3, "text-outline-width": 3, "text-outline-color": colour.ground, "min-zoomed-font-size": 6 } },
    { selector: "edge", style: { width: "data(width)", "curve-style": "straight", opacity: 0.8 } },
    ...["for", "neither", "against"].map((side) => ({ selector: `edge.${side}`, style: { "line-color": colour[side], "line-style": side === "for" ? "solid" : "dashed", "line-dash-pattern": DASH[side] } })),
    { selector: "edge.chosen", style: { "overlay-color": colour.ink, "overlay-opacity": 0.2, "overlay-padding": 5, opacity: 1 } },
    { selector: ".gone", style: { display: "none" } },
    { selector: ".aside", style: { opacity: 0.12 } },
  ];
}

// A click on an actor leaves its own lines in full colour.
function light(cy, node) {
  cy.elements().removeClass("aside");
  if (node) cy.elements().not(node.closedNeighborhood()).addClass("aside");
}

function zoom(cy, factor) {
  cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// Time, side and kind: what they leave is counted again, in the picture and in the table.
function narrowing(cy, data, root) {
  const form = document.getElementById("narrow");
  const box = root.querySelector(".time");
  const [first, last] = box.querySelectorAll("input");
  const told = document.querySelector(".told");
  const rows = new Map([...root.querySelectorAll("tr[data-pair]")].map((row) => [row.dataset.pair, row]));
  const { kind, sign } = form.elements;
  const end = data.days.length - 1;
  if (end > 0) box.hidden = false;
  for (const field of [first, last]) field.max = String(Math.max(end, 0));
  const since = form.elements.since.value.trim();
  const until = form.elements.until.value.trim();
  const from = since ? data.days.findIndex((day) => day >= since) : 0;
  first.value = String(from < 0 ? end : from);
  last.value = String(until ? Math.max(data.days.filter((day) => day <= until || day.startsWith(until)).length - 1, 0) : end);

  function apply() {
    const [a, b] = [Number(first.value), Number(last.value)];
    const all = a === 0 && b === end;
    for (const field of [first, last]) {
      const day = data.days[Number(field.value)] ?? "";
      field.setAttribute("aria-valuetext", day);
      field.parentElement.querySelector("output").textContent = day;
    }
    let shown = 0;
    let pairs = 0;
    cy.batch(() => {
      for (const edge of data.edges) {
        const count = { 1: 0, 0: 0, "-1": 0 };
        let [low, high] = [Infinity, -1];
        for (const [day, what, side, n] of edge.ties) {
          if (day < 0 ? !all : day < a || day > b) continue;
          if (kind.value && data.kinds[what] !== kind.value) continue;
          if (sign.value && SIGNS[side] !== sign.value) continue;
          count[side] += n;
          if (day >= 0) [low, high] = [Math.min(low, day), Math.max(high, day)];
        }
        const total = count[1] + count[0] + count[-1];
        const line = cy.getElementById(edge.id);
        line.toggleClass("gone", !total);
        const majority = Math.sign(count[1] - count[-1]);
        line.removeClass("for neither against").addClass(SIGNS[majority]).data("width", width(total));
        line.data("now", total);
        shown += total;
        pairs += total > 0;
        const row = rows.get(edge.id);
        if (!row) continue;
        row.hidden = !total;
        const [, n, f, g, o, s, e] = row.cells;
        [n.textContent, f.textContent, g.textContent, o.textContent] = [total, count[1], count[-1], count[0]];
        [s.textContent, e.textContent] = high < 0 ? ["", ""] : [data.days[low], data.days[high]];
      }
      cy.nodes().forEach((node) => {
        node.toggleClass("gone", node.connectedEdges().every((edge) => edge.hasClass("gone")));
      });
    });
    told.textContent = `${shown} statement${shown === 1 ? "" : "s"} between ${pairs} pair${pairs === 1 ? "" : "s"}`;
  }

  for (const field of [first, last]) {
    field.addEventListener("input", () => {
      // The two ends cannot pass each other.
      if (Number(first.value) > Number(last.value)) (field === first ? last : first).value = field.value;
      apply();
    });
  }
  for (const field of [kind, sign]) field.addEventListener("change", apply);

  return {
    apply,
    statements(id) {
      const address = new URL("/graph/statements.json", location.href);
      const given = { pair: id, state: "", issue: root.dataset.issue, q: root.dataset.words, kind: kind.value, sign: sign.value };
      if (Number(first.value) > 0) given.since = data.days[Number(first.value)];
      if (Number(last.value) < end) given.until = data.days[Number(last.value)];
      for (const [name, value] of Object.entries(given)) if (value) address.searchParams.set(name, value);
      return address;
    },
  };
}

// cytoscape would put one rule into a <style>, which the page's policy refuses; site.css has that rule.
function noStyleElement() {
  const stand = document.createElement("meta");
  stand.id = "__________cytoscape_stylesheet";
  document.head.append(stand);
}

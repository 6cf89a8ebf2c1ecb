// What the graph shows now, as an SVG file: the same places, widths, colours and dashes.
import { colours } from "./colours.js";

const DASH = { for: "", neither: "2 4", against: "9 4" };
const escape = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

export function svg(cy, data) {
  const colour = colours();
  const seen = cy.elements().not(".gone");
  const box = seen.boundingBox();
  const pad = 20;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${[box.x1 - pad, box.y1 - pad, box.w + 2 * pad, box.h + 2 * pad].map(Math.round).join(" ")}" font-family="sans-serif" font-size="13">`,
    `<title>${escape(data.note)}</title>`,
    `<rect x="${Math.round(box.x1 - pad)}" y="${Math.round(box.y1 - pad)}" width="100%" height="100%" fill="${colour.ground}"/>`,
  ];
  for (const edge of seen.edges()) {
    const side = ["for", "neither", "against"].find((one) => edge.hasClass(one));
    const [a, b] = [edge.source().position(), edge.target().position()];
    const dash = DASH[side] && ` stroke-dasharray="${DASH[side]}"`;
    const told = `${edge.source().data("label")} - ${edge.target().data("label")}: ${edge.data("now")} statements`;
    parts.push(
      `<line x1="${a.x.toFixed(1)}" y1="${a.y.toFixed(1)}" x2="${b.x.toFixed(1)}" y2="${b.y.toFixed(1)}" stroke="${colour[side]}" stroke-width="${edge.data("width").toFixed(1)}" stroke-opacity="0.8"${dash}><title>${escape(told)}</title></line>`,
    );
  }
  for (const node of seen.nodes()) {
    const { x, y } = node.position();
    const radius = node.data("size") / 2;
    parts.push(
      `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius.toFixed(1)}" fill="${colour.node}"/>`,
      `<text x="${x.toFixed(1)}" y="${(y - radius - 4).toFixed(1)}" text-anchor="middle" fill="${colour.ink}" stroke="${colour.ground}" stroke-width="3" paint-order="stroke">${escape(node.data("label"))}</text>`,
    );
  }
  return `${parts.join("\n")}\n</svg>\n`;
}

// The dated statements behind a line, with their words: a page at a time, as the server gives them.
// As in the pages: parts.html.
const MARKS = { support: "+", conditional_support: "(+)", neutral: "=", mixed: "±", oppose: "−" };
let asked = null;

export async function showStatements(section, address, move) {
  asked?.abort();
  asked = new AbortController();
  const { signal } = asked;
  const list = section.querySelector("ol");
  const heading = section.querySelector("h2");
  const more = section.querySelector("p.more");
  section.hidden = false;
  section.setAttribute("aria-busy", "true");
  try {
    const data = await load(address, signal);
    heading.textContent = `${data.label}: ${data.total} statement${data.total === 1 ? "" : "s"}`;
    list.replaceChildren(...data.statements.map(item));
    next(data);
    section.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    if (move) heading.focus();
  } catch (error) {
    if (error.name === "AbortError") return;
    heading.textContent = "The statements could not be loaded";
    list.replaceChildren();
    more.replaceChildren(error.message);
  } finally {
    section.removeAttribute("aria-busy");
  }

  function next(data) {
    more.replaceChildren();
    if (data.page >= data.pages) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `${data.total - data.page * data.size} more`;
    button.addEventListener("click", async () => {
      address.searchParams.set("page", String(data.page + 1));
      try {
        const further = await load(address, signal);
        const items = further.statements.map(item);
        list.append(...items);
        next(further);
        items[0]?.querySelector("a")?.focus();
      } catch (error) {
        if (error.name === "AbortError") return;
        // The button stays, so that it can be tried again.
        const told = element("span", "problem", `No more could be loaded: ${error.message}`);
        told.setAttribute("role", "alert");
        more.replaceChildren(button, " ", told);
      }
    });
    more.append(button);
  }
}

async function load(address, signal) {
  const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
  const data = await answer.json();
  if (!answer.ok) throw new Error(data.detail ?? `the server answered ${answer.status}`);
  return data;
}

function item(one) {
  const li = document.createElement("li");
  const about = element("p", "about", one.date ?? "undated", " · ", ...(one.speaker ? [element("bdi", "", one.speaker), ", "] : []), one.holder, " · ", one.act, " · ", one.topic, " ");
  if (one.position) about.append(element("span", `sign ${one.position}`, `${MARKS[one.position] ?? "·"} ${one.position.replaceAll("_", " ")}`));
  // The link within the quotation marks: Chromium's clicks on the marks of a linked <q> go past the link.
  const link = element("a", "", one.quote);
  link.href = one.href;
  const words = element("q", "", link);
  words.dir = "auto";
  const source = element("small", "source", " ", element("bdi", "", one.title ?? "the document"));
  li.append(about, element("p", "", words, source));
  return li;
}

// As page.quiet does on the server: nothing turns the direction of what follows, or hides.
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
function quiet(value) {
  if (typeof value !== "string") return value;
  return value.replace(CONTROL, (found) => `[U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
}

function element(name, kind, ...content) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.append(...content.map(quiet));
  return made;
}

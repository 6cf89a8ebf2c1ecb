// YASGUI's editor in the place of the text area, with what our ontology knows to complete; the form stays
// the form, and the answer is the server's own table, so that both ways show the same.
import Yasqe from "@zazuko/yasqe";

const form = document.getElementById("ask");
const area = document.getElementById("query");
const stop = document.getElementById("stop");
const state = document.getElementById("state");
const known = fetch("/workbench/terms.json").then((answer) => answer.json());
let running = null;

const editor = edit();
area.closest(".editor").classList.add("live");
stop.hidden = false;
document.querySelector(".hint").hidden = false;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
stop.addEventListener("click", () => running?.abort());

const examples = document.getElementById("examples");
examples.addEventListener("submit", async (event) => {
  event.preventDefault();
  const address = new URL("/workbench", location.href);
  address.searchParams.set("example", examples.elements.example.value);
  const page = await fetched(address);
  editor.setValue(page.getElementById("query").value);
  declare(editor);
  editor.focus();
  state.textContent = "The question is in the editor";
});

function edit() {
  Yasqe.defaults.autocompleters = ["variables"];
  complete();
  const parent = document.createElement("div");
  area.after(parent);
  const made = new Yasqe(parent, {
    value: area.value,
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "20rem",
    prefixCcApi: null,
    requestConfig: { endpoint: "/sparql" },
    screenReaderLabel: "Query",
    extraKeys: {
      ...Yasqe.defaults.extraKeys,
      // Tab leaves the editor as it leaves any field; nothing is kept on this machine.
      Tab: false,
      "Shift-Tab": false,
      "Ctrl-S": false,
      "Ctrl-Enter": ask,
      "Cmd-Enter": ask,
    },
  });
  declare(made);
  const field = made.getInputField();
  field.setAttribute("aria-label", "Query");
  field.setAttribute("aria-multiline", "true");
  area.hidden = true;
  area.required = false;
  document.querySelector("label[for=query]").addEventListener("click", () => made.focus());
  made.on("change", () => {
    area.value = made.getValue();
  });
  return made;
}

// The server knows our prefixes; the editor would call them undeclared.
async function declare(yasqe) {
  const { prefixes } = await known;
  const declared = yasqe.getPrefixesFromQuery();
  for (const [, name] of yasqe.getValue().matchAll(/(?<![\w<:/#])([a-z]\w*):(?=\w)/g)) {
    if (prefixes[name] && !declared[name]) {
      declared[name] = prefixes[name];
      yasqe.addPrefixes({ [name]: prefixes[name] });
    }
  }
}

// Completion by IRI, prefixed where the query has the prefix; asked for once, from this server.
function complete() {
  Yasqe.forkAutocompleter("prefixes", {
    name: "our-prefixes",
    persistenceId: null,
    get: async () => Object.entries((await known).prefixes).map(([name, iri]) => `${name}: <${iri}>`).sort(),
  });
  for (const [kind, from] of [["classes", "class"], ["properties", "property"]]) {
    Yasqe.forkAutocompleter(from, {
      name: `our-${kind}`,
      bulk: true,
      autoShow: true,
      persistenceId: null,
      postprocessHints: others,
      get: async () => Object.keys((await known)[kind]),
    });
  }
  Yasqe.forkAutocompleter("class", {
    name: "our-things",
    bulk: true,
    persistenceId: null,
    postprocessHints: others,
    get: async () => Object.keys((await known).things),
    isValidCompletionPosition: (yasqe) => {
      const token = yasqe.getCompleteToken();
      return /^(kg|issue|id):/.test(token.string) && !token.state.possibleCurrent.includes("a");
    },
  });
}

// What stands there already need not be offered.
function others(yasqe, hints) {
  const { string } = yasqe.getCompleteToken();
  return hints.filter((hint) => hint.text !== string);
}

async function ask() {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  editor.save?.();
  const body = new URLSearchParams({ query: editor.getValue() });
  const begin = Date.now();
  const tell = () => (state.textContent = `Running, ${Math.round((Date.now() - begin) / 1000)} s`);
  const clock = setInterval(tell, 1000);
  state.textContent = "Running";
  stop.disabled = false;
  try {
    const page = await fetched("/workbench", { method: "POST", body, signal: mine.signal });
    const fresh = page.getElementById("result");
    if (!fresh) throw new Error(page.querySelector(".problem")?.textContent ?? "the server gave no answer");
    document.getElementById("result").replaceWith(document.importNode(fresh, true));
    state.textContent = document.getElementById("answer").textContent;
    document.getElementById("result").dispatchEvent(new CustomEvent("fresh", { bubbles: true }));
    const wrong = document.querySelector(".where");
    if (wrong) editor.setCursor({ line: Number(wrong.dataset.line) - 1, ch: 0 });
    const address = new URL("/workbench", location.href);
    address.searchParams.set("query", editor.getValue());
    if (address.href.length < 8000) history.replaceState(null, "", address);
  } catch (error) {
    state.textContent = error.name === "AbortError" ? "Stopped" : `No answer: ${error.message}`;
  } finally {
    clearInterval(clock);
    if (running === mine) {
      running = null;
      stop.disabled = true;
    }
  }
}

async function fetched(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: { Accept: "text/html" } });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

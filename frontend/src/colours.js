// The page's own colours as they are now, light or dark: a canvas knows no custom properties.
export function colours() {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const found = {};
  for (const [name, variable] of Object.entries({ ink: "--ink", ground: "--ground", node: "--soft", for: "--for", against: "--against", neither: "--neither" })) {
    probe.style.color = `var(${variable})`;
    found[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}

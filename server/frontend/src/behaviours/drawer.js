// The navigation as a drawer on narrow screens. Without script the links to #navigation open it by :target.

/** Opens and closes the drawer, keeps the keyboard inside while it is open. */
export function startDrawer() {
  const drawer = document.querySelector("[data-drawer]");
  if (!drawer) return;
  let opener = null;

  const close = () => {
    if (!drawer.classList.contains("is-open")) return;
    drawer.classList.remove("is-open");
    document.body.classList.remove("drawer-open");
    opener?.focus();
  };
  const open = (event) => {
    event.preventDefault();
    opener = event.currentTarget;
    drawer.classList.add("is-open");
    document.body.classList.add("drawer-open");
    drawer.querySelector("a")?.focus();
  };

  for (const link of document.querySelectorAll("[data-drawer-open]")) link.addEventListener("click", open);
  drawer.querySelector("[data-drawer-close]")?.addEventListener("click", (event) => {
    event.preventDefault();
    close();
  });
  document.addEventListener("click", (event) => {
    const isOutside = !drawer.contains(event.target) && !event.target.closest("[data-drawer-open]");
    if (isOutside) close();
  });
  drawer.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Tab" && drawer.classList.contains("is-open")) keepInside(drawer, event);
  });
}

function keepInside(drawer, event) {
  const links = [...drawer.querySelectorAll("a, button")];
  const edge = event.shiftKey ? links.at(0) : links.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? links.at(-1) : links.at(0)).focus();
}

// Parts that renew themselves are plain htmx (hx-get, hx-trigger="every 3s"); this module prepares what comes in,
// rests while the page is hidden and says when the connection is lost.
import { word } from "../words.js";

/** Follows htmx; `prepare` is called with each element that was swapped in. */
export function startLive(prepare) {
  document.addEventListener("htmx:after:swap", (event) => {
    tellConnection(true);
    prepare(event.target instanceof Element && event.target.isConnected ? event.target : document);
  });
  document.addEventListener("htmx:before:request", (event) => {
    if (document.hidden && event.target.matches?.("[data-live]")) event.preventDefault();
  });
  document.addEventListener("htmx:error", () => tellConnection(false));
}

function tellConnection(isThere) {
  const shown = document.getElementById("connection-lost");
  if (isThere) {
    shown?.remove();
  } else if (!shown) {
    const notice = document.createElement("div");
    notice.id = "connection-lost";
    notice.className = "notice notice-warn";
    notice.textContent = word("connection_lost");
    document.getElementById("messages")?.append(notice);
  }
}

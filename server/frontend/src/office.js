// The script of every page of the office: each behaviour is a module that finds its own elements.
import "htmx.org";
import { startClipboard } from "./behaviours/clipboard.js";
import { startConfirms } from "./behaviours/confirm.js";
import { startDrawer } from "./behaviours/drawer.js";
import { focusErrorSummary } from "./behaviours/error_summary.js";
import { startFileDrops } from "./behaviours/file_drop.js";
import { startKeys } from "./behaviours/keys.js";
import { startLive } from "./behaviours/live.js";
import { startPhotos } from "./behaviours/photos.js";
import { startPopovers } from "./behaviours/popovers.js";
import { startSubmitGuard } from "./behaviours/submit_guard.js";
import { startTheme } from "./behaviours/theme.js";
import { startTicks } from "./behaviours/ticks.js";
import { loadCharts } from "./charts/load.js";

/** Prepares what has just come into the page: the whole document at first, later the parts htmx swapped in. */
function prepare(root) {
  startFileDrops(root);
  startClipboard(root);
  loadCharts(root);
}

startTheme();
startDrawer();
startPopovers();
startConfirms();
startSubmitGuard();
startTicks();
startKeys();
startPhotos();
startLive(prepare);
focusErrorSummary();
prepare(document);

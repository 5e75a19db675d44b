// Keys that work anywhere on the page.

const TEXT = "input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, [contenteditable]";

// Undo and redo, but not where a reader is typing: there the keys belong to the text.
function historyKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest?.(TEXT)) return null;
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  return key === "y" && !event.shiftKey ? "redo" : null;
}

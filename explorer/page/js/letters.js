// A picture leaves room for the words as our fonts set them; a reader's own letters may be wider.

/** Set words closer that would stand beyond the frame of their chart, where they would be cut. @param {Element} root */
export function fit(root) {
  for (const frame of root.querySelectorAll(".chart-frame")) {
    const { left, right, width } = frame.getBoundingClientRect();
    if (!width) continue;
    const zoom = width / /** @type {HTMLElement} */ (frame).offsetWidth || 1; // on paper charts are smaller
    for (const text of frame.querySelectorAll("text")) {
      text.removeAttribute("textLength");
      const box = text.getBoundingClientRect();
      const over = Math.max(0, box.right - right) + Math.max(0, left - box.left);
      if (over < 0.5) continue;
      const ends = getComputedStyle(text).textAnchor === "middle" ? 2 : 1; // what is set closer around its middle
      text.setAttribute("lengthAdjust", "spacingAndGlyphs");
      text.setAttribute("textLength", String(Math.max(1, text.getComputedTextLength() - ends * over / zoom - 1)));
    }
  }
}

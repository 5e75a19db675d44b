// The answer stays in sight while a control moves: when the sentence has scrolled away, a copy of it stands at the edge of the
// window, on the side where it does not cover the control in use, and not at all where there is no room for both.

const DOCK_GAP = 12;

class Dock {
  constructor(root) {
    this.root = root;
    this.sentence = root.querySelector("p.consequence");
    if (!this.sentence) return;
    this.place = document.createElement("p");
    this.place.className = "dock";
    this.place.dataset.slot = "consequence";
    this.place.setAttribute("aria-hidden", "true"); // it is read from the sentence itself and from the live region
    this.place.innerHTML = this.sentence.innerHTML;
    this.place.hidden = true;
    root.append(this.place);
    this.control = null;
    root.addEventListener("focusin", (event) => this.use(event.target));
    // A touched slider need not take the focus. Heard on the document, as clicks are (page.js).
    this.onPointer = (event) => { if (root.contains(event.target)) this.use(event.target); };
    document.addEventListener("pointerdown", this.onPointer);
    root.addEventListener("input", () => this.arrange());
    this.onMove = () => requestAnimationFrame(() => this.arrange());
    window.addEventListener("scroll", this.onMove, { passive: true, capture: true }); // of the page, and of a column in it
    window.addEventListener("resize", this.onMove, { passive: true });
  }

  close() {
    if (!this.place) return;
    document.removeEventListener("pointerdown", this.onPointer);
    window.removeEventListener("scroll", this.onMove, { capture: true });
    window.removeEventListener("resize", this.onMove);
  }

  use(target) {
    this.control = target.closest("[data-parameter]");
    this.arrange();
  }

  arrange() {
    const used = this.control?.isConnected ? this.control.getBoundingClientRect() : null;
    const said = used && this.sentence.getBoundingClientRect();
    const away = said && said.width > 0 && (said.top < 0 || said.bottom > innerHeight);
    this.place.hidden = !away || used.bottom < 0 || used.top > innerHeight;
    if (this.place.hidden) return;
    const needed = this.place.offsetHeight + DOCK_GAP;
    const above = used.top >= needed;
    this.place.hidden = !above && innerHeight - used.bottom < needed;
    this.place.classList.toggle("below", !above);
  }
}

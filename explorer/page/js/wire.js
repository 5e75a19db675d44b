// The wire to Python: one message under way at a time, the newest of each kind waiting, so that nothing piles up in a drag.

const LATE_MS = 7_000; // no answer for so long: the model is gone, or the way to it
const UNASKED = new Set(["open", "near", "layout"]); // what a page says by itself
const LATEST = new Set(["open", "set", "pair", "near", "layout", "place"]); // of which the newest takes the place of one that waits
const ONCE = new Set(["undo", "redo", "pin", "rename"]); // what would change more when it is said again
const EVERYWHERE = ["texts", "charts", "controls", "bars", "curve", "link", "case", "can", "pinned", "goal"];

export class Wire {
  /** A model may be `lazy` (asked nothing before the reader does something), say its `patience` for a start, and `revive`.
   * @param {{lazy?: boolean, patience?: number, revive?: () => void, send: (message: object) => void, on: (event: string, hear: (reply: any) => void) => void, off: (event: string, hear: (reply: any) => void) => void}} model
   * @param {(reply: any, message: any) => void} show @param {(lost: boolean) => void} lost */
  constructor(model, show, lost) {
    this.model = model;
    this.show = show;
    this.lost = lost;
    this.name = crypto.getRandomValues(new Uint32Array(1))[0]; // of several views of one model each hears all replies
    this.number = 0;
    this.counted = 0;
    this.waiting = /** @type {any} */ (null);
    this.next = /** @type {Map<string, any>} */ (new Map());
    this.late = 0;
    this.away = false;
    this.asleep = model.lazy ?? false;
    this.near = () => /** @type {string[]} */ ([]);
    this.again = () => {};
    this.sent = () => {};
    this.hear = (/** @type {any} */ reply) => this.receive(reply);
    model.on("msg:custom", this.hear);
  }

  close() {
    this.model.off("msg:custom", this.hear);
    clearTimeout(this.late);
  }

  /** @param {any} message */
  send(message) {
    // what was typed may be refused: it takes the place of no number that was not typed
    const { kind, parameter, part, name, value } = message;
    const key = [kind, parameter, part, name, typeof value, LATEST.has(kind) || ++this.counted].join(" ");
    this.next.delete(key); // the newest goes last
    this.next.set(key, message);
    this.asleep &&= UNASKED.has(message.kind);
    if (!this.waiting && !this.asleep) this.following();
  }

  /** Send what has waited longest. */
  following() {
    const [[key, message]] = this.next;
    this.next.delete(key);
    this.waiting = { ...message, id: `${this.name}-${++this.number}`, near: this.near() };
    const start = this.model.patience ?? 4 * LATE_MS;
    this.late = window.setTimeout(() => this.missed(), message.kind === "open" || message.kind === "page" ? start : LATE_MS);
    this.post();
  }

  post() {
    this.sent();
    try {
      this.model.send(this.waiting);
    } catch {
      // a connection that has ended takes nothing; that no answer comes is noticed by itself
    }
  }

  /** No answer: say so, and ask again, since what was on the way when a connection ended never arrives. */
  missed() {
    if (this.away && this.model.revive) return this.model.revive(); // it has ended without a word
    if (!this.away) this.lost(true);
    this.away = true;
    if (ONCE.has(this.waiting.kind)) return this.receive({ restart: true }); // heard or not: Python takes on what is shown
    this.post();
    this.late = window.setTimeout(() => this.missed(), LATE_MS);
  }

  /** Whether a change of the reader is not yet answered. */
  moving() {
    return this.waiting !== null || this.next.size > 0;
  }

  /** @param {any} reply */
  receive(reply) {
    if (reply.ended) { // nothing answers any more: said at once, and not when a reader waits for it
      if (!this.away) this.lost(true);
      this.away = true;
      return;
    }
    if (reply.restart) { // what answered is gone, and another is there
      clearTimeout(this.late);
      const lost = this.waiting;
      const later = [...this.next];
      this.waiting = null;
      this.next.clear();
      this.again();
      if (lost?.kind === "open") { // it ended before it said anything
        if (!this.away) this.lost(true);
        this.away = true;
      } else if (lost && !ONCE.has(lost.kind)) this.send(lost);
      for (const [, message] of later) if (message.kind !== "open") this.send(message);
      return;
    }
    if (reply.push) {
      this.show(reply, null);
      return;
    }
    if (!String(reply.id).startsWith(`${this.name}-`)) { // to another view, of which this one shows what follows
      this.show(Object.fromEntries(EVERYWHERE.filter((part) => part in reply).map((part) => [part, reply[part]])), null);
      return;
    }
    if (!this.waiting || reply.id !== this.waiting.id) return;
    clearTimeout(this.late);
    const message = this.waiting;
    this.waiting = null;
    if (this.away) this.lost(false);
    this.away = false;
    try {
      this.show(reply, message);
    } finally { // what could not be shown holds up nothing
      if (this.next.size && !this.waiting) this.following();
    }
  }
}

// The wire to Python: one message under way at a time, so that nothing piles up while a reader drags.

const BEAT_MS = 2_500; // how often an attended page asks whether the model is still there
const LATE_MS = 7_000; // no answer for so long: the kernel is gone, or the connection is
const AWAY_MS = 300_000; // a page that nobody has touched for so long stops asking: it would keep its kernel from being culled
const BEATS_A_LOOK = 2; // while nothing answers: how many beats pass before the page looks whether its kernel still exists
const OPEN_MS = 30_000; // the first answer takes longer
const TOUCHES = ["pointerdown", "pointermove", "keydown", "scroll", "visibilitychange"];

class Wire {
  constructor(model) {
    this.model = model;
    this.id = crypto.getRandomValues(new Uint32Array(1))[0]; // JupyterLab may show a widget twice: each view hears its own replies
    this.sent = 0; // number of the newest message
    this.has = null; // number of the newest reply that is shown: the next one may hold only what changed since
    this.waiting = null; // the message under way
    this.next = new Map(); // what a reader did meanwhile: the newest of each kind
    this.asked = new Map(); // number of a message -> resolve
    this.settled = []; // who waits until all changes are shown
    this.beats = 0; // while nothing answers
    this.onMessage = (content, buffers) => this.receive(content, buffers);
    model.on("msg:custom", this.onMessage);
    this.touched = Date.now();
    this.onTouch = () => {
      const away = Date.now() - this.touched > AWAY_MS;
      this.touched = Date.now();
      if (away) this.beat();
    };
    for (const event of TOUCHES) document.addEventListener(event, this.onTouch, { capture: true, passive: true });
    this.beating = setInterval(() => this.beat(), BEAT_MS);
    this.expect(OPEN_MS);
  }

  close() {
    this.model.off("msg:custom", this.onMessage);
    for (const event of TOUCHES) document.removeEventListener(event, this.onTouch, { capture: true });
    clearInterval(this.beating);
    clearTimeout(this.late);
    this.put(this.stamped({ kind: "gone" }));
  }

  // A kernel that has ended takes nothing; that no answer comes is noticed by itself.
  put(message) {
    try {
      this.model.send(message);
    } catch (fault) {
      console.debug(fault);
    }
  }

  send(message) {
    const key = [message.kind, message.parameter, message.view].join(" ");
    if (this.waiting) {
      this.next.set(key, message);
      return;
    }
    this.waiting = this.stamped(message);
    message.has = this.has;
    this.put(message);
  }

  // A question beside the queue; the promise gives its reply.
  ask(message) {
    return new Promise((resolve) => {
      this.asked.set(this.stamped(message).number, resolve);
      this.put(message);
    });
  }

  stamped(message) {
    message.number = ++this.sent;
    message.view_id = this.id;
    return message;
  }

  // Kernels and connections end without a word. Messages are answered in order, so a beat that comes back while an earlier
  // message still waits says that this one was lost on the way: it is sent again.
  beat() {
    if (document.hidden || (this.late && !this.away) || Date.now() - this.touched > AWAY_MS) return;
    if (!this.away) this.expect(LATE_MS);
    else if (++this.beats % BEATS_A_LOOK === 0) this.look();
    this.ask({ kind: "alive" }).then(({ number }) => {
      if (!this.waiting || this.waiting.number > number) return;
      const lost = this.waiting;
      this.waiting = null;
      this.send(lost);
    });
  }

  expect(within) {
    this.late = setTimeout(() => {
      this.away = true;
      this.lost();
    }, within);
  }

  receive(reply, buffers) {
    if (reply.pushed) this.pushed(reply); // another widget of the notebook moved the scenario
    if (reply.view_id !== this.id) return;
    clearTimeout(this.late);
    this.late = null;
    if (this.away) this.found();
    this.away = false;
    const resolve = this.asked.get(reply.number);
    if (resolve) {
      this.asked.delete(reply.number);
      resolve({ ...reply, buffers });
      return;
    }
    if (!this.waiting || reply.number !== this.waiting.number) return;
    const message = this.waiting;
    this.waiting = null;
    this.show(reply, message);
    this.has = reply.number;
    const following = this.next.entries().next().value;
    if (following) {
      this.next.delete(following[0]);
      this.send(following[1]);
    }
    if (!this.moving()) for (const go of this.settled.splice(0)) go();
  }

  // When all that a reader changed is shown.
  quiet() {
    return this.moving() ? new Promise((resolve) => this.settled.push(resolve)) : Promise.resolve();
  }
}

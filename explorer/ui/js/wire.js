// The wire to Python: one message under way at a time, so that nothing piles up while a reader drags.

const SLOW_MS = 10_000; // no reply for so long: the kernel is gone, or the connection is

class Wire {
  constructor(model) {
    this.model = model;
    this.id = crypto.getRandomValues(new Uint32Array(1))[0]; // JupyterLab may show a widget twice: each view hears its own replies
    this.sent = 0; // number of the newest message
    this.waiting = null; // the message under way
    this.next = new Map(); // what a reader did meanwhile: the newest of each kind
    this.asked = new Map(); // number of a message -> resolve
    this.onMessage = (content, buffers) => this.receive(content, buffers);
    model.on("msg:custom", this.onMessage);
  }

  close() {
    this.model.off("msg:custom", this.onMessage);
    clearTimeout(this.patience);
  }

  send(message) {
    const key = [message.kind, message.parameter, message.view].join(" ");
    if (this.waiting) {
      this.next.set(key, message);
      return;
    }
    this.waiting = message;
    message.number = ++this.sent;
    message.view_id = this.id;
    this.patience = setTimeout(() => this.lost(), SLOW_MS);
    this.model.send(message);
  }

  // A question beside the queue; the promise gives its reply.
  ask(message) {
    return new Promise((resolve) => {
      message.number = ++this.sent;
      message.view_id = this.id;
      this.asked.set(message.number, resolve);
      this.model.send(message);
    });
  }

  receive(reply, buffers) {
    if (reply.pushed) this.pushed(reply); // another widget of the notebook moved the scenario
    if (reply.view_id !== this.id) return;
    const resolve = this.asked.get(reply.number);
    if (resolve) {
      this.asked.delete(reply.number);
      resolve({ ...reply, buffers });
      return;
    }
    if (!this.waiting || reply.number !== this.waiting.number) return;
    clearTimeout(this.patience);
    const message = this.waiting;
    this.waiting = null;
    this.show(reply, message);
    const following = this.next.entries().next().value;
    if (following) {
      this.next.delete(following[0]);
      this.send(following[1]);
    }
  }
}

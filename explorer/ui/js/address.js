// The address holds the scenario. To write it takes a browser as long as all else that a step does on the page (5 ms), so it
// is written when the control rests, or as soon as somebody wants it.

const ADDRESS_MS = 50;

class Address {
  constructor() {
    this.link = null; // what the address is to carry, null where it is as it should be
    this.onHide = () => this.write();
    addEventListener("pagehide", this.onHide);
  }

  close() {
    removeEventListener("pagehide", this.onHide);
    clearTimeout(this.later);
    this.write();
  }

  carry(link) {
    this.link = link;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.write(), ADDRESS_MS);
  }

  write() {
    if (this.link === null) return;
    history.replaceState(history.state, "", this.link ? `${location.pathname}?${this.link}` : location.pathname);
    this.link = null;
  }

  get now() {
    this.write();
    return location;
  }
}

// What a page of plain files does where scripts run: light or dark, sentences to copy, and on the page of claims a search.

const COLOURS = "explorer-colours";

for (const button of document.querySelectorAll("[data-colours]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.colours ? root.dataset.colours === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.colours = root.style.colorScheme = dark ? "light" : "dark";
    try {
      localStorage.setItem(COLOURS, root.dataset.colours);
    } catch {
      // without storage the choice holds until the page is left
    }
  });
}

for (const button of document.querySelectorAll("[data-copy-said]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.previousElementSibling.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(button.previousElementSibling); // to be copied by hand
    }
  });
}

const search = document.querySelector("[data-search]");
if (search) {
  const only = new URLSearchParams(location.search).get("only")?.split(" ");
  const cards = [...document.querySelectorAll(".claim-card")].map((card) => ({ card, text: card.textContent.toLowerCase() }));
  const sources = [...document.querySelectorAll("main details")];
  const find = (/** @type {string} */ typed) => {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = (/** @type {Element} */ card, /** @type {string} */ text) => (words.length ? words.every((word) => text.includes(word)) : !only || only.includes(card.id));
    let found = 0;
    for (const { card, text } of cards) {
      card.hidden = !wanted(card, text);
      found += Number(!card.hidden);
    }
    sources.forEach((source, place) => {
      source.hidden = !source.querySelector(".claim-card:not([hidden])");
      source.open = found < cards.length ? !source.hidden : place === 0;
    });
    search.querySelector("[role=status]").textContent = found < cards.length ? `${found} claim${found === 1 ? "" : "s"}` : "";
    search.querySelector("a").hidden = !only;
  };
  search.hidden = false;
  const box = search.querySelector("input");
  box.addEventListener("input", () => find(box.value));
  addEventListener("pageshow", (event) => { if (box.value && !event.persisted) find(box.value); }); // whoever comes back finds it filled in
  find("");
}

// a link to a claim opens the source that holds it
function show() {
  const claim = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const source = claim?.closest("details");
  if (!source) return;
  source.open = true;
  claim.scrollIntoView();
}
addEventListener("hashchange", show);
show();

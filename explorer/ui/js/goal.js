// The goal, what is unfolded, and the scenario kept to compare with: what a reader sets beside the assumptions.

function goalMessage(root) {
  const message = { kind: "goal" };
  for (const box of root.querySelectorAll("[data-goal]")) message[box.dataset.goal] = box.value;
  return message;
}

function showGoalFault(root, part) {
  for (const box of root.querySelectorAll("[data-goal]")) {
    if (box.dataset.goal === part) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
  }
}

// The figures that the page holds: of these Python sends the words that changed, of others the whole.
function framed(root) {
  return [...root.querySelectorAll("[data-figure]")].map((figure) => figure.dataset.figure);
}

function showKept(root, kept) {
  for (const button of root.querySelectorAll("[data-unpin]")) button.hidden = !kept;
  for (const line of root.querySelectorAll("[data-compare-empty]")) line.hidden = kept;
  const folded = root.querySelector('[data-unfold="compare"]');
  if (kept && folded) folded.open = true; // its toggle asks for what it holds
}

// What a reader chose in these boxes, as a message; null where the box is none of them.
function chosenMessage(root, target) {
  if (target.dataset.goal) return goalMessage(root);
  if (target.dataset.frontier !== undefined) return { kind: "frontier", lever: target.value, framed: framed(root) };
  if (target.dataset.measure !== undefined) return { kind: "compare", measure: target.value, framed: framed(root) };
  if (target.dataset.pinPreset !== undefined && target.value) return { kind: "pin", preset: target.value, framed: framed(root) };
  return null;
}

function clickedMessage(root, target) {
  const amount = target.closest("[data-goal-amount]");
  if (amount) {
    root.querySelector('[data-goal="amount"]').value = amount.dataset.goalAmount;
    return goalMessage(root);
  }
  if (target.closest("[data-pin]")) {
    for (const choice of root.querySelectorAll("[data-pin-preset]")) choice.value = "";
    return { kind: "pin", framed: framed(root) };
  }
  return target.closest("[data-unpin]") ? { kind: "unpin" } : null;
}

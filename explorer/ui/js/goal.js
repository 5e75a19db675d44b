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

function showGoal(root, goal) {
  for (const box of root.querySelectorAll("[data-goal]")) box.value = goal[box.dataset.goal];
}

// Which letters are in use, and between which two the steps go.
function showKept(root, kept) {
  const { letters } = kept;
  for (const button of root.querySelectorAll("[data-unpin]")) {
    button.hidden = button.dataset.unpin ? !letters.includes(button.dataset.unpin) : letters.length === 0;
  }
  for (const line of root.querySelectorAll("[data-compare-empty]")) line.hidden = letters.length > 0;
  for (const box of root.querySelectorAll("[data-compare-full]")) box.hidden = letters.length === 0;
  for (const choice of root.querySelectorAll("[data-end]")) {
    for (const option of choice.options) option.disabled = option.index < choice.options.length - 1 && !letters.includes(option.value);
    if (letters.length) choice.value = kept[choice.dataset.end];
  }
  const share = root.querySelector("[data-measure]")?.value === "share_needed";
  for (const line of root.querySelectorAll("[data-steps-share]")) line.hidden = letters.length === 0 || !share;
  const folded = root.querySelector('[data-unfold="compare"]');
  if (kept.unfold && folded) folded.open = true; // its toggle asks for what it holds
}

function compareMessage(root) {
  const message = { kind: "compare", measure: root.querySelector("[data-measure]").value, framed: framed(root) };
  for (const choice of root.querySelectorAll("[data-end]")) message[choice.dataset.end] = choice.value;
  return message;
}

// What a reader chose in these boxes, as a message; null where the box is none of them.
function chosenMessage(root, target) {
  if (target.dataset.goal) return goalMessage(root);
  if (target.dataset.frontier !== undefined) return { kind: "frontier", lever: target.value, framed: framed(root) };
  if (target.dataset.measure !== undefined || target.dataset.end) return compareMessage(root);
  if (target.dataset.pinPreset !== undefined && target.value) {
    const preset = target.value;
    target.value = ""; // the next question gets the next letter
    return { kind: "pin", preset, framed: framed(root) };
  }
  return null;
}

function clickedMessage(root, target) {
  const amount = target.closest("[data-goal-amount]");
  if (amount) {
    root.querySelector('[data-goal="amount"]').value = amount.dataset.goalAmount;
    return goalMessage(root);
  }
  const pin = target.closest("[data-pin]");
  if (pin) return { kind: "pin", parameter: pin.dataset.pin, framed: framed(root) };
  const unpin = target.closest("[data-unpin]");
  return unpin ? { kind: "unpin", parameter: unpin.dataset.unpin, framed: framed(root) } : null;
}

// Racks a week to megawatts, the arithmetic of explorer/converter.py in the browser: a plain multiplication.

const WEEKS_PER_MONTH = 365.25 / 12 / 7;

// Two significant figures, halves to the even digit as Python rounds them; thousands keep a comma.
function twoFigures(value) {
  if (value === 0) return "0";
  const [digits, exponent] = value.toExponential(40).split("e");
  const [whole, rest] = [Number(digits[0] + digits[2]), digits.slice(3)];
  const half = rest.localeCompare("5".padEnd(rest.length, "0"));
  const rounded = whole + (half > 0 || (half === 0 && whole % 2 === 1) ? 1 : 0);
  const power = Number(exponent) - 1;
  const number = Number(`${rounded}e${power}`);
  const decimals = Math.max(0, 1 - Math.floor(Math.log10(number) + 1e-12));
  return number.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

function racksToMegawatts({ racks_per_week, months, rack_power_kw, it_overhead, facility_overhead }) {
  const racks = racks_per_week * months * WEEKS_PER_MONTH;
  const racks_mw = (racks * rack_power_kw) / 1000;
  const it_mw = racks_mw * it_overhead;
  return { racks, racks_mw, it_mw, facility_mw: it_mw * facility_overhead };
}

function powerWords(megawatts) {
  return `${twoFigures(megawatts)} MW` + (megawatts >= 1000 ? ` (${twoFigures(megawatts / 1000)} GW)` : "");
}

// What a typed number may mean, as ui/entry.py has it: a point or a comma before the decimals, the other or a space between thousands.
function readings(text) {
  const found = [[".", ","], [",", "."]].map(([point, comma]) => {
    const form = new RegExp(`^[-+]?(?:\\d*|[1-9]\\d{0,2}(?:[${comma}\\s'’]\\d{3})+)(?:[${point}]\\d*)?(?:e[-+]?\\d+)?$`, "i");
    if (!form.test(text)) return NaN;
    return parseFloat(text.replaceAll(comma, "").replace(/[\s'’]/g, "").replace(point, "."));
  });
  return [...new Set(found)].filter(Number.isFinite);
}

// A number that does not fit gets a sentence, and the last good result stays. Gives what is to be said of it.
function convert(section) {
  const values = {};
  const fault = section.querySelector("[data-fault]");
  for (const input of section.querySelectorAll("[data-convert]")) {
    const [least, most] = [input.dataset.least, input.dataset.most].map(Number);
    const found = readings(input.value.trim());
    const within = found.filter((one) => one >= least && one <= most);
    const [value] = found;
    input.toggleAttribute("aria-invalid", false);
    if (within.length !== 1 || within[0] !== value) {
      input.setAttribute("aria-invalid", "true");
      const name = input.closest("label").querySelector("span").textContent;
      fault.textContent = within.length ? `${name}: “${input.value.trim()}” can be read as ${found[0]} or as ${found[1]}; write one of these.`
        : `${name} needs a number from ${least.toLocaleString("en-US")} to ${most.toLocaleString("en-US")}.`;
      return "";
    }
    values[input.dataset.convert] = value;
  }
  fault.textContent = "";
  const { racks, ...power } = racksToMegawatts(values);
  section.querySelector("[data-converted=racks]").textContent = twoFigures(racks);
  for (const [name, value] of Object.entries(power)) {
    section.querySelector(`[data-converted=${name}]`).textContent = powerWords(value);
  }
  const terms = [...section.querySelectorAll("dl dt")];
  return terms.map((term) => `${term.textContent}: ${term.nextElementSibling.textContent}`).join("; ");
}

// Numbers as Python writes them (formatting.py, page/words.py), for what moves before Python has answered.

/** A number in two significant figures, thousands with a comma.
 * @param {number} value */
export const twoFigures = (value) => figures(value, 2);

/** A share that somebody has set, as per cent in three significant figures and no needless ones.
 * @param {number} share */
export const percentSet = (share) => figures(100 * share, 3).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

/** A number as its box holds it: to so many digits, or all before the point; where there is room for few, as it is said.
 * @param {HTMLInputElement} box @param {number} value @param {number} digits */
export const inBox = ({ type, dataset }, value, digits) => (
  dataset.share !== undefined && type === "text" ? percentSet(value / 100)
    : String(Math.abs(value) < 10 ** digits ? Number(value.toPrecision(digits)) : Math.round(value)));

/** @param {number} value @param {number} count */
function figures(value, count) {
  if (!Number.isFinite(value)) return "more than all";
  if (value === 0) return "0";
  const exact = value.toExponential(40);
  // what lies in the middle goes to the even digit
  const [middle, kept] = [new RegExp(`\\.\\d{${count - 2}}[02468]50*e`), new RegExp(`(\\.\\d{${count - 1}}).*e`)];
  const rounded = Number(middle.test(exact) ? exact.replace(kept, "$1e") : value.toExponential(count - 1));
  const decimals = Math.max(0, count - 1 - Math.floor(Math.log10(Math.abs(rounded))));
  return rounded.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** A share as people say it: "about one in three".
 * @param {number} share @param {[number, string][]} fractions */
export function natural(share, fractions) {
  if (share < 0.04) return share === 0 ? "none" : "fewer than one in twenty";
  const far = (/** @type {number} */ known) => Math.abs(Math.log(known / share));
  const [known, words] = fractions.reduce((best, one) => (far(one[0]) < far(best[0]) ? one : best));
  return Math.abs(known - share) <= 0.006 ? words : `${known === 1 ? "nearly" : "about"} ${words}`;
}

/** The same of what the maker ships: "one rack in ten".
 * @param {number} share @param {[number, string][]} fractions @param {string} units */
export function racksIn(share, fractions, units) {
  const said = natural(share, fractions);
  if (share === 0) return "no order, as far as we found";
  if (units !== "racks" || /(half|all)$/.test(said)) return `${said} of the ${units}`;
  return said.includes("one in") ? said.replace("one in", "one rack in") : said.replace(" in ", " racks in ");
}

/** A part of the simulations as a count in twenty.
 * @param {number} part */
export function twentyWords(part) {
  if (part > 0 && part < 0.025) return "fewer than 1 in 20";
  const [down, over] = [Math.floor(20 * part), (20 * part) % 1];
  const count = over > 0.5 || (over === 0.5 && down % 2) ? down + 1 : down;
  return `${Math.min(count, part < 1 ? 19 : 20)} in 20`;
}

/** The height of a curve between its places.
 * @param {number} x @param {number[]} places @param {number[]} heights */
export function interpolated(x, places, heights) {
  const after = places.findIndex((place) => place >= x);
  if (after <= 0) return after === 0 ? heights[0] : heights[heights.length - 1];
  const part = (x - places[after - 1]) / (places[after] - places[after - 1]);
  return heights[after - 1] + part * (heights[after] - heights[after - 1]);
}

/** A number without the noise of floating point, at a control's step.
 * @param {number} value @param {number} step */
export function stepped(value, step) {
  return Number((Math.round(value / step) * step).toPrecision(12));
}

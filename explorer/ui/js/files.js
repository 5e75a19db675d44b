// Files of one chart, made here and not on a server: CSV, JSON, SVG and PNG. Each says what it shows, from which sources,
// under which assumptions, and where it opens again. `chart` and `page` are what takeaway.py sends.

const SVG = "http://www.w3.org/2000/svg";
const TYPES = { csv: "text/csv", json: "application/json", svg: "image/svg+xml", png: "image/png" };
const PICTURE = { wide: 900, narrow: 420, pad: 24, scale: 2 };
const INK = "#1b1f24";
const SOFT = "#52585f";
const SERIF = 'Charter, "Bitstream Charter", Cambria, Georgia, serif';
const SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

function save({ name, type, text, blob }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob ?? new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// What goes beside the numbers in every file, in the order in which the pictures say it.
function described(chart, page) {
  const scenario = chart.follows ? page.scenario : null;
  const changed = scenario?.changed.map(({ assumption, value }) => `${assumption}: ${value}`).join("; ");
  const terms = page.licence.name || page.licence.title;
  return {
    title: chart.title,
    subtitle: chart.subtitle,
    scenario: scenario ? changed || "the starting point, nothing changed" : "does not depend on the assumptions",
    link: scenario ? scenario.address || scenario.link : page.page,
    sources: chart.sources.map((id) => ({ source_id: id, ...page.sources[id] })),
    data_to: chart.data_to ?? "",
    licence: terms,
    made_with: `${page.made_with} ${page.version}, model version ${page.model_version}, data ${page.data_sha256.slice(0, 12)}`,
  };
}

// A cell that no spreadsheet computes, as in explorer/export.py: text that could be a formula begins with an apostrophe.
function cell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const text = value.replace(/(?<=[;|\t\r\n])( *)(?='*[=+\-@])/g, "$1'").replace(/^(?=[=+\-@\t\r\n'])/, "'");
  // \u0022 is the quotation mark
  return /[\u0022,\r\n]/.test(text) ? `\u0022${text.replaceAll("\u0022", "\u0022\u0022")}\u0022` : text;
}

// One plain table: what describes it stands in columns of its own at the right, in every row (docs/decisions/chart-exports.md).
function csvText(chart, page) {
  const about = described(chart, page);
  const named = about.sources.map(({ name, url }) => name + (url ? ` <${url}>` : ""));
  const beside = { ...about, sources: named.join("; ") };
  const lines = [[...chart.columns, ...Object.keys(beside)], ...chart.rows.map((row) => [...row, ...Object.values(beside)])];
  // The mark of UTF-8 comes first: without it a spreadsheet may take the letters for others.
  return "\ufeff" + lines.map((line) => line.map(cell).join(",")).join("\n") + "\n";
}

function jsonText(chart, page) {
  const { title, subtitle, link, sources, data_to } = described(chart, page);
  const data = chart.rows.map((row) => Object.fromEntries(row.map((value, column) => [chart.columns[column], value])));
  const file = {
    title, subtitle, summary: chart.summary, data, scenario: chart.follows ? page.scenario : null, sources, data_to, link,
    licence: page.licence, made_with: page.made_with, version: page.version, model_version: page.model_version,
    data_sha256: page.data_sha256, code: chart.code, citation: page.citation ?? "",
  };
  return JSON.stringify(file, null, 1) + "\n";
}

function measured(text, font) {
  measured.context ??= document.createElement("canvas").getContext("2d");
  measured.context.font = font;
  return measured.context.measureText(text).width;
}

// Lines that fit; a word that is longer than a line (an address) is broken where it must be.
function linesOf(text, font, width) {
  const lines = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (measured(longer, font) <= width) {
      line = longer;
      continue;
    }
    if (line) lines.push(line);
    line = word;
    while (measured(line, font) > width) {
      let end = line.length;
      while (end > 1 && measured(line.slice(0, end), font) > width) end -= 1;
      lines.push(line.slice(0, end));
      line = line.slice(end);
    }
  }
  return line ? [...lines, line] : lines;
}

function element(name, attributes = {}, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  // what XML cannot hold is left out, all else is escaped when the picture is written
  if (text) made.textContent = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
  return made;
}

// The picture of a drawn chart with its words: title and subtitle above it, scenario, sources and link below.
// `spec` has the light colours, from a dark page too: nobody knows on what ground the picture stands.
async function svgPicture(Plotly, spec, chart, page, narrow) {
  const about = described(chart, page);
  const width = narrow ? PICTURE.narrow : PICTURE.wide;
  const { height } = spec.layout;
  const layout = { ...spec.layout, width, height, autosize: false, paper_bgcolor: "#ffffff" };
  const address = await Plotly.toImage({ data: spec.data, layout }, { format: "svg", width, height });
  const drawing = new DOMParser().parseFromString(decodeURIComponent(address.slice(address.indexOf(",") + 1)), SVG_TYPE);
  const picture = element("svg", { width: width + 2 * PICTURE.pad, "font-family": SANS });
  picture.append(element("title", {}, about.title), element("desc", {}, chart.summary));
  picture.append(element("metadata", {}, jsonText({ ...chart, rows: [] }, page)));
  const ground = element("rect", { width: "100%", fill: "#ffffff" });
  picture.append(ground);
  let y = PICTURE.pad;
  const write = (text, size, fill, more = {}) => {
    const font = `${more["font-weight"] ?? 400} ${size}px ${more["font-family"] ?? SANS}`;
    for (const line of linesOf(text, font, width)) {
      y += Math.round(size * 1.35);
      picture.append(element("text", { x: PICTURE.pad, y, "font-size": size, fill, ...more }, line));
    }
  };
  write(about.title, narrow ? 18 : 20, INK, { "font-weight": 600, "font-family": SERIF });
  write(about.subtitle, 14, SOFT);
  y += 12;
  const plot = document.importNode(drawing.documentElement, true);
  plot.setAttribute("x", PICTURE.pad);
  plot.setAttribute("y", y);
  plot.setAttribute("width", width);
  plot.setAttribute("height", height);
  picture.append(plot);
  y += height + 10;
  const names = [...new Set(about.sources.map(({ name }) => name))].join(", ");
  write([names && `Sources: ${names}.`, chart.data_words, `${about.licence}.`].filter(Boolean).join(" "), 12, SOFT);
  y += 4;
  write(`Scenario: ${about.scenario}. ${about.made_with}.`, 12, SOFT);
  y += 4;
  if (about.link) write(about.link, 10, SOFT);
  y += PICTURE.pad;
  picture.setAttribute("height", y);
  picture.setAttribute("viewBox", `0 0 ${width + 2 * PICTURE.pad} ${y}`);
  ground.setAttribute("height", y);
  return { text: new XMLSerializer().serializeToString(picture), width: width + 2 * PICTURE.pad, height: y };
}

const SVG_TYPE = "image/svg+xml";

async function pngBlob({ text, width, height }) {
  const address = URL.createObjectURL(new Blob([text], { type: SVG_TYPE }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * PICTURE.scale, height * PICTURE.scale];
    const context = canvas.getContext("2d");
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser made no picture"))), TYPES.png);
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
